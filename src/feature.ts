import type { App } from './context.ts';
import type { Route } from './http/route.ts';

/** Work that happens without a request. */
export interface PeriodicTask {
  name: string;
  /** Milliseconds from the end of one run to the start of the next. */
  interval: number;
  /** Returns how many things it dealt with, where it counts them. */
  run(): Promise<unknown>;
}

/** A figure for `/metrics`, read whenever it is asked for. */
export interface Figure {
  name: string;
  help: string;
  read(): number;
}

/** A tab of GraphiQL. Its title is the operation's name, so name the operation. */
export interface GraphiqlTab {
  query: string;
  variables?: Record<string, unknown>;
}

/** What a feature adds to the server beside its schema, which its `index.ts` registers by importing it. */
export interface Feature {
  /** Routes of plain HTTP; the first that takes a request answers it. */
  routes?: ((app: App) => Route)[];
  /** Nodes that run a task at the same time skip each other's rows. */
  tasks?(app: App): PeriodicTask[];
  figures?(app: App): Figure[];
  /** Tabs that GraphiQL opens with, made anew at each visit. */
  graphiqlTabs?(app: App): Promise<GraphiqlTab[]>;
  /** Called once no new request is accepted, before connections are closed. */
  stop?(app: App): Promise<void>;
}
