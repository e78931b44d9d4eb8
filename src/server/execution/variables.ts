import {
  coerceInputValue,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { Context } from '../../context.ts';
import { maximumErrors } from '../../errors.ts';
import { printedValue } from '../../http/shortening.ts';

type Variables = Readonly<Record<string, unknown>>;

const extensions = { code: 'BAD_USER_INPUT' };

class LimitReached extends Error {}

/**
 * Returns the errors of the variables, with the messages of graphql-js. graphql-js itself quotes the whole value around
 * each fault, so a small request would have a large answer.
 */
export function faultsOfVariables(
  { schema, variableValues, contextValue }: ExecutionArgs,
  { variableDefinitions = [] }: OperationDefinitionNode,
): GraphQLError[] {
  const hideSuggestions = !(contextValue as Context).app.env.GRAPHIQL;
  const errors: GraphQLError[] = [];
  const add = (nodes: VariableDefinitionNode, message: string) => {
    const isLast = errors.length === maximumErrors - 1;
    errors.push(
      isLast
        ? new GraphQLError('Too many errors processing variables, error limit reached. Execution aborted.', {
            extensions,
          })
        : new GraphQLError(message, { nodes, extensions }),
    );
    if (isLast) throw new LimitReached();
  };
  try {
    for (const definition of variableDefinitions) check(schema, definition, variableValues ?? {}, hideSuggestions, add);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
  }
  return errors;
}

function check(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Variables,
  hideSuggestions: boolean,
  add: (nodes: VariableDefinitionNode, message: string) => void,
): void {
  const type = typeFromAST(schema, definition.type as TypeNode);
  // The validation refuses other types.
  if (!isInputType(type)) return;
  const name = definition.variable.name.value;
  if (!Object.hasOwn(variables, name)) {
    if (!definition.defaultValue && isNonNullType(type))
      add(definition, `Variable "$${name}" of required type "${type}" was not provided.`);
    return;
  }
  const value = variables[name];
  if (value === null && isNonNullType(type)) {
    add(definition, `Variable "$${name}" of non-null type "${type}" must not be null.`);
    return;
  }
  const onError = (path: readonly (string | number)[], invalid: unknown, { message }: GraphQLError) => {
    const place = path.length > 0 ? ` at "${name}${printedPath(path)}"` : '';
    const printed = printedValue(invalid).text;
    add(definition, `Variable "$${name}" got invalid value ${printed}${place}; ${withoutValue(message, invalid)}`);
  };
  coerceInputValue(value, type, onError, hideSuggestions);
}

function printedPath(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
}

/** Cuts the value in the message of a scalar, which quotes it whole. */
function withoutValue(message: string, value: unknown): string {
  const { text, isCut } = printedValue(value);
  if (!isCut) return message;
  // Some scalars quote a text without quotation marks, and some print it.
  const beginnings = [typeof value === 'string' ? value.slice(0, 100) : null, text.replace(/…"?$/, '')];
  const quoted = beginnings.find((beginning) => beginning !== null && message.includes(beginning));
  return quoted ? `${message.slice(0, message.indexOf(quoted))}${quoted}…` : message;
}
