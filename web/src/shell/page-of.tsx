import { type ComponentType, lazy } from 'react';

type Load = () => Promise<{ default: ComponentType }>;

/** A page that is loaded when it is first opened. */
export interface LazyPage {
  Page: ComponentType;
  load(): Promise<void>;
}

/**
 * Makes a page of a module. One that was loaded before it is rendered does not suspend: React shows a fallback for a while
 * even where what it stands for is there at once.
 */
export function pageOf(load: Load): LazyPage {
  let Loaded: ComponentType | undefined;
  const Late = lazy(load);
  return {
    Page: () => (Loaded ? <Loaded /> : <Late />),
    async load() {
      Loaded = (await load()).default;
    },
  };
}
