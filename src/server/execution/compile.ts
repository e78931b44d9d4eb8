import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Compile, Compiled } from './compiler.ts';
import type { Execute } from './execute.ts';

interface Operation {
  executions: number;
  /** Null where the operation cannot be compiled. */
  compiled?: Compiled | null;
}

/**
 * Executes frequent operations by functions compiled for them, which take less CPU time than the reference executor. An
 * operation is compiled after `executionsBefore` executions. The compiler is loaded for the first of them, so that no start
 * waits for it; until it is there, `reference` executes. `failed` hears where it could not be loaded.
 */
export function compileExecution(
  schema: GraphQLSchema,
  reference: Execute,
  executionsBefore: number,
  failed: (error: unknown) => void,
): Execute {
  const operationsOf = new WeakMap<DocumentNode, Map<string, Operation>>();
  let compiler: Compile | 'loading' | null = null;
  const load = async () => {
    compiler = 'loading';
    compiler = (await import('./compiler.ts')).createCompiler(schema, reference);
  };

  function find(document: DocumentNode, operationName: string | null | undefined): Operation['compiled'] {
    const operations = operationsOf.get(document) ?? new Map<string, Operation>();
    operationsOf.set(document, operations);
    const definition = getOperationAST(document, operationName);
    if (!definition) return null;
    const name = definition.name?.value ?? '';
    const operation = operations.get(name) ?? { executions: 0 };
    operations.set(name, operation);
    operation.executions += 1;
    if (operation.compiled === undefined && operation.executions > executionsBefore) {
      if (compiler === null) load().catch(failed);
      else if (compiler !== 'loading') operation.compiled = compiler(document, definition);
    }
    return operation.compiled;
  }

  return (args) => (find(args.document, args.operationName) ?? reference)(args);
}
