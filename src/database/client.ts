import type { PrismaPg } from '@prisma/adapter-pg';
import type { StateOwner } from '../node-state.ts';
import { Prisma, PrismaClient } from './generated/client.ts';
import { observeDriver, observeStatement, type StatementListener } from './statements.ts';

/** Runs SQL on one connection and in one transaction, as migrations need it. */
export interface Script {
  run(sql: string): Promise<void>;
  rows<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** The number of connections of the pool, and of statements that wait for one. */
export interface PoolState {
  open: number;
  idle: number;
  waiting: number;
}

/** Who answered reads that a replica may answer, and why; each a count since the start. */
export interface ReplicaReads {
  replica: number;
  /** By the primary, since the replica lacked what the read must see. */
  behind: number;
  /** By the primary, since the replica could not be reached or broke the read off. */
  away: number;
}

/** Sends one statement. */
export type Send = (sql: string, parameters: unknown[]) => Promise<unknown[]>;

export interface Connection {
  readonly kind: 'embedded' | 'server';
  readonly adapter: PrismaPg;
  readonly rows: Send;
  /** Sends reads that a replica may answer. */
  readonly replica?: { readonly send: Send; readonly reads: ReplicaReads };
  transaction<Result>(body: (send: Send) => Promise<Result>): Promise<Result>;
  /**
   * Resolves when the database answers and takes writes, else rejects; ReadOnlyError tells that it only answers. It does
   * not wait for a connection of the pool.
   */
  ping(): Promise<void>;
  pool(): PoolState;
  script<Result>(body: (script: Script) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Sends raw SQL statements. */
export interface Statements {
  $queryRaw<Rows = unknown[]>(sql: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>;
}

export interface Database extends Pick<Connection, 'kind' | 'ping' | 'pool'>, StateOwner {
  readonly prisma: PrismaClient;
  /** Returns the rows of a raw SQL statement, in the form of Prisma's `$queryRaw`, but without its overhead. */
  rows<Row>(sql: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Row[]>;
  /** For what reads much: a replica answers where there is one, with all that was committed when it was asked. */
  readonly replica: { rows: Database['rows']; readonly reads: ReplicaReads | null };
  /** Runs a transaction of raw SQL statements; see plainTransaction(). */
  transaction<Result>(body: (tx: Statements) => Promise<Result>): Promise<Result>;
  /** Calls back for every SQL statement from here on. */
  onStatement(listener: StatementListener): void;
  close(): Promise<void>;
}

/** Opens the database: the only access to its rows. */
export function openDatabase(connection: Connection): Database {
  const listeners = new Set<StatementListener>();
  const prisma = new PrismaClient({
    adapter: observeDriver(connection.adapter, listeners),
    // Long enough to queue behind a burst of writers instead of failing one of them.
    transactionOptions: { maxWait: 15_000, timeout: 20_000 },
    // Other formats quote the arguments, with passwords and codes, in messages that are logged.
    errorFormat: 'minimal',
  });
  const observed =
    (send: Send) =>
    <Rows>(given: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows> => {
      const { text, values: parameters } = given instanceof Prisma.Sql ? given : Prisma.sql(given, ...values);
      return observeStatement(listeners, text, parameters, () => send(text, parameters) as Promise<Rows>);
    };
  return {
    kind: connection.kind,
    state: new Map(),
    prisma,
    rows: observed(connection.rows),
    replica: {
      rows: observed(connection.replica?.send ?? connection.rows),
      reads: connection.replica?.reads ?? null,
    },
    transaction: (body) => connection.transaction((send) => body({ $queryRaw: observed(send) })),
    ping: connection.ping,
    pool: connection.pool,
    onStatement: (listener) => void listeners.add(listener),
    close: async () => {
      await prisma.$disconnect();
      await connection.close();
    },
  };
}
