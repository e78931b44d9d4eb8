import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  postgresObstacle,
  type ServerProcess,
  scratchDirectory,
  startPostgres,
  startProcess,
  startStandby,
} from '../support/processes.ts';
import { type Client, createTestClient } from '../support/server.ts';
import { administer } from '../support/template.ts';

const obstacle = postgresObstacle;
const metricsToken = 'a token of tests for metrics';

/** A server with a primary and its standby: whatever happens to the standby, nobody reads what is older than their question. */
describe.skipIf(obstacle)(`a read replica${obstacle ? ` (skipped: ${obstacle})` : ''}`, { timeout: 120_000 }, () => {
  const primaryDirectory = scratchDirectory();
  const standbyDirectory = scratchDirectory();
  let primary: Awaited<ReturnType<typeof startPostgres>>;
  let standby: Awaited<ReturnType<typeof startPostgres>>;
  let server: ServerProcess;
  let host: Client;

  beforeAll(async () => {
    primary = await startPostgres(primaryDirectory.path);
    standby = await startStandby(standbyDirectory.path, primary.url);
    server = await startProcess({
      DATABASE_URL: primary.url,
      DATABASE_READ_URL: standby.url,
      JWT_SECRET: 'a secret of tests, long enough for the check',
      METRICS_TOKEN: metricsToken,
      ADMIN_EMAIL: 'admin@example.org',
      ADMIN_PASSWORD: 'correct horse battery',
    });
    const { data } = await createTestClient(server.url, null).ask<{ accountLogin: { accessToken: string } }>(
      'mutation { accountLogin(input: { login: "admin@example.org", password: "correct horse battery" }) { ... on AuthPayload { accessToken } } }',
    );
    host = createTestClient(server.url, data?.accountLogin.accessToken as string);
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    await standby.stop();
    await primary.stop();
    primaryDirectory.remove();
    standbyDirectory.remove();
  });

  async function publish(title: string): Promise<void> {
    const startsAt = new Date(Date.now() + 86_400_000).toISOString();
    const { data, errors } = await host.ask<{ sessionCreate: { __typename: string } }>(
      `mutation($title: String!, $startsAt: DateTime!) {
        sessionCreate(input: { title: $title, startsAt: $startsAt, durationMinutes: 60, visibility: LISTED }) { __typename } }`,
      { title, startsAt },
    );
    expect(errors).toBeUndefined();
    expect(data?.sessionCreate.__typename).toBe('Session');
  }
  const titles = async (search: string) => {
    const { data, errors } = await host.ask<{ sessions: { nodes: { title: string }[]; totalCount: number } }>(
      'query($search: String) { sessions(filter: { search: $search }, first: 100) { nodes { title } totalCount } }',
      { search },
    );
    expect(errors).toBeUndefined();
    expect(data?.sessions.totalCount).toBe(data?.sessions.nodes.length);
    return data?.sessions.nodes.map(({ title }) => title);
  };
  const reads = async () => {
    const response = await fetch(`${server.url}/metrics`, { headers: { Authorization: `Bearer ${metricsToken}` } });
    const text = await response.text();
    const count = (outcome: string) =>
      Number(new RegExp(`shala_replica_reads\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1]);
    return { replica: count('replica'), behind: count('behind'), away: count('away') };
  };
  /** Resolves once the replica answers, which it may not do at once after it was away. */
  const isUsed = (search: string) =>
    vi.waitFor(async () => {
      const before = await reads();
      await titles(search);
      expect((await reads()).replica).toBeGreaterThan(before.replica);
    }, 20_000);

  test('answers, and each sees at once what they have just written', async () => {
    await isUsed('nothing');
    const before = await reads();
    for (let number = 0; number < 10; number += 1) {
      await publish(`Mine ${number}`);
      expect(await titles(`"Mine ${number}"`)).toEqual([`Mine ${number}`]);
    }
    const together = Array.from({ length: 10 }, (_, number) => `Together ${number}`);
    await Promise.all(
      together.map(async (title) => {
        await publish(title);
        expect(await titles(`"${title}"`)).toEqual([title]);
      }),
    );
    expect((await reads()).replica).toBeGreaterThan(before.replica);
    const response = await fetch(`${server.url}/export/sessions.csv?reason=audit`, {
      headers: { Authorization: `Bearer ${host.accessToken}` },
    });
    expect((await response.text()).match(/Together/g)).toHaveLength(10);
  });

  test('is not asked for what it lacks', async () => {
    await administer(standby.url, 'SELECT pg_wal_replay_pause()');
    const before = await reads();
    await publish('While it stands still');
    expect(await titles('stands')).toEqual(['While it stands still']);
    expect((await reads()).behind).toBeGreaterThan(before.behind);
    await administer(standby.url, 'SELECT pg_wal_replay_resume()');
    await isUsed('stands');
  });

  test('may be lost, hang and come back', async () => {
    await standby.kill();
    await publish('While it is away');
    expect(await titles('away')).toEqual(['While it is away']);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await standby.start();
    await isUsed('away');

    await standby.freeze();
    await publish('While it hangs');
    const before = performance.now();
    expect(await titles('hangs')).toEqual(['While it hangs']);
    // Far less than the time limit of a statement.
    expect(performance.now() - before).toBeLessThan(5_000);
    await standby.thaw();
    await isUsed('hangs');
    expect((await reads()).away).toBeGreaterThan(0);
  });
});
