/** Owns what is kept in memory between requests: the app of a node, or its database. */
export interface StateOwner {
  readonly state: Map<symbol, unknown>;
}

/**
 * Declares a part of an owner's memory, which `create` makes at its first use. Two nodes in one process share nothing,
 * and what a node kept is gone with the node.
 */
export function ownedState<Owner extends StateOwner, State>(create: (owner: Owner) => State): (owner: Owner) => State {
  const key = Symbol();
  return (owner) => {
    if (!owner.state.has(key)) owner.state.set(key, create(owner));
    return owner.state.get(key) as State;
  };
}
