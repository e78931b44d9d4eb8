import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import { schema } from './src/server/schema.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const guide = 'docs/front-ends.md';
const documentsDirectory = join(root, 'tests/documents');

/** What is generated, by path: the sorted SDL, typed documents for the tests, and the guide that includes code. */
export async function generate(): Promise<Record<string, string>> {
  const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
  const documents = readdirSync(documentsDirectory)
    .sort()
    .map((name) => ({ location: name, document: parse(readFileSync(join(documentsDirectory, name), 'utf8')) }));
  const typed = await codegen({
    filename: 'tests/generated/documents.ts',
    schema: parse(sdl),
    schemaAst: schema,
    documents,
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      scalars: {
        ID: 'string',
        DateTime: 'string',
        Date: 'string',
        SafeInt: 'number',
        TimeZone: 'string',
        URL: 'string',
        EventCursor: 'string',
      },
    },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
  });
  return { 'schema.graphql': sdl, 'tests/generated/documents.ts': typed, [guide]: includeCode() };
}

/** The guide with the code of the files that it names, which the tests run. */
function includeCode(): string {
  const block = /(<!-- (tests\/\S+\.ts) -->\n```ts\n)[\s\S]*?```/g;
  const text = readFileSync(join(root, guide), 'utf8');
  return text.replace(block, (_all, opening, path) => `${opening}${readFileSync(join(root, path), 'utf8')}\`\`\``);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(await generate())) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
