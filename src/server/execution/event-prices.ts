import {
  type ExecutionArgs,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLResolveInfo,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { measure } from './document-limits.ts';
import type { Price } from './execute.ts';

/**
 * What each event of a subscription costs: as much as the selections that apply to the event's own type. A snapshot may list
 * the sessions of a day with all their people, where a change is a few fields.
 */
export function eventPrices(args: ExecutionArgs, whole: Price): (event: unknown) => Price {
  const { schema, document, operationName } = args;
  const operation = getOperationAST(document, operationName);
  const [root] = operation?.selectionSet.selections ?? [];
  if (!operation || root?.kind !== Kind.FIELD || !root.selectionSet) return () => whole;
  const type = getNamedType(schema.getSubscriptionType()?.getFields()[root.name.value]?.type);
  if (!isAbstractType(type)) return () => whole;

  const known = new Map<string, Price>();
  const costOf = (name: string) => {
    const selectionSet = { ...operation.selectionSet, selections: [only(root, name, args)] };
    return measure(args, { ...operation, selectionSet }).complexity;
  };
  return (event) => {
    const name = typeOf(type, event, args);
    if (name === null) return whole;
    const price = known.get(name) ?? { ...whole, cost: costOf(name) };
    known.set(name, price);
    return price;
  };
}

function typeOf(type: GraphQLAbstractType, event: unknown, { schema, contextValue }: ExecutionArgs): string | null {
  const found = type.resolveType?.(event, contextValue, { schema } as GraphQLResolveInfo, type);
  return typeof found === 'string' ? found : null;
}

/** The field without what it selects of other object types. */
function only(field: FieldNode, name: string, { schema, document }: ExecutionArgs): FieldNode {
  const isOther = (condition: string | undefined) =>
    condition !== undefined && condition !== name && isObjectType(schema.getType(condition));
  const definitionOf = (fragment: string) =>
    document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === fragment);
  const keep = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((one): SelectionNode[] => {
      if (one.kind === Kind.FIELD) return [one];
      if (one.kind === Kind.INLINE_FRAGMENT) {
        return isOther(one.typeCondition?.name.value) ? [] : [{ ...one, selectionSet: keep(one.selectionSet) }];
      }
      const fragment = definitionOf(one.name.value);
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || isOther(fragment.typeCondition.name.value)) return [];
      const { typeCondition, selectionSet } = fragment;
      return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: keep(selectionSet) }];
    }),
  });
  return { ...field, selectionSet: keep(field.selectionSet as SelectionSetNode) };
}
