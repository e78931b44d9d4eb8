import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type GraphQLFormattedError, print } from 'graphql';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { inject } from 'vitest';
import { WebSocket } from 'ws';
import { type Connection, openDatabase } from '../../src/database/client.ts';
import { connectServer } from '../../src/database/postgres.ts';
import type { Statement } from '../../src/database/statements.ts';
import { type Env, parseEnv } from '../../src/env.ts';
import { buildServer } from '../../src/server/index.ts';
import type { SocketTiming } from '../../src/server/websocket.ts';
import { takeEmbeddedDatabase } from './embedded-databases.ts';
import { administer } from './template.ts';

export interface Answer<Data> {
  status: number;
  data: Data | null;
  errors?: GraphQLFormattedError[];
}

/** The answer to any operation with an access token that is not valid any more. */
export const tokenRefused = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };

export type Client = ReturnType<typeof createTestClient>;
export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** A step of a query plan, with what it really read. */
export interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** The result of a mutation, which must be of this type: anything else fails the test with what came instead. */
export function expectType<Result extends { __typename: string }, Name extends Result['__typename']>(
  result: Result | null | undefined,
  name: Name,
): Extract<Result, { __typename: Name }> {
  if (result?.__typename !== name) throw new Error(`expected ${name}, got ${JSON.stringify(result)}`);
  return result as Extract<Result, { __typename: Name }>;
}

export const webhookSecret = 'a secret that payment providers share with tests';

/** What a server of a test does otherwise. */
export const inTests = ({ SMTP_URL }: Pick<Env, 'SMTP_URL'>) => ({
  // Tests run the tasks that come seldom themselves, and tell what they have done: one that came in between would have done it.
  runsByItself: ({ interval }: { interval: number }) => interval < 15_000,
  // Whoever reads the outbox waits for `mail.idle()`. A test with a mail server waits until that has got them.
  sendsByItself: Boolean(SMTP_URL),
  // A test has its answers before it stops a server.
  quiet: 0,
});

/** A real server on a port of its own, on a migrated database of its own (embedded, or of TEST_DATABASE_URL). */
export async function startServer(
  settings: Record<string, string> = {},
  socketTiming?: Partial<SocketTiming>,
  webDirectory?: string,
) {
  const clone = await cloneTemplate();
  const statements: Statement[] = [];
  const database = openDatabase(clone.connection);
  database.onStatement((statement) => statements.push(statement));
  const env = parseEnv({
    PORT: '0',
    HOST: '127.0.0.1',
    JWT_SECRET: 'a secret of tests, long enough for the check',
    PAYMENT_WEBHOOK_SECRET: webhookSecret,
    DEMO: 'false',
    // Most tests ask for no page.
    WEB: 'false',
    // Tests register and sign in all day, and all from one address.
    RATE_LIMITS: 'off',
    ...settings,
  });
  // SHALA_TEST_LOG=error shows what a masked error was.
  const log = pino({ level: process.env.SHALA_TEST_LOG ?? 'silent' });
  // All that is to be compiled is on the one database, most of it nothing on the other: both ways have to do.
  const executionsBefore = database.kind === 'embedded' ? 0 : 1_000;
  const server = buildServer({
    ...{ env, database, log, executionsBefore, ...inTests(env) },
    ...(socketTiming && { socketTiming }),
    ...(webDirectory && { webDirectory }),
  });
  const url = await server.start();
  const visitor = createTestClient(url, null);

  return {
    url,
    app: server.app,
    database,
    /** Of PostgreSQL, for servers in processes of their own; null where the database is embedded. */
    databaseUrl: clone.url,
    visitor,
    as: (accessToken: string) => createTestClient(url, accessToken),
    /**
     * The SQL statements that a query makes this server send. It is asked three times, and the shortest list counts:
     * work that the server does by itself in between can only add to one.
     */
    async statementsOf(query: () => Promise<unknown>): Promise<string[]> {
      const runs: string[][] = [];
      for (let run = 0; run < 3; run += 1) {
        statements.length = 0;
        await query();
        runs.push(statements.map(({ sql }) => sql).filter((sql) => !/^(BEGIN|COMMIT|ROLLBACK|SET)/.test(sql)));
      }
      return runs.reduce((shortest, run) => (run.length < shortest.length ? run : shortest));
    },
    /** How the database executes the first statement of a query that matches, as its plan says after doing it. */
    async planOf(query: () => Promise<unknown>, statement: RegExp): Promise<PlanNode> {
      statements.length = 0;
      await query();
      const { sql, parameters } = statements.find((one) => statement.test(one.sql)) ?? {};
      const rows = await database.prisma.$queryRawUnsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
        ...(parameters ?? []),
      );
      return rows[0]?.['QUERY PLAN'][0]?.Plan as PlanNode;
    },
    async stop() {
      await server.stop();
      await database.close();
      await clone.drop();
    },
  };
}

// Idle connections are left before the server closes them, which would fail a request that is just being sent.
const agent = new Agent({ keepAlive: true, timeout: 2_000 });

