import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { isAbstractType, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { schema as served } from './src/server/schema.ts';
import { generateWeb } from './web/codegen.ts';

/** Sorted, so that what is generated changes only where the schema does. */
const schema = lexicographicSortSchema(served);

const root = fileURLToPath(new URL('.', import.meta.url));
const guide = 'docs/front-ends.md';
// JSON carries every scalar as one of these.
const scalars = {
  ID: 'string',
  Date: 'string',
  DateTime: 'string',
  EventCursor: 'string',
  StudioCursor: 'string',
  JSON: 'unknown',
  SafeInt: 'number',
  TimeZone: 'string',
  URL: 'string',
};
const codegenConfig = { useTypeImports: true, enumsAsTypes: true, strictScalars: true, scalars };
const documentsDirectory = join(root, 'tests/documents');

/** What is generated, by path: the sorted SDL, the kit for clients, typed documents for the tests and for web/, and the guide that includes code. */
export async function generate(): Promise<Record<string, string>> {
  const sdl = `${printSchema(schema)}\n`;
  const documents = readdirSync(documentsDirectory)
    .sort()
    .map((name) => ({ location: name, document: parse(readFileSync(join(documentsDirectory, name), 'utf8')) }));
  const typed = await codegen({
    filename: 'tests/generated/documents.ts',
    schema: parse(sdl),
    schemaAst: schema,
    documents,
    config: codegenConfig,
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
  });
  return {
    'schema.graphql': sdl,
    ...clientKit(),
    'tests/generated/documents.ts': typed,
    ...(await generateWeb(schema, sdl, codegenConfig)),
    [guide]: includeCode(),
    '.env.example': environmentExample(),
  };
}

/** What a client project copies beside `schema.graphql`. */
function clientKit(): Record<string, string> {
  const types = Object.values(schema.getTypeMap()).sort((one, other) => (one.name < other.name ? -1 : 1));
  const possibleTypes = Object.fromEntries(
    types.filter(isAbstractType).map((type) => [
      type.name,
      schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort(),
    ]),
  );
  const codegenFile = {
    schema: 'schema.graphql',
    documents: 'src/**/*.graphql',
    generates: {
      'src/graphql.ts': { plugins: ['typescript-operations', 'typed-document-node'], config: codegenConfig },
    },
  };
  const codes = (possibleTypes.UserError ?? []).map((name) => `  ${name}: '${codeOf(name)}',\n`).join('');
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'client/possible-types.json': json(possibleTypes),
    'client/scalars.json': json(scalars),
    'client/codegen.json': json(codegenFile),
    'client/error-codes.ts': `/** The \`code\` of each type that implements \`UserError\`. */
export const errorCodes = {
${codes}} as const;

export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];
`,
  };
}

/** The code of an error's type: SESSION_FULL of SessionFullError. */
function codeOf(typeName: string): string {
  return typeName
    .replace(/Error$/, '')
    .replace(/(?<=[a-z])[A-Z]/g, '_$&')
    .toUpperCase();
}

/** The guide with the code of the files that it names, which the tests run. */
function includeCode(): string {
  const block = /(<!-- (tests\/\S+\.ts) -->\n```ts\n)[\s\S]*?```/g;
  const text = readFileSync(join(root, guide), 'utf8');
  return text.replace(block, (_all, opening, path) => `${opening}${readFileSync(join(root, path), 'utf8')}\`\`\``);
}

/** Every setting of the README's table, which a test compares with the settings, commented out at its default. */
function environmentExample(): string {
  const rows = readFileSync(join(root, 'README.md'), 'utf8').matchAll(
    /^\| `([A-Z][A-Z_]+)` \| (?:`(.*?)`)?.*? ?\| (.*) \|$/gm,
  );
  const settings = [...rows].map(
    ([, name, value = '', meaning]) => `# ${meaning?.replaceAll('`', '')}\n#${name}=${quoted(value)}\n`,
  );
  return `# Copy this to .env, for \`node --env-file=.env --enable-source-maps dist/server/main.js\` and for Compose.\n\n${settings.join('\n')}`;
}

const quoted = (value: string) => (/[\s<>]/.test(value) ? `"${value}"` : value);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(await generate())) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
