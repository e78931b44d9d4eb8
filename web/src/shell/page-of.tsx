import { type ComponentType, lazy } from 'react';

type Load = () => Promise<{ default: ComponentType }>;

/** A page that is loaded when it is first opened. */
export interface LazyPage {
  Page: ComponentType;
  load(): Promise<void>;
}

/** The files of a page did not come. */
export class PageNotLoaded extends Error {}

/** What makes the pages anew that could not be loaded. */
const renewals = new Set<() => void>();

/** Lets pages that could not be loaded be tried again: React keeps the failure of a lazy component for good. */
export function renewPages(): void {
  for (const renew of renewals) renew();
  renewals.clear();
}

/**
 * Makes a page of a module. One that was loaded before it is rendered does not suspend: React shows a fallback for a while
 * even where what it stands for is there at once.
 */
export function pageOf(load: Load): LazyPage {
  let Loaded: ComponentType | undefined;
  const late = () =>
    lazy(() =>
      load().catch((cause) => {
        renewals.add(() => {
          Late = late();
        });
        throw new PageNotLoaded('A page could not be loaded.', { cause });
      }),
    );
  let Late = late();
  return {
    Page: () => (Loaded ? <Loaded /> : <Late />),
    async load() {
      Loaded = (await load()).default;
    },
  };
}
