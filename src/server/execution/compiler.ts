import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SourceLocation,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { globalId } from '../../graphql/global-ids.ts';
import { type Execute, whenExecuted } from './execute.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

export type Compiled = (args: ExecutionArgs) => ReturnType<Execute>;
/** Compiles an operation of a document; null where it cannot be compiled. */
export type Compile = (document: DocumentNode, operation: OperationDefinitionNode) => Compiled | null;

// Servers of one process have one schema, which takes long to adapt.
const adaptedOf = new WeakMap<GraphQLSchema, GraphQLSchema>();

/**
 * Compiles queries and mutations where the compiled code and `reference` behave alike: isBeyondCompiler() tells of the others.
 * The variables must be valid: the compiler's own check is more permissive. A query whose result has errors is executed
 * again by `reference`, whose errors the client receives; what a mutation did cannot be done again, and its errors are given
 * their nodes of the document.
 */
export function createCompiler(schema: GraphQLSchema, reference: Execute): Compile {
  const adapted = adaptedOf.get(schema) ?? adaptSchema(schema);
  adaptedOf.set(schema, adapted);
  return (document, operation) => compile(adapted, document, operation, reference);
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, name }: OperationDefinitionNode,
  reference: Execute,
): Compiled | null {
  if (operation === OperationTypeNode.SUBSCRIPTION || isBeyondCompiler(schema, document)) return null;
  const compiled = compileQuery(schema, document, name?.value);
  if (!isCompiledQuery(compiled)) return null;
  const execute = ({ rootValue, contextValue, variableValues }: ExecutionArgs) =>
    compiled.query(rootValue, contextValue, variableValues) as ReturnType<Execute>;
  if (operation === OperationTypeNode.MUTATION)
    return (args) => whenExecuted(execute(args), (done) => (done.errors ? withNodes(done, document) : done));
  return (args) => whenExecuted(execute(args), (done) => (done.errors ? reference(args) : done));
}

/** Errors of compiled code have lines and columns alone: these are given the nodes of the document that stand there. */
function withNodes({ errors = [], ...result }: ExecutionResult, document: DocumentNode): ExecutionResult {
  const nodes: FieldNode[] = [];
  visit(document, { Field: (node) => void nodes.push(node) });
  const nodesAt = (places: readonly SourceLocation[] = []) =>
    nodes.filter(({ loc }) =>
      places.some(({ line, column }) => loc?.startToken.line === line && loc.startToken.column === column),
    );
  return {
    ...result,
    errors: errors.map(
      ({ message, locations, path, originalError }) =>
        new GraphQLError(message, { nodes: nodesAt(locations), path, originalError }),
    ),
  };
}

/**
 * Whether a document asks for the schema, for a field of an interface, which would be compiled for each of many types, names
 * anything `__proto__`, which would become the prototype of a result, or has conditions: the compiler notes those of a
 * fragment at the fragment itself, where they hold for other uses of it, too.
 */
function isBeyondCompiler(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let result = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        if (isInterfaceType(getNamedType(types.getType()))) result = true;
      },
      Directive: ({ name }) => {
        if (name.value === 'skip' || name.value === 'include') result = true;
      },
      Name: ({ value }) => {
        if (value === '__proto__' || value === '__schema' || value === '__type') result = true;
      },
    }),
  );
  return result;
}

/**
 * Adapts the schema to the compiler. The compiled code calls `isTypeOf`, which holds the authorisation rules of a type,
 * without the context: here the resolvers of the fields check it instead. IDs resolve without a promise.
 */
function adaptSchema(schema: GraphQLSchema): GraphQLSchema {
  const isNode = (type: GraphQLNamedType | undefined) =>
    isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => new GraphQLObjectType({ ...type.toConfig(), isTypeOf: undefined }),
    [MapperKind.OBJECT_FIELD](config, fieldName, typeName): GraphQLFieldConfig<unknown, unknown> {
      if (fieldName === 'id' && isNode(schema.getType(typeName)))
        return { ...config, resolve: (row) => globalId(typeName, (row as { id: string }).id) };
      const returned = schema.getType(getNamedType(config.type).name);
      const members = isAbstractType(returned) ? schema.getPossibleTypes(returned) : [returned];
      return members.some(isGuarded)
        ? { ...config, resolve: guard(config.resolve ?? defaultFieldResolver, returned as Guarded, schema) }
        : config;
    },
  });
}

type Guarded = GraphQLObjectType | GraphQLAbstractType;

/** Whether values of a type must pass its `isTypeOf`. That of a refusal says nothing which its place in a union does not. */
function isGuarded(type: GraphQLNamedType | undefined): type is GraphQLObjectType {
  return isObjectType(type) && !!type.isTypeOf && !type.getInterfaces().some(({ name }) => name === 'UserError');
}

/** Wraps a resolver: its result, or each item of it, must pass the `isTypeOf` of its type. */
function guard(resolve: Resolver, type: Guarded, schema: GraphQLSchema): Resolver {
  return async (parent, args, context, info) => {
    const memberOf = async (value: unknown) => {
      if (isObjectType(type)) return type;
      const name = await type.resolveType?.(value, context, info, type);
      return name === undefined ? undefined : schema.getType(name);
    };
    const pass = async (value: unknown): Promise<unknown> => {
      if (Array.isArray(value)) return Promise.all(value.map(pass));
      const member = value == null ? undefined : await memberOf(value);
      if (!isGuarded(member) || (await member.isTypeOf?.(value, context, info))) return value;
      throw new Error(`expected a value of type ${member.name}`);
    };
    return pass(await resolve(parent, args, context, info));
  };
}
