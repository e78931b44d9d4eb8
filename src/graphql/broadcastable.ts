import { type ExecutionArgs, type GraphQLFieldExtensions, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

type Extensions = GraphQLFieldExtensions<unknown, unknown>;
type FieldRef = { updateConfig(change: (config: { extensions?: Extensions }) => object): void };

/**
 * Extensions of a broadcastable field: its value is the same for every viewer who may see the object, and an error for
 * all others. A field without them depends on the viewer.
 */
export const broadcastable = { broadcastable: true };

/**
 * Extensions of a field of a session whose value is the same for everybody inside it, and none for all others. It is
 * broadcastable in what only those inside follow.
 */
export const broadcastableInside = { broadcastable: 'inside' };

/**
 * Declares each of the fields broadcastable. Neither the field nor what its loader leaves out may depend on the viewer,
 * as long as the viewer is inside the session that the object belongs to.
 */
export function allBroadcastable<Fields extends object>(fields: Fields): Fields {
  for (const field of Object.values(fields) as FieldRef[]) {
    field.updateConfig((config) => ({ ...config, extensions: { ...config.extensions, ...broadcastable } }));
  }
  return fields;
}

/** Extensions of a subscription field whose subscribers may all see the inside of the event's session. */
export const broadcastInside = (sessionOf: (event: never) => string | undefined) => ({ broadcastInside: sessionOf });

/** Extensions of a subscription field whose events everybody may see. */
export const broadcast = broadcastInside(() => undefined);

const decisions = new WeakMap<object, boolean>();

/**
 * Decides whether an operation is broadcastable: every field that it selects is, apart from the subscription field
 * itself, which chooses the events. The decision is for the whole document, so one dependent field in another operation
 * or an unused fragment prevents a broadcast that would have been possible.
 */
export function isBroadcastable({ schema, document }: ExecutionArgs): boolean {
  const decided = decisions.get(document);
  if (decided !== undefined) return decided;
  let isSame = true;
  let needsInside = false;
  let isOfInside = true;
  const types = new TypeInfo(schema);
  const check = () => {
    const field = types.getFieldDef();
    const parent = types.getParentType();
    if (parent === schema.getSubscriptionType()) {
      if (field?.extensions.broadcastInside === broadcast.broadcastInside) isOfInside = false;
      return;
    }
    if (parent === schema.getQueryType()) isOfInside = false;
    const extent = field?.name === '__typename' || field?.extensions.broadcastable;
    if (!extent) isSame = false;
    if (extent === 'inside') needsInside = true;
  };
  visit(document, visitWithTypeInfo(types, { Field: check }));
  const decision = isSame && (isOfInside || !needsInside);
  decisions.set(document, decision);
  return decision;
}
