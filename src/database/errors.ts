import type { Logger } from 'pino';
import { UnavailableError } from '../errors.ts';
import { Prisma } from './generated/client.ts';

/** Whether a write failed because a row with the same unique key exists. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/**
 * Whether another transaction broke this one off, by a deadlock or as they could not come one after the other: run again, it
 * may succeed.
 */
export function isBrokenOff(error: unknown): boolean {
  const { code, meta, cause } = (error ?? {}) as { code?: unknown; meta?: { driverAdapterError?: Caused } } & Caused;
  // Prisma's code of both, which it does not give where the statement was raw SQL.
  return code === 'P2034' || (meta?.driverAdapterError?.cause ?? cause)?.kind === 'TransactionWriteConflict';
}

interface Caused {
  cause?: { kind?: unknown };
}

/** Whether a statement was not executed because another one of its transaction had failed. */
export function isOfEndedTransaction(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '25P02';
}

/** The database answers, but takes no writes; the message says why. */
export class ReadOnlyError extends UnavailableError {
  constructor(reason: string) {
    super();
    this.message = reason;
  }
}

/**
 * Codes by which the drivers and Prisma report a server that cannot be reached, is starting, shutting down or full, that
 * takes no writes (25006), or whose disk fails (58030), and that a statement or a transaction exceeded its time at the server
 * (57014, 25P03).
 * UNAVAILABLE is the code of UnavailableError, the only part of it that Prisma passes on.
 */
const codes =
  /^(UNAVAILABLE|P1001|P1002|P1008|P1017|P2024|P2028|P2037|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08\w{3}|25006|25P03|57014|57P0[1-5]|53\w{3}|58030)$/;
const kinds = /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections)$/;
/** Messages of such errors that have no code. */
const messages =
  /^(Connection terminated|timeout exceeded when trying|Query read timeout|Client has encountered|Client was closed|Cannot use a pool)/;

/** Returns UnavailableError for an error of a database that cannot be reached; null for any other error. */
export function unavailability(error: unknown): UnavailableError | null {
  if (error instanceof UnavailableError) return error;
  if (!(error instanceof Error)) return null;
  const { code, message, cause } = error as Error & { code?: unknown; cause?: Record<string, unknown> };
  const said =
    codes.test(String(code)) ||
    messages.test(message) ||
    codes.test(String(cause?.code ?? cause?.originalCode)) ||
    kinds.test(String(cause?.kind));
  return said ? new UnavailableError() : null;
}

/**
 * Logs what failed in work that goes on by itself. Where the database is away, that is logged once when it goes and once when
 * it is back, and here only for those who debug.
 */
export function logFailure(log: Logger, error: unknown, message: string, about: object = {}): void {
  log[unavailability(error) ? 'debug' : 'error']({ err: error, ...about }, message);
}
