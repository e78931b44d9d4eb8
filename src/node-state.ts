/** An object that owns state in memory: the app of a node, or its database. */
export interface StateOwner {
  readonly state: Map<symbol, unknown>;
}

/**
 * Declares state that `create` makes once per owner, at its first use. Two nodes in one process do not share it, and it ends
 * with its owner.
 */
export function ownedState<Owner extends StateOwner, State>(create: (owner: Owner) => State): (owner: Owner) => State {
  const key = Symbol();
  return (owner) => {
    if (!owner.state.has(key)) owner.state.set(key, create(owner));
    return owner.state.get(key) as State;
  };
}
