import {
  type ExecutionArgs,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Extensions of a mutation for people who are not signed in: it works with any `Authorization`, also an expired token. */
export const ignoresToken = { ignoresToken: true };

/** Whether an operation is a mutation whose root fields all ignore the token. */
export function isForVisitors({ schema, document, operationName }: ExecutionArgs): boolean {
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.MUTATION) return false;
  const types = new TypeInfo(schema);
  let isForAll = true;
  const check = () => {
    const field = types.getFieldDef();
    if (isRoot(schema, types) && field?.extensions.ignoresToken !== true) isForAll = false;
  };
  visit(document, visitWithTypeInfo(types, { Field: check }));
  return isForAll;
}

function isRoot(schema: GraphQLSchema, types: TypeInfo): boolean {
  const parent = types.getParentType();
  return parent === schema.getMutationType() || parent === schema.getQueryType();
}
