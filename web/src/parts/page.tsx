import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import type { CombinedError } from 'urql';
import { refusalOf } from '../graphql/hooks.ts';

let visited = 0;

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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another page
  useEffect(() => {
    visited += 1;
    if (visited > 1) heading.current?.focus({ preventScroll: true });
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
  children: (data: Data) => ReactNode;
}

/** What a query found; until then its shape, or why there is nothing. Data that came with errors is shown. */
export function Loaded<Data>({ state, shape, children }: LoadedProps<Data>) {
  if (state.data) return children(state.data);
  if (state.error) return <Problem>{refusalOf(state.error).message}</Problem>;
  return shape ?? <Shape lines={6} />;
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
