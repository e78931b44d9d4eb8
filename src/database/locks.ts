// Every row lock, by name. A transaction takes its locks in this order, and rows of one kind in the order of
// their IDs, so that two transactions queue instead of deadlocking:
//
//   1. Series          before its sessions
//   2. Session         before its bookings, participants and stories, which have no locks of their own
//   3. Pass            before its entries
//   4. PromotionCode   before its uses
//   5. Account         before its device sessions, links, codes, passkeys and practices
//   6. DeviceSession
//   7. PracticeSession
//   8. Sequence        after the sessions and practices that use it
//   9. WebhookEndpoint before its deliveries
//  10. ReceiptCounter  last, since every payment of a year waits for it
//
// FOR UPDATE also excludes rows that refer to the locked one from being made. FOR NO KEY UPDATE lets them be made, and
// FOR KEY SHARE only keeps the row from being deleted. Periodic sweeps lock rows with SKIP LOCKED where they stand.

import type { Statements } from './client.ts';
import { columns } from './columns.ts';
import {
  type Account,
  type DeviceSession,
  type Pass,
  type PracticeSession,
  Prisma,
  type PromotionCode,
  type Series,
  type Session,
  type WebhookEndpoint,
} from './generated/client.ts';

// ---------------------------------------------------------------- series

/** Locks a series; null if missing. Not its key: PostgreSQL reads the key while a session of the series is changed. */
export async function lockSeries(tx: Statements, id: string): Promise<Series | null> {
  const [series] = await tx.$queryRaw<Series[]>`SELECT * FROM "Series" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  return series ?? null;
}

/** Locks the series of a host that have not ended, and returns their IDs. */
export async function lockOpenSeriesOf(tx: Statements, hostId: string): Promise<string[]> {
  const series = await tx.$queryRaw<Pick<Series, 'id'>[]>`
    SELECT "id" FROM "Series" WHERE "hostId" = ${hostId}::uuid AND "endedAt" IS NULL ORDER BY "id" FOR NO KEY UPDATE`;
  return series.map(({ id }) => id);
}

// ---------------------------------------------------------------- sessions

/** Locks a session; null if missing. */
export async function lockSessionRow(tx: Statements, id: string): Promise<Session | null> {
  const [session] = await tx.$queryRaw<Session[]>`SELECT * FROM "Session" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return session ?? null;
}

/** Locks the sessions that meet a condition on `"Session"`. */
export function lockSessionsWhere(tx: Statements, condition: Prisma.Sql): Promise<Session[]> {
  return tx.$queryRaw<Session[]>`SELECT * FROM "Session" WHERE ${condition} ORDER BY "id" FOR UPDATE`;
}

/** Locks sessions like lockSessionsWhere(), and returns none of them: there may be very many. */
export async function lockManySessions(tx: Statements, condition: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`
    WITH locked AS (SELECT 1 FROM "Session" WHERE ${condition} ORDER BY "id" FOR UPDATE) SELECT count(*) FROM locked`;
}

/** Keeps a session from being deleted; null if missing. */
export async function holdSession(tx: Statements, id: string): Promise<Session | null> {
  const [session] = await tx.$queryRaw<Session[]>`SELECT * FROM "Session" WHERE "id" = ${id}::uuid FOR KEY SHARE`;
  return session ?? null;
}

const bookable = [
  ...(['id', 'hostId', 'status', 'startsAt', 'endsAt', 'priceMinor', 'currency', 'tags'] as const),
  ...([
    'bookingHoldMinutes',
    'bookingClosesMinutes',
    'freeCancellationHours',
    'maxParticipants',
    'seatsTaken',
  ] as const),
];

/** The facts of a session that a booking depends on. */
export interface BookableSession extends Pick<Session, (typeof bookable)[number]> {
  /** Whether its row is locked, whatever its host has locked. */
  isRowLocked: boolean;
  isHostSuspended: boolean;
  /** Whether the hold of a pending booking has expired. False, unread, where the wanted seats are left and nobody waits. */
  hasOverdueHold: boolean;
}

/** A session that is to be booked. */
export interface Wanted {
  id: string;
  /** The seats wanted in all. */
  seats: number;
  /** Whether somebody takes a place on the waitlist where seats are not left. */
  joinsWaitlist: boolean;
}

const hasSeatLeft = Prisma.sql`"Session"."status" IN ('SCHEDULED', 'LIVE')
  AND ("Session"."maxParticipants" IS NULL OR "Session"."seatsTaken" < "Session"."maxParticipants")`;

/**
 * Reads sessions that are to be booked, and locks those that have a seat left or whose waitlist is joined; no request waits
 * for a full session otherwise. `timeout` limits, in milliseconds, each wait for a lock in the rest of the transaction, so
 * that one session that is locked for long does not delay the others; 0 for no limit.
 */
