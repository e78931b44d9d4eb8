import { fileURLToPath } from 'node:url';
import { jwtSecret } from './data.ts';
import { type ServerProcess, startServer } from './processes.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface Server {
  name: string;
  title: string;
  /** Starts it on a database that is filled. */
  start(databaseUrl: string): Promise<ServerProcess>;
}

const peer = (name: string, title: string): Server => ({
  name,
  title,
  start: (databaseUrl) =>
    startServer(
      here(`dist/${name}.js`),
      { DATABASE_URL: databaseUrl, JWT_SECRET: jwtSecret, GRAPHILE_ENV: 'production' },
      null,
    ),
});

/** Shala first: the others have to answer what it answers. */
export const servers: [Server, ...Server[]] = [
  {
    name: 'shala',
    title: 'Shala',
    start: (databaseUrl) => startShala({ DATABASE_URL: databaseUrl }),
  },
  peer('mercurius', 'Mercurius, prepared SQL'),
  peer('apollo', 'Apollo Server, Prisma'),
  peer('postgraphile', 'PostGraphile'),
  peer('limit', 'the limit: node:http, one statement'),
];

/** Shala as it runs in production, without limits of rate: all requests come from one address. */
export function startShala(settings: Record<string, string>): Promise<ServerProcess> {
  return startServer(
    here('../dist/server/main.js'),
    { JWT_SECRET: jwtSecret, RATE_LIMITS: 'off', LOG_LEVEL: 'warn', ...settings },
    '/readyz',
  );
}

/** Those that streams are compared with. */
export const streamPeers = ['stream-mercurius', 'stream-plain'] as const;

/** Compiles the peers, so that nothing stands between them and Node. */
export async function compilePeers(): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [...servers.slice(1).map(({ name }) => name), ...streamPeers].map((name) =>
      here(`servers/${name}.ts`),
    ),
    outdir: here('dist'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
}
