import type { App } from './context.ts';
import type { Route } from './http/route.ts';

/** Work that the server does at intervals. */
export interface PeriodicTask {
  name: string;
  /** Milliseconds from the end of one run to the start of the next. */
  interval: number;
  /** Returns the number of processed rows, if it counts them. */
  run(): Promise<unknown>;
}

/** A gauge of `/metrics`; `read` is called for each scrape. */
export interface Figure {
  name: string;
  help: string;
  read(): number;
}

/** A tab of GraphiQL. Its title is the name of its operation. */
export interface GraphiqlTab {
  query: string;
  variables?: Record<string, unknown>;
  /** Whether it comes first in the browser of an admin. */
  isForAdmins?: boolean;
}

/** The parts of a feature. Its schema is registered by the imports of its `index.ts`. */
export interface Feature {
  /** Routes of plain HTTP. The first route that accepts a request answers it. */
  routes?: ((app: App) => Route)[];
  /** Tasks run on every node; nodes that run one at the same time skip each other's rows. */
  tasks?(app: App): PeriodicTask[];
  figures?(app: App): Figure[];
  /** The first tabs of GraphiQL, built for each visit. */
  graphiqlTabs?(app: App): Promise<GraphiqlTab[]>;
  /** Called when the server no longer accepts connections, while it finishes its requests. */
  stop?(app: App): Promise<void>;
}