export function lockSessionsToBook(
  tx: Statements,
  wanted: Wanted[],
  { timeout }: { timeout: number },
): Promise<BookableSession[]> {
  const ids = wanted.map(({ id }) => id);
  const waitlists = wanted.flatMap(({ id, joinsWaitlist }) => (joinsWaitlist ? id : []));
  // A session whose last seat was taken while the lock was waited for is read without its lock, as it was before.
  return tx.$queryRaw<BookableSession[]>`
    WITH patience AS (SELECT set_config('lock_timeout', ${String(timeout)}, true)), locked AS (
      SELECT ${columns('Session', bookable)} FROM patience, "Session"
      WHERE "id" = ANY(${ids}::uuid[]) AND (${hasSeatLeft} OR "id" = ANY(${waitlists}::uuid[]))
      ORDER BY "id" FOR NO KEY UPDATE OF "Session"
    ), found AS (
      SELECT ${columns('locked', bookable)}, true AS "isRowLocked" FROM locked UNION ALL
      SELECT ${columns('Session', bookable)}, false FROM "Session"
      WHERE "id" = ANY(${ids}::uuid[]) AND "id" NOT IN (SELECT "id" FROM locked)
    )
    SELECT ${columns('Session', [...bookable, 'isRowLocked'])}, "isSuspended"("hostId") AS "isHostSuspended",
      CASE WHEN "Session"."maxParticipants" IS NULL THEN false
        WHEN "Session"."seatsTaken" + wanted."seats" <= "Session"."maxParticipants" AND NOT EXISTS (
          SELECT FROM "Booking" WHERE "sessionId" = "Session"."id" AND "status" = 'WAITLISTED') THEN false
        ELSE EXISTS (
          SELECT FROM "Booking" WHERE "sessionId" = "Session"."id" AND "status" = 'PENDING' AND "holdExpiresAt" <= now()
        ) END AS "hasOverdueHold"
    FROM found AS "Session"
      JOIN unnest(${ids}::uuid[], ${wanted.map(({ seats }) => seats)}::int[]) AS wanted("id", "seats") USING ("id")`;
}

// ---------------------------------------------------------------- passes

/** Locks passes, but not their keys, so that entries and bookings that refer to them can be made. */
export function lockPasses(tx: Statements, ids: readonly string[]): Promise<Pass[]> {
  return lockPassesWhere(tx, Prisma.sql`"id" = ANY(${ids}::uuid[])`);
}

/** Locks the passes that meet a condition on `"Pass"`, but not their keys. */
export function lockPassesWhere(tx: Statements, condition: Prisma.Sql): Promise<Pass[]> {
  return tx.$queryRaw<Pass[]>`SELECT * FROM "Pass" WHERE ${condition} ORDER BY "id" FOR NO KEY UPDATE`;
}

/**
 * Locks the passes that pay for the bookings that meet a condition on `"Booking"`, all of one locked session, and those that
 * are to pay for the places on its waitlist, since somebody may move up.
 */
export async function lockPassesOfBookings(tx: Statements, which: Prisma.Sql): Promise<void> {
  await lockPassesWhere(
    tx,
    Prisma.sql`"id" IN (
      WITH named AS (SELECT "sessionId", "passId" FROM "Booking" WHERE ${which})
      SELECT "passId" FROM named UNION SELECT "passId" FROM "Booking"
      WHERE "sessionId" IN (SELECT "sessionId" FROM named) AND "status" = 'WAITLISTED')`,
  );
}

/** Locks passes together with those that are to pay for places on a session's waitlist. */
export async function lockPassesToBook(tx: Statements, sessionId: string, ids: readonly string[]): Promise<void> {
  await lockPassesWhere(
    tx,
    Prisma.sql`"id" = ANY(${ids}::uuid[]) OR "id" IN (
      SELECT "passId" FROM "Booking" WHERE "sessionId" = ${sessionId}::uuid AND "status" = 'WAITLISTED')`,
  );
}

// ---------------------------------------------------------------- promotions

/** Locks promotion codes, but not their keys, so that uses can be made. */
export function lockPromotionCodes(tx: Statements, ids: readonly string[]): Promise<PromotionCode[]> {
  return tx.$queryRaw<PromotionCode[]>`
    SELECT * FROM "PromotionCode" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
}

// ---------------------------------------------------------------- accounts

/** Locks an account; null if missing. */
export async function lockAccountRow(tx: Statements, id: string): Promise<Account | null> {
  const [account] = await tx.$queryRaw<Account[]>`SELECT * FROM "Account" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return account ?? null;
}

/** Locks the account that a mailed link belongs to; null for an unknown link. */
export async function lockAccountOfLink(tx: Statements, hash: Uint8Array): Promise<Account | null> {
  const [account] = await tx.$queryRaw<Account[]>`
    SELECT account.* FROM "Account" account JOIN "OneTimeLink" link ON link."accountId" = account."id"
    WHERE link."hash" = ${hash} FOR UPDATE OF account`;
  return account ?? null;
}

