// Stands in for Pothos' module of the same name in the bundle. Pothos keeps what belongs to a context in a WeakMap, whose
// values V8's collector of young objects takes for reachable: they refer to their context, so every request stayed in memory,
// with its response, until the next collection of the whole heap. Here a context holds them itself.

export const contextCacheSymbol = Symbol.for('Pothos.contextCache');

interface Owner {
  [contextCacheSymbol]?: object;
}

export function initContextCache() {
  return { [contextCacheSymbol]: {} };
}

/** Makes a value once for each context. A copy of a context is another one. */
export function createContextCache<Context extends object, Value, Args extends unknown[]>(
  create: (context: Context, ...args: Args) => Value,
) {
  const name = Symbol();
  const ownerOf = (context: Context) => ((context as Owner)[contextCacheSymbol] ?? context) as { [name]?: Value };
  const getOrCreate = (context: Context, ...args: Args): Value => {
    const owner = ownerOf(context);
    if (Object.hasOwn(owner, name)) return owner[name] as Value;
    const value = create(context, ...args);
    Object.defineProperty(owner, name, { value, configurable: true });
    return value;
  };
  getOrCreate.delete = (context: Context) => {
    delete ownerOf(context)[name];
  };
  return getOrCreate;
}
