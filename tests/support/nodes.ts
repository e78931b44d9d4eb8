import { buildServer, type ServerDependencies } from '../../src/server/index.ts';
import { inTests, type TestServer } from './server.ts';

export type TestNode = Awaited<ReturnType<typeof startNode>>;

/** Another node on the database of a server, which no signal of that one reaches. `more` is what differs. */
export async function startNode({ app, database }: TestServer, more: Partial<ServerDependencies> = {}) {
  const node = buildServer({ env: app.env, database, log: app.log, ...inTests(app.env), ...more });
  const url = await node.start();
  return { app: node.app, url, stop: () => node.stop() };
}
