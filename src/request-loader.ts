import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/**
 * Declares a read that is batched and cached per request, for services and resolvers. `read` receives the keys that were
 * requested in one tick of the event loop, and returns one value or error per key, in their order. Mutations and events
 * clear the cache.
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

/** Loads several keys. Throws the error of the first key that failed. */
export function loadAll<Key, Value>(loader: DataLoader<Key, Value, unknown>, keys: readonly Key[]): Promise<Value[]> {
  return Promise.all(keys.map((key) => loader.load(key)));
}

/** Clears the caches of all loaders of a request. */
export function clearRequestLoaders({ loaders }: Context): void {
  for (const loader of loaders.values()) loader.clearAll();
}
