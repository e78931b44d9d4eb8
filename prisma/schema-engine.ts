import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const schemaFile = fileURLToPath(new URL('schema.prisma', import.meta.url));

/**
 * The SQL that takes a migrated database to schema.prisma: empty where they agree. It runs Prisma's own schema
 * engine as WebAssembly, since the engine that `prisma migrate` would use has to be downloaded. Prisma's own adapter cannot read
 * the catalogue for it.
 */
export async function diffFromSchema(pglite: PGlite): Promise<string> {
  const engineDirectory = dirname(
    createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  );
  const engineModule = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await WebAssembly.instantiate(readFileSync(join(engineDirectory, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineModule as unknown as WebAssembly.ModuleImports,
  });
  const { __wbg_set_wasm, SchemaEngine } = engineModule as unknown as WasmModule;
  __wbg_set_wasm(wasm.instance.exports);
  (wasm.instance.exports.__wbindgen_start as () => void)();

  const schema = readFileSync(schemaFile, 'utf8');
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite)),
  );
  const result = await engine.diff({
    from: { tag: 'schemaDatasource', files: [{ path: 'schema.prisma', content: schema }], configDir: '.' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = result.stdout ?? '';
  return /^-- This is an empty migration\.\s*$/.test(sql) ? '' : sql;
}

interface WasmModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: {
    'new'(
      options: { datamodels: [string, string][] },
      log: (line: string) => void,
      adapter: unknown,
    ): Promise<{ diff(parameters: unknown): Promise<{ stdout: string | null }> }>;
  };
}
