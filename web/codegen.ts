import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { formatDocument } from '@urql/core';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';

const directory = join(import.meta.dirname, 'src');
const target = 'web/src/generated';

/**
 * What the studio in a browser is made with: the types of all its operations, a module of documents for each `.graphql`
 * file, so that a route loads its own alone, and the documents by their hashes, which the server takes as persisted.
 */
export async function generateWeb(schema: GraphQLSchema, sdl: string, config: object): Promise<Record<string, string>> {
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    // Graphcache needs the type names, and what is persisted must be what it reads.
    .map((name) => ({
      name,
      document: formatDocument(parse(readFileSync(join(directory, name), 'utf8'))) as DocumentNode,
    }));
  const fragments = new Map(
    sources
      .flatMap(({ document }) => document.definitions)
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const files: Record<string, string> = {};
  const operations: Record<string, string> = {};
  for (const { name, document } of sources) {
    const own = document.definitions.filter(
      (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
    );
    if (own.length === 0) continue;
    const constants = own.map((operation) => {
      const definitions = [operation, ...used(operation, fragments)];
      const text = stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions }));
      const hash = createHash('sha256').update(text).digest('hex');
      operations[hash] = text;
      const type = `${operation.name?.value}${capitalised(operation.operation)}`;
      return `export const ${operation.name?.value}Document = persisted<types.${type}, types.${type}Variables>(
  '${hash}',
  ${JSON.stringify(text)},
);\n`;
    });
    files[`${target}/${basename(name, '.graphql')}.ts`] =
      `import { persisted } from '../graphql/persisted.ts';\nimport type * as types from './types.ts';\n\n${constants.join('\n')}`;
  }
  files[`${target}/operations.json`] = `${JSON.stringify(operations, null, 2)}\n`;
  files[`${target}/embedded-types.ts`] = embeddedTypes(schema);
  files[`${target}/types.ts`] = await codegen({
    filename: `${target}/types.ts`,
    schema: parse(sdl),
    schemaAst: schema,
    documents: sources.map(({ name, document }) => ({ location: name, document })),
    config,
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
  });
  return files;
}

/** The fragments that an operation spreads, directly or not, in the order in which it names them. */
function used(
  root: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
  found = new Set<FragmentDefinitionNode>(),
): Set<FragmentDefinitionNode> {
  visit(root, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment) throw new Error(`There is no fragment ${name.value}`);
      if (found.has(fragment)) return;
      found.add(fragment);
      used(fragment, fragments, found);
    },
  });
  return found;
}

/** Objects without an ID belong to the object that has them. */
function embeddedTypes(schema: GraphQLSchema): string {
  const names = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !('id' in type.getFields()))
    .map(({ name }) => name)
    .filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name))
    .sort();
  return `/** Types without an ID, which a normalised cache keeps in the object that has them. */
export const embeddedTypes = '${names.join(' ')}'.split(' ');\n`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
