import { z } from 'zod';
import { isCurrency } from '../../currencies.ts';
import { Prisma, type Session } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { holdManyAccounts, lockManySessions } from '../../database/locks.ts';
import type { Transaction } from '../../database/transaction.ts';
import { followChange } from '../../lifecycle/update.ts';
import { defaultReminderMinutes } from '../../sessions/content.ts';
import { defaultDeck } from '../../sessions/decks.ts';
import { sessionsCreated } from '../../sessions/events.ts';
import { newJoinCode } from '../../sessions/join-codes.ts';
import { maximumPriceMinor, tag } from '../../sessions/validation.ts';
import { line, text } from '../../validation.ts';
import { timeZoneCell } from './accounts.ts';
import {
  columnsOf,
  externalId,
  fault,
  type ImportKind,
  type ImportRun,
  instantCell,
  optional,
  repeated,
  staged,
  whole,
  word,
} from './kind.ts';

export const currencyCell = z.string().refine(isCurrency, 'must be an ISO 4217 code, like EUR');

const cells = z
  .strictObject({
    externalId,
    host: line(1, 254),
    title: line(1, 120),
    description: optional(text(0, 5000)),
    startsAt: instantCell,
    endsAt: instantCell,
    timeZone: timeZoneCell,
    status: optional(word(['DRAFT', 'SCHEDULED', 'ENDED', 'CANCELLED'])),
    visibility: optional(word(['LISTED', 'UNLISTED'])),
    priceMinor: optional(whole(0, maximumPriceMinor)),
    currency: optional(currencyCell),
    maxParticipants: optional(whole(1, 100_000)),
    tags: optional(
      z
        .string()
        .transform((value) => value.split('|').map((one) => one.trim()))
        .pipe(z.array(tag).max(10, 'must have at most 10 tags')),
    ),
    location: optional(line(1, 200)),
    meetingUrl: optional(
      z.string().refine((url) => url.startsWith('https:') && URL.canParse(url), 'must be an address with https://'),
    ),
  })
  .superRefine(({ startsAt, endsAt, status }, context) => {
    const add = (column: string, message: string) => context.addIssue({ code: 'custom', path: [column], message });
    const minutes = (endsAt.getTime() - startsAt.getTime()) / 60_000;
    if (minutes < 1 || minutes > 1440) add('endsAt', 'must be a minute to a day after startsAt');
    const isPast = endsAt <= new Date();
    if ((status === 'SCHEDULED' || status === 'DRAFT') && isPast)
      add('status', 'must be ENDED or CANCELLED: it is past');
    if (status === 'ENDED' && !isPast) add('status', 'must not be ENDED: its end is still to come');
  });

const { names, values } = columnsOf([
  ...['id', 'hostId', 'title', 'description', 'location', 'meetingUrl', 'tags', 'status', 'visibility', 'admission'],
  ...[
    'startsAt',
    'endsAt',
    'timeZone',
    'startedAt',
    'endedAt',
    'priceMinor',
    'currency',
    'maxParticipants',
    'joinCode',
  ],
  ...[
    'joinWindowMinutes',
    'idleTimeoutMinutes',
    'freeCancellationHours',
    'bookingHoldMinutes',
    'reminderMinutes',
    'deck',
  ],
  ...['createdAt', 'seatsTaken', 'bookingClosesMinutes', 'isLocked', 'autoReveal', 'isDetached', 'eventSequence'],
  ...['eventTransaction', 'changedAt', 'externalId', 'importDigest'],
]);

/** The rows with their hosts, by e-mail or externalId. */
const rows = (run: ImportRun) => Prisma.sql`
  (SELECT row.*, coalesce(byEmail."id", byName."id") AS "hostId", coalesce(byEmail."role", byName."role")::text AS "hostRole"
  FROM ${staged('Session', run)} row
  LEFT JOIN "Account" byEmail ON byEmail."emailKey" = lower(row."data"->>'host') AND byEmail."deletedAt" IS NULL
  LEFT JOIN "Account" byName ON byName."externalId" = row."data"->>'host' AND byName."deletedAt" IS NULL)`;

