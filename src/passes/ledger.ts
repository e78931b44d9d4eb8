import type { App } from '../context.ts';
import type { Statements } from '../database/client.ts';
import { type PassEntryKind, Prisma } from '../database/generated/client.ts';
import { newId } from '../database/ids.ts';
import { lockPasses } from '../database/locks.ts';
import { passesChanged } from './events.ts';
import { expiryWarnings } from './notifications/causes.ts';
import { addDays, endWhenUsed, graceDays, isExpired, type PassWithBalance } from './rules.ts';

// The ledger only grows. Every entry is written under the lock of its pass, and what is taken was counted under that lock.

export interface NewEntry {
  passId: string;
  kind: PassEntryKind;
  /** The change of the balance; of an unlimited pass 0. */
  credits: number;
  bookingId?: string;
  reason?: string | null;
}

/** Seats of a booking that a pass pays for. */
export interface Use {
  pass: PassWithBalance;
  bookingId: string;
  seats: number;
}

/** Seats of a booking that are given back to the pass which paid for them. */
export interface GivenBack {
  passId: string;
  bookingId: string;
  seats: number;
}

/** Locks passes, and reads their balances under the locks. */
export async function lockBalances(tx: Statements, ids: readonly string[]): Promise<Map<string, PassWithBalance>> {
  if (ids.length === 0) return new Map();
  const passes = await lockPasses(tx, ids);
  // A statement of its own, so that it sees what was committed before the locks were taken.
  const balances = await readBalances(
    tx,
    passes.map(({ id }) => id),
  );
  return new Map(passes.map((pass) => [pass.id, { ...pass, balance: balances.get(pass.id) ?? 0 }]));
}

/** The sums of passes' entries. */
export async function readBalances(
  reader: Pick<Statements, '$queryRaw'>,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await reader.$queryRaw<{ passId: string; balance: number }[]>(Prisma.sql`
    SELECT "passId", sum("credits")::int AS "balance" FROM "PassEntry"
    WHERE "passId" = ANY(${ids}::uuid[]) GROUP BY "passId"`);
  return new Map(rows.map(({ passId, balance }) => [passId, balance]));
}

export async function addEntries(tx: Statements, entries: NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const now = new Date();
  const all = <Value>(value: (entry: NewEntry) => Value) => entries.map(value);
  await tx.$queryRaw`
    INSERT INTO "PassEntry" ("id", "passId", "kind", "credits", "bookingId", "reason", "enteredAt")
    SELECT given.*, clock_timestamp() FROM unnest(${all(() => newId(now))}::uuid[], ${all(({ passId }) => passId)}::uuid[],
      ${all(({ kind }) => kind)}::"PassEntryKind"[], ${all(({ credits }) => credits)}::int[],
      ${all(({ bookingId }) => bookingId ?? null)}::uuid[], ${all(({ reason }) => reason ?? null)}::text[])
      AS given("id", "passId", "kind", "credits", "bookingId", "reason")`;
}

/** Takes the credits of bookings whose passes are locked and were found usable. A first use may begin the validity. */
export async function takeCredits(tx: Statements, app: App, uses: Use[]): Promise<void> {
  if (uses.length === 0) return;
  await addEntries(
    tx,
    uses.map(({ pass, bookingId, seats }) => ({
      ...{ passId: pass.id, bookingId, kind: 'USE' as const },
      credits: pass.credits === null ? 0 : -seats,
    })),
  );
  const now = new Date();
  const used = [...new Set(uses.map(({ pass }) => pass))];
  const begun = used.filter(({ validUntil }) => validUntil === null);
  await setEnds(
    tx,
    app,
    begun.map((pass) => ({ ...pass, validUntil: endWhenUsed(pass, now) })),
  );
  await passesChanged(tx, app, used);
}

/**
 * Gives credits back to passes, which it locks. Where the host or the studio cancelled, a pass that ended meanwhile, or is
 * about to, is valid for some days more, so that the credit can be used.
 */
export async function returnCredits(
  tx: Statements,
  app: App,
  given: GivenBack[],
  { isByOthers }: { isByOthers: boolean },
): Promise<void> {
  if (given.length === 0) return;
  const passes = await lockBalances(tx, [...new Set(given.map(({ passId }) => passId))]);
  const now = new Date();
  // What was left at the end stays lost: only what comes back now can be used longer.
  await expire(
    tx,
    [...passes.values()].filter((pass) => isExpired(pass, now)),
  );
  await addEntries(
    tx,
    given.map(({ passId, bookingId, seats }) => ({
      ...{ passId, bookingId, kind: 'RETURN' as const },
      credits: passes.get(passId)?.credits == null ? 0 : seats,
    })),
  );
  const end = addDays(now, graceDays);
  const extended = [...passes.values()].filter(
    ({ credits, validUntil }) => isByOthers && credits !== null && validUntil !== null && validUntil < end,
  );
  // The next sweep takes what came back to a pass that has ended.
  const ended = [...passes.values()].filter((pass) => isExpired(pass, now)).map(({ id }) => id);
  await tx.$queryRaw`UPDATE "Pass" SET "expiredAt" = NULL WHERE "id" = ANY(${ended}::uuid[])`;
  await setEnds(
    tx,
    app,
    extended.map((pass) => ({ ...pass, validUntil: end })),
  );
  await passesChanged(tx, app, [...passes.values()]);
}

/** Takes what is left of locked passes whose end has come, unless that was done before. */
export async function expire(tx: Statements, passes: PassWithBalance[]): Promise<void> {
  const open = passes.filter(({ expiredAt }) => expiredAt === null);
  if (open.length === 0) return;
  await addEntries(
    tx,
    open
      .filter(({ balance }) => balance > 0)
      .map(({ id, balance }) => ({ passId: id, kind: 'EXPIRY', credits: -balance })),
  );
  await tx.$queryRaw`
    UPDATE "Pass" SET "expiredAt" = clock_timestamp() WHERE "id" = ANY(${open.map(({ id }) => id)}::uuid[])`;
}

/** Sets until when locked passes are valid, and warns their owners in time. */
export async function setEnds(tx: Statements, app: App, passes: PassWithBalance[]): Promise<void> {
  if (passes.length === 0) return;
  await tx.$queryRaw`
    UPDATE "Pass" SET "validUntil" = given."validUntil", "expiredAt" = NULL, "endedAt" = NULL
    FROM unnest(${passes.map(({ id }) => id)}::uuid[], ${passes.map(({ validUntil }) => validUntil)}::timestamptz[])
      AS given("id", "validUntil") WHERE "Pass"."id" = given."id"`;
  await app.mail.queue(
    tx,
    passes.flatMap((pass) => expiryWarnings(pass)),
  );
}
