import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

export interface PageInfo {
  startCursor: string | null;
  endCursor: string | null;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** The arguments of a connection for the page that the address names; the last page is the first one where `isReversed`. */
export function usePaging(size: number, isReversed = false) {
  const [parameters] = useSearchParams();
  const [after, before] = [parameters.get('after'), parameters.get('before')];
  if (before || (isReversed && !after)) return { last: size, ...(before && { before }) };
  return { first: size, ...(after && { after }) };
}

/** Leads to the neighbouring pages. Their addresses keep everything else that the present one says. */
export function Pager({ pageInfo, isReversed = false }: { pageInfo: PageInfo; isReversed?: boolean }) {
  const [parameters] = useSearchParams();
  const to = (name: string, cursor: string | null) => {
    const next = new URLSearchParams(parameters);
    next.delete('after');
    next.delete('before');
    if (cursor) next.set(name, cursor);
    return `?${next}`;
  };
  const { startCursor, endCursor, hasNextPage, hasPreviousPage } = pageInfo;
  // A page that was reached backwards has one after it, whether the connection says so or not; and the other way round.
  const forward = (hasNextPage || parameters.has('before')) && to('after', endCursor);
  const backward = (hasPreviousPage || parameters.has('after')) && to('before', startCursor);
  const [previous, next] = isReversed ? [forward, backward] : [backward, forward];
  if (!previous && !next) return null;
  return (
    <nav aria-label="Pages" className="pager">
      {previous && (
        <Link className="button" rel="prev" to={previous}>
          Previous page
        </Link>
      )}
      {next && (
        <Link className="button" rel="next" to={next}>
          Next page
        </Link>
      )}
    </nav>
  );
}

/** Where a person is in a list that is but a part of a page, and begins anew with it: its page has no address. */
export function useTurning() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    /** The argument of the connection. */
    after: cursors.at(-1) ?? null,
    back: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : null,
    on: (cursor: string) => setCursors([...cursors, cursor]),
  };
}

export interface TurnerProps {
  /** What is listed, for people who hear the page. */
  of: string;
  turning: ReturnType<typeof useTurning>;
  pageInfo: Pick<PageInfo, 'endCursor' | 'hasNextPage'>;
}

/** Turns the pages of such a list. */
export function Turner({ of, turning: { back, on }, pageInfo: { endCursor, hasNextPage } }: TurnerProps) {
  if (!back && !hasNextPage) return null;
  return (
    <nav aria-label={`Pages of ${of}`} className="pager">
      {back && (
        <button type="button" className="small" onClick={back}>
          Previous page
        </button>
      )}
      {hasNextPage && endCursor && (
        <button type="button" className="small" onClick={() => on(endCursor)}>
          Next page
        </button>
      )}
    </nav>
  );
}