export const sessions: ImportKind = {
  cells,
  table: 'Session',
  toRow(given: z.output<typeof cells>, { now, context }) {
    const { externalId, host, title, startsAt, endsAt, timeZone, visibility = 'UNLISTED' } = given;
    const status = given.status ?? (endsAt <= now ? 'ENDED' : 'SCHEDULED');
    const hasEnded = status === 'ENDED';
    const isOver = hasEnded || status === 'CANCELLED';
    return {
      ...{ id: newId(), externalId, host, title, startsAt, endsAt, timeZone, status, visibility },
      ...{ statedStatus: given.status, statedVisibility: given.visibility },
      ...{ description: given.description || null, location: given.location ?? null },
      ...{ meetingUrl: given.meetingUrl ?? null, tags: [...new Set(given.tags ?? [])] },
      ...{ admission: visibility === 'LISTED' ? 'BOOKING' : 'CODE', joinCode: isOver ? null : newJoinCode() },
      ...{ startedAt: hasEnded ? startsAt : null, endedAt: hasEnded ? endsAt : null },
      ...{ priceMinor: given.priceMinor ?? 0, currency: given.currency ?? context.app.env.DEFAULT_CURRENCY },
      ...{ maxParticipants: given.maxParticipants ?? null, joinWindowMinutes: 15, idleTimeoutMinutes: 30 },
      ...{
        freeCancellationHours: 24,
        bookingHoldMinutes: 15,
        reminderMinutes: defaultReminderMinutes,
        deck: defaultDeck,
      },
      ...{ createdAt: now, seatsTaken: 0, bookingClosesMinutes: 0, isLocked: false, autoReveal: false },
      ...{ isDetached: false, eventSequence: 0, eventTransaction: 0, changedAt: now },
    };
  },
  async lock(tx, run) {
    const changed = Prisma.sql`SELECT row."knownId" FROM ${staged('Session', run)} row WHERE row."isChanged"`;
    await lockManySessions(tx, Prisma.sql`"id" IN (${changed})`);
    // A host who is deleted meanwhile is then found to be nobody.
    await holdManyAccounts(tx, Prisma.sql`"id" IN (SELECT row."hostId" FROM ${rows(run)} row)`);
  },
  faults(run) {
    const from = Prisma.sql`${rows(run)} row`;
    const before = Prisma.sql`${rows(run)} row JOIN "Session" session ON session."id" = row."knownId" AND row."isChanged"`;
    const fixed = 'differs from that of the session, and cannot be changed by an import';
    return [
      repeated('externalId', Prisma.sql`row."externalId"`, run),
      fault('host', 'is nobody’s e-mail or externalId', from, Prisma.sql`row."isChanged" AND row."hostId" IS NULL`),
      fault(
        'visibility',
        'must not be LISTED: only creators and admins may list sessions',
        from,
        Prisma.sql`row."hostRole" = 'USER' AND row."data"->>'visibility' = 'LISTED'`,
      ),
      fault('host', fixed, before, Prisma.sql`session."hostId" <> row."hostId"`),
      // A session goes on by its time and in the studio, so the file may have a status that it has left.
      fault(
        'status',
        fixed,
        before,
        Prisma.sql`row."data"->>'statedStatus' <> session."status"::text AND (session."status" = 'DRAFT'
          OR row."data"->>'statedStatus' = 'CANCELLED'
          OR session."status" = 'CANCELLED' AND row."data"->>'statedStatus' <> 'ENDED')`,
      ),
      fault('visibility', fixed, before, Prisma.sql`row."data"->>'statedVisibility' <> session."visibility"::text`),
      fault('timeZone', fixed, before, Prisma.sql`session."timeZone" <> row."data"->>'timeZone'`),
      fault('startsAt', fixed, before, Prisma.sql`session."startsAt" <> (row."data"->>'startsAt')::timestamptz`),
      fault('endsAt', fixed, before, Prisma.sql`session."endsAt" <> (row."data"->>'endsAt')::timestamptz`),
      fault(
        'currency',
        fixed,
        before,
        Prisma.sql`session."currency" <> row."data"->>'currency' AND EXISTS (SELECT FROM "Booking" WHERE "sessionId" = session."id")`,
      ),
      fault(
        'maxParticipants',
        'is less than the seats that are taken',
        before,
        Prisma.sql`session."seatsTaken" > (row."data"->>'maxParticipants')::int`,
      ),
    ];
  },
  async write(tx, run, lines) {
    await update(tx, run, lines);
    const added = await tx.$queryRaw<{ id: string; status: string }[]>`
      INSERT INTO "Session" (${names}) SELECT ${values} FROM ${rows(run)} row, jsonb_populate_record(NULL::"Session",
        row."data" || jsonb_build_object('importDigest', row."digest", 'hostId', row."hostId")) new
      WHERE row."knownId" IS NULL AND ${lines} RETURNING "id", "status"::text`;
    const upcoming = added.filter(({ status }) => status === 'SCHEDULED').map(({ id }) => id);
    await sessionsCreated(tx, run.context.app, upcoming);
  },
};

async function update(tx: Transaction, run: ImportRun, lines: Prisma.Sql): Promise<void> {
  const changed = Prisma.sql`${staged('Session', run)} row, jsonb_populate_record(NULL::"Session", row."data") new
    WHERE session."id" = row."knownId" AND row."isChanged" AND ${lines}`;
  const open = Prisma.sql`session."status" IN ('DRAFT', 'SCHEDULED', 'LIVE')`;
  const before = await tx.$queryRaw<Session[]>`
    SELECT session.* FROM "Session" session, ${changed} AND ${open} ORDER BY session."id"`;
  await tx.$executeRaw`
    UPDATE "Session" session SET "title" = new."title", "description" = new."description", "tags" = new."tags",
      "location" = new."location", "meetingUrl" = new."meetingUrl", "priceMinor" = new."priceMinor",
      "currency" = new."currency", "maxParticipants" = new."maxParticipants", "importDigest" = row."digest"
    FROM ${changed}`;
  const after = await tx.session.findMany({ where: { id: { in: before.map(({ id }) => id) } } });
  const byId = new Map(after.map((session) => [session.id, session]));
  for (const session of before) await followChange(tx, run.context.app, session, byId.get(session.id) as Session);
}
