import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/**
 * Declares a read that is batched and cached for one request, for services as for resolvers: `read` receives the keys
 * that were asked for in one tick of the event loop and returns the value of each. Mutations and events clear the cache.
 */
export function requestLoader<Key, Value>(
  read: (keys: readonly Key[], context: Context) => Promise<readonly (Value | Error)[]>,
  keyOf: (key: Key) => unknown = (key) => key,
): (context: Context) => DataLoader<Key, Value, unknown> {
  const name = Symbol();
  return (context) => {
    const known = context.loaders.get(name);
    if (known) return known as unknown as DataLoader<Key, Value, unknown>;
    const loader = new DataLoader<Key, Value, unknown>((keys) => read(keys, context), { cacheKeyFn: keyOf });
    context.loaders.set(name, loader as never);
    return loader;
  };
}

/** Loads several keys; throws what the first failed key failed with. */
export function loadAll<Key, Value>(loader: DataLoader<Key, Value, unknown>, keys: readonly Key[]): Promise<Value[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}

/** Forgets what the loaders of a request have read. */
export function clearRequestLoaders({ loaders }: Context): void {
  for (const loader of loaders.values()) loader.clearAll();
}