/** Locks an account that was not deleted, but not its key, so that rows that refer to it can be made; null if missing. */
export async function lockLivingAccount(tx: Statements, id: string): Promise<Account | null> {
  const [account] = await tx.$queryRaw<Account[]>`
    SELECT * FROM "Account" WHERE "id" = ${id}::uuid AND "deletedAt" IS NULL FOR NO KEY UPDATE`;
  return account ?? null;
}

/** Locks the accounts that meet a condition on `"Account"`, but not their keys. */
export async function lockAccountsWhere(tx: Statements, condition: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Account" WHERE ${condition} ORDER BY "id" FOR NO KEY UPDATE`;
}

/** Keeps an account from being deleted; false if it was. */
export async function holdAccount(tx: Statements, id: string): Promise<boolean> {
  return (await holdAccounts(tx, [id])).size > 0;
}

/** Keeps accounts from being deleted; returns the IDs of those that were not. */
export async function holdAccounts(tx: Statements, ids: readonly string[]): Promise<Set<string>> {
  const accounts = await tx.$queryRaw<Pick<Account, 'id'>[]>`
    SELECT "id" FROM "Account" WHERE "id" = ANY(${ids}::uuid[]) AND "deletedAt" IS NULL ORDER BY "id" FOR KEY SHARE`;
  return new Set(accounts.map(({ id }) => id));
}

/** Keeps the accounts that meet a condition on `"Account"` from being deleted, and returns none of them: there may be many. */
export async function holdManyAccounts(tx: Statements, condition: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`
    WITH held AS (SELECT 1 FROM "Account" WHERE ${condition} ORDER BY "id" FOR KEY SHARE) SELECT count(*) FROM held`;
}

// ---------------------------------------------------------------- device sessions

/** Locks the device session that a refresh token belongs to; null for an unknown token. */
export async function lockDeviceSessionOfToken(tx: Statements, hash: Uint8Array): Promise<DeviceSession | null> {
  const [deviceSession] = await tx.$queryRaw<DeviceSession[]>`
    SELECT device.* FROM "DeviceSession" device JOIN "RefreshToken" token ON token."deviceSessionId" = device."id"
    WHERE token."hash" = ${hash} FOR UPDATE OF device`;
  return deviceSession ?? null;
}

// ---------------------------------------------------------------- practices

/** Locks one practice of an account; null for a missing one or another account's. */
export async function lockPracticeRow(tx: Statements, id: string, accountId: string): Promise<PracticeSession | null> {
  const [practice] = await tx.$queryRaw<PracticeSession[]>`
    SELECT * FROM "PracticeSession" WHERE "id" = ${id}::uuid AND "accountId" = ${accountId}::uuid FOR UPDATE`;
  return practice ?? null;
}

/** Locks the practices that meet a condition on `"PracticeSession"`. */
export function lockPracticesWhere(tx: Statements, condition: Prisma.Sql): Promise<PracticeSession[]> {
  return tx.$queryRaw<PracticeSession[]>`SELECT * FROM "PracticeSession" WHERE ${condition} ORDER BY "id" FOR UPDATE`;
}

// ---------------------------------------------------------------- sequences

/** Locks the sessions and practices that use a sequence, before its deletion changes them. */
export async function lockUsesOfSequence(tx: Statements, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Session" WHERE "sequenceId" = ${id}::uuid ORDER BY "id" FOR NO KEY UPDATE`;
  // Counted, since a sequence may guide very many practices.
  await tx.$queryRaw`
    WITH locked AS (
      SELECT 1 FROM "PracticeSession" WHERE "sequenceId" = ${id}::uuid ORDER BY "id" FOR NO KEY UPDATE
    ) SELECT count(*) FROM locked`;
}

/** Keeps a sequence from being deleted; false if it was. */
export async function holdSequence(tx: Statements, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "Sequence" WHERE "id" = ${id}::uuid FOR KEY SHARE`;
  return rows.length > 0;
}

// ---------------------------------------------------------------- webhooks

/** Locks a webhook endpoint, but not its key, so that deliveries to it can be queued; null if missing. */
export async function lockWebhookEndpoint(tx: Statements, id: string): Promise<WebhookEndpoint | null> {
  const [endpoint] = await tx.$queryRaw<WebhookEndpoint[]>`
    SELECT * FROM "WebhookEndpoint" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  return endpoint ?? null;
}

// ---------------------------------------------------------------- receipts

/**
 * Takes the next number of a receipt of a year. The counter is locked until the commit: what is rolled back gives its number
 * back, so that the numbers have no gap.
 */
export async function takeReceiptNumber(tx: Statements, year: number): Promise<number> {
  const [counter] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO "ReceiptCounter" ("year", "last") VALUES (${year}, 1)
    ON CONFLICT ("year") DO UPDATE SET "last" = "ReceiptCounter"."last" + 1 RETURNING "last"`;
  return (counter as { last: number }).last;
}
