import type { App } from './context.ts';
import type { Route } from './http/route.ts';
import type { Delivery } from './operations/notifications/deliveries.ts';
import type { Composed, Kind } from './operations/notifications/mailer.ts';

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

/** A kind of notification, declared by the feature that causes it. */
export interface NotificationKind extends Omit<Kind, 'compose'> {
  /** The cause, for the schema. */
  description: string;
  /** Writes the mail from the present state; or says why it is not to be sent, since that state is another one by now. */
  compose(app: App, delivery: Delivery): Promise<Composed>;
}

/** The parts of a feature. Its schema is registered by the imports of its `index.ts`. */
export interface Feature {
  /** Routes of plain HTTP. The first route that accepts a request answers it. */
  routes?: ((app: App) => Route)[];
  /** Tasks run on every node; nodes that run one at the same time skip each other's rows. */
  tasks?(app: App): PeriodicTask[];
  figures?(app: App): Figure[];
  notifications?: NotificationKind[];
  /** The first tabs of GraphiQL, built for each visit. */
  graphiqlTabs?(app: App): Promise<GraphiqlTab[]>;
  /** Called when the server no longer accepts connections, while it finishes its requests. */
  stop?(app: App): Promise<void>;
}