export function createTestClient(url: string, accessToken: string | null) {
  const headers: Record<string, string> = accessToken ? { Authorization: `Bearer ${accessToken}` } : {};

  // By node:http, since fetch takes as long as a small query does.
  async function post<Data>(body: unknown, more: Record<string, string> = {}): Promise<Answer<Data>> {
    const sent = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers, ...more },
    }).end(JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode as number, ...((await json(response)) as Omit<Answer<Data>, 'status'>) };
  }

  return {
    accessToken,
    /** The whole answer, errors and all; for operations that are expected to fail, or that are not typed. */
    ask<Data = Record<string, unknown>, Variables = Record<string, unknown>>(
      document: string | TypedDocumentNode<Data, Variables>,
      variables?: Variables,
      more?: Record<string, string>,
    ): Promise<Answer<Data>> {
      return post<Data>({ query: typeof document === 'string' ? document : print(document), variables }, more);
    },
    /** The data of an operation that must succeed. */
    async run<Data, Variables>(
      document: TypedDocumentNode<Data, Variables>,
      ...[variables]: object extends Variables
        ? [variables?: Variables]
        : Variables extends { [name: string]: never }
          ? []
          : [variables: Variables]
    ): Promise<Data> {
      const answer = await post<Data>({ query: print(document), variables });
      if (answer.errors || !answer.data) throw new Error(`${print(document)}\n${JSON.stringify(answer.errors)}`);
      return answer.data;
    },
    /** Subscribes over a WebSocket of its own. */
    subscribe<Data, Variables extends Record<string, unknown>>(
      document: string | TypedDocumentNode<Data, Variables>,
      variables: Variables,
    ) {
      const query = typeof document === 'string' ? document : print(document);
      return openStream<Data>(url, headers, { query, variables });
    },
  };
}

/** A subscription's results in order. `next()` waits for one, so that a test never has to sleep. */
function openStream<Data>(
  url: string,
  connectionParams: Record<string, string>,
  payload: { query: string; variables: Record<string, unknown> },
) {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    client.on('closed', (event) => resolve(event as { code: number; reason: string }));
  });
  const results = client.iterate<Data>(payload);
  return {
    /** The next result's data; throws where the stream ended or reported errors. */
    async next(): Promise<Data> {
      const { done, value } = await results.next();
      if (done) throw new Error('The stream has ended.');
      if (value.errors || !value.data) throw new Error(JSON.stringify(value.errors));
      return value.data;
    },
    /** How it ended: the close event, or the errors that refused it. */
    async end(): Promise<unknown> {
      try {
        for (;;) {
          const { done, value } = await results.next();
          if (done) return null;
          if (value.errors) return value.errors;
        }
      } catch (error) {
        return error;
      }
    },
    /** Resolves when the server or `close()` has closed the socket. */
    closed,
    /** Ends the subscription and closes the socket. */
    async close(): Promise<void> {
      await results.return?.();
      await client.dispose();
    },
  };
}

/** A database like the template, to be thrown away. */
export async function cloneTemplate(): Promise<{
  connection: Connection;
  url: string | null;
  drop(): Promise<void>;
}> {
  const templateUrl = inject('templateUrl');
  if (templateUrl) {
    const url = new URL(templateUrl);
    const template = url.pathname.slice(1);
    const name = `${template}_${randomUUID().slice(0, 8)}`;
    url.pathname = '/postgres';
    const serverUrl = url.href;
    await administer(serverUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    url.pathname = `/${name}`;
    const drop = () => administer(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    return { connection: connectServer(url.href), url: url.href, drop };
  }
  return { ...(await takeEmbeddedDatabase()), url: null };
}

export interface ReceivedMail {
  from: string;
  to: string;
  data: string;
}

interface SmtpBehaviour {
  /** So many mails are put off first. */
  refusals?: number;
  /** Says nothing at all. */
  mute?: boolean;
  /** A mail is accepted once this has resolved. */
  accept?: (mail: ReceivedMail) => Promise<unknown>;
  /** What it answers to commands that begin so, instead of taking them; may be changed meanwhile. */
  answers?: Record<string, string>;
  port?: number;
}

/** As much of a mail server as takes mails. */
export async function startSmtpServer({
  refusals = 0,
  mute = false,
  accept,
  answers = {},
  port = 0,
}: SmtpBehaviour = {}) {
  const received: ReceivedMail[] = [];
  const sockets: Socket[] = [];
  const greetings: string[] = [];
  const refusalOf = (line: string) => Object.entries(answers).find(([command]) => line.startsWith(command))?.[1];
  const inBrackets = (line: string) => /<(.*?)>/.exec(line)?.[1] ?? '';
  const converse = async (socket: Socket) => {
    let mail = { from: '', to: '', data: '' };
    let inData = false;
    const answer = (line: string) => socket.write(`${line}\r\n`);
    answer('220 mail.example.org');
    for await (const line of createInterface(socket)) {
      if (inData && line !== '.') mail.data += `${line}\n`;
      else if (inData) {
        inData = false;
        await accept?.(mail);
        received.push(mail);
        mail = { from: '', to: '', data: '' };
        answer('250 taken');
      } else if (line.startsWith('MAIL FROM:') && refusals > 0) {
        refusals -= 1;
        answer('451 later');
      } else if (refusalOf(line)) {
        answer(refusalOf(line) as string);
      } else {
        if (line.startsWith('EHLO ')) greetings.push(line.slice(5));
        if (line.startsWith('MAIL FROM:')) mail.from = inBrackets(line);
        if (line.startsWith('RCPT TO:')) mail.to = inBrackets(line);
        inData = line === 'DATA';
        answer(inData ? '354 go on' : line === 'QUIT' ? '221 bye' : '250 mail.example.org');
      }
    }
  };
  const smtp = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    if (!mute) void converse(socket);
  });
  await once(smtp.listen(port, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(smtp.address() as AddressInfo).port}`,
    received,
    greetings,
    sockets,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await once(smtp.close(), 'close');
    },
  };
}
