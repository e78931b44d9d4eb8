import { collectFields } from '@graphql-tools/utils';
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';

/** Whether an operation selects one of these fields where the present field returns an object of this type. */
export function selectsOf(info: GraphQLResolveInfo, typeName: string, fieldNames: string[]): boolean {
  const { schema, fragments, variableValues, fieldNodes } = info;
  const type = schema.getType(typeName) as GraphQLObjectType;
  return fieldNodes.some(({ selectionSet }) => {
    if (!selectionSet) return false;
    const { fields } = collectFields(schema, fragments, variableValues, type, selectionSet);
    return [...fields.values()].some(([node]) => fieldNames.includes(node?.name.value ?? ''));
  });
}
