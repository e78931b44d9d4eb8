import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { CombinedError } from 'urql';
import { refusalOf } from '../graphql/hooks.ts';

/** The address with which the studio was opened; null once it was left. */
let opened: string | null = location.pathname;

interface PageProps {
  title: string;
  /** Above the title, like where the page belongs. */
  over?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its one heading, which is focused after a navigation so that a screen reader says where it led. */
export function Page({ title, over, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Shala`;
  }, [title]);
  // As soon as the page is there: later it would take the focus from whoever has begun with it.
  useLayoutEffect(() => {
    if (pathname !== opened) opened = null;
    if (opened === null) heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className="page">
      <div className="heading">
        <div>
          {over && <p className="over">{over}</p>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** The shape of what is being loaded. */
export function Shape({ lines = 3, card = false }: { lines?: number; card?: boolean }) {
  return (
    <div className={card ? 'card shapes' : 'shapes'}>
      <span className="hidden">Loading…</span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes are all alike
        <span key={index} className="shape" aria-hidden="true" />
      ))}
    </div>
  );
}

interface LoadedProps<Data> {
  state: { data?: Data | undefined; fetching: boolean; error?: CombinedError | undefined };
  shape?: ReactNode;
  /** The title of the page, where it is not there before its data. */
  title?: string;
  /** Whether the address of the page says by its ID what is loaded. */
  isByAddress?: boolean;
  children: (data: Data) => ReactNode;
}

/** What a query found; until then its shape, or why there is nothing. Data that came with errors is shown, as far as it came. */
export function Loaded<Data>({
  state,
  shape = <Shape card lines={8} />,
  title,
  isByAddress = title !== undefined,
  children,
}: LoadedProps<Data>) {
  if (state.data && !(state.error && isEmpty(state.data))) return children(state.data);
  const content = state.error ? <Problem>{problemOf(state.error, isByAddress)}</Problem> : shape;
  return title ? <Page title={title}>{content}</Page> : content;
}

/** Whether errors have left nothing of an answer: what is null then is not missing, it was not found out. */
const isEmpty = (data: object): boolean => Object.values(data).every((value) => value === null);

/** An address with an ID that is none is an address of nothing, whatever is wrong with the ID. */
function problemOf(error: CombinedError, isByAddress: boolean): string {
  const { code, message } = refusalOf(error);
  return isByAddress && code === 'INVALID_INPUT' ? 'There is nothing at this address.' : message;
}

export function Problem({ children }: { children: ReactNode }) {
  return (
    <div className="card problem" role="alert">
      <p>{children}</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty-list">{children}</div>;
}
