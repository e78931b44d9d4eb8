import { Link, useSearchParams } from 'react-router';

export interface PageInfo {
  startCursor: string | null;
  endCursor: string | null;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** The arguments of a connection for the page that the address names. */
export function usePaging(size: number) {
  const [parameters] = useSearchParams();
  const [after, before] = [parameters.get('after'), parameters.get('before')];
  return before ? { last: size, before } : { first: size, ...(after && { after }) };
}

/** Leads to the neighbouring pages. Their addresses keep everything else that the present one says. */
export function Pager({ pageInfo }: { pageInfo: PageInfo }) {
  const [parameters] = useSearchParams();
  const isFirst = !parameters.has('after') && !parameters.has('before');
  const to = (name: string, cursor: string | null) => {
    const next = new URLSearchParams(parameters);
    next.delete('after');
    next.delete('before');
    if (cursor) next.set(name, cursor);
    return `?${next}`;
  };
  const hasNext = pageInfo.hasNextPage || parameters.has('before');
  const hasPrevious = !isFirst && (pageInfo.hasPreviousPage || parameters.has('after'));
  if (!hasNext && !hasPrevious) return null;
  return (
    <nav aria-label="Pages" className="pager">
      {hasPrevious && (
        <Link className="button" rel="prev" to={to('before', pageInfo.startCursor)}>
          Previous page
        </Link>
      )}
      {hasNext && (
        <Link className="button" rel="next" to={to('after', pageInfo.endCursor)}>
          Next page
        </Link>
      )}
    </nav>
  );
}
