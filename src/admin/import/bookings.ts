import { z } from 'zod';
import { seatsChanged } from '../../bookings/seats/events.ts';
import { shortenWaitlist, takeSeats } from '../../bookings/seats/service.ts';
import { bookingChanged, bookingsChanged } from '../../bookings/stream.ts';
import { type Booking, Prisma, type Session } from '../../database/generated/client.ts';
import { newId } from '../../database/ids.ts';
import { holdManyAccounts, lockManySessions } from '../../database/locks.ts';
import { largestInt, line } from '../../validation.ts';
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
import { currencyCell } from './sessions.ts';

const cells = z
  .strictObject({
    externalId,
    session: externalId,
    account: line(1, 254),
    status: word(['CONFIRMED', 'WAITLISTED', 'COMPLETED', 'NO_SHOW', 'CANCELLED']),
    seats: optional(whole(1, 10)),
    amountMinor: optional(whole(0, largestInt)),
    currency: optional(currencyCell),
    bookedAt: instantCell,
    cancelledAt: optional(instantCell),
  })
  .superRefine(({ status, bookedAt, cancelledAt }, context) => {
    const add = (column: string, message: string) => context.addIssue({ code: 'custom', path: [column], message });
    if (bookedAt > new Date()) add('bookedAt', 'must not be in the future');
    if ((status === 'CANCELLED') !== (cancelledAt !== undefined))
      add('cancelledAt', 'must be given for a booking that is CANCELLED, and for no other');
  });

const { names, values } = columnsOf([
  ...['id', 'sessionId', 'accountId', 'status', 'seats', 'seatsBooked', 'guestNames', 'amountMinor', 'currency'],
  ...['freeCancellationUntil', 'holdExpired', 'attendedSeconds', 'keptMinor', 'bookedAt', 'confirmedAt', 'cancelledAt'],
  ...['changedAt', 'changedIn', 'externalId', 'importDigest'],
]);

/** The rows with their sessions and people. */
const rows = (run: ImportRun) => Prisma.sql`
  (SELECT row.*, row."data"->>'status' AS "newStatus", (row."data"->>'seats')::int AS "seats",
    session."id" AS "sessionId", session."status"::text AS "sessionStatus", session."hostId", session."startsAt",
    session."freeCancellationHours", session."priceMinor", session."currency", session."maxParticipants", session."seatsTaken",
    coalesce(byEmail."id", byName."id") AS "accountId"
  FROM ${staged('Booking', run)} row
  LEFT JOIN "Session" session ON session."externalId" = row."data"->>'session'
  LEFT JOIN "Account" byEmail ON byEmail."emailKey" = lower(row."data"->>'account') AND byEmail."deletedAt" IS NULL
  LEFT JOIN "Account" byName ON byName."externalId" = row."data"->>'account' AND byName."deletedAt" IS NULL)`;

const seated = Prisma.sql`row."newStatus" IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')`;
const active = Prisma.sql`row."newStatus" IN ('CONFIRMED', 'WAITLISTED')`;
const isNew = Prisma.sql`row."knownId" IS NULL`;

type Added = Pick<Booking, 'id' | 'accountId' | 'sessionId' | 'seats' | 'status'> &
  Pick<Session, 'hostId' | 'seatsTaken' | 'maxParticipants'> & { isOpen: boolean };

export const bookings: ImportKind = {
  cells,
  table: 'Booking',
  toRow(given: z.output<typeof cells>, { now }) {
    const { externalId, session, account, status, seats = 1, amountMinor = null, currency = null, bookedAt } = given;
    const wasConfirmed = status !== 'CANCELLED' && status !== 'WAITLISTED';
    return {
      ...{ id: newId(), externalId, session, account, status, seats, seatsBooked: seats, guestNames: [] },
      ...{ amountMinor, currency, bookedAt, confirmedAt: wasConfirmed ? bookedAt : null },
      ...{ cancelledAt: given.cancelledAt ?? null, holdExpired: false, attendedSeconds: 0, keptMinor: 0 },
      ...{ changedAt: now, changedIn: 0 },
    };
  },
  async lock(tx, run) {
    const named = Prisma.sql`SELECT "data"->>'session' FROM "ImportRow" WHERE "importId" = ${run.id}::uuid`;
    await lockManySessions(tx, Prisma.sql`"externalId" IN (${named})`);
    // A person who is deleted meanwhile is then found to be nobody.
    await holdManyAccounts(tx, Prisma.sql`"id" IN (SELECT row."accountId" FROM ${rows(run)} row)`);
  },
  faults(run) {
    const from = Prisma.sql`${rows(run)} row`;
    const status = (message: string, condition: Prisma.Sql) =>
      fault('status', message, from, Prisma.sql`${isNew} AND ${condition}`);
    return [
      repeated('externalId', Prisma.sql`row."externalId"`, run),
      // One person may be named in two ways.
      Prisma.sql`
        SELECT "line", 'account' AS "column", 'is also on line ' || "first" AS "message" FROM (
          SELECT row."line", min(row."line") OVER (PARTITION BY row."sessionId", row."accountId") AS "first"
          FROM ${from} WHERE row."sessionId" IS NOT NULL AND row."accountId" IS NOT NULL AND ${active}) again
        WHERE "line" > "first"`,
      fault(
        'seats',
        'cost more together than a booking can: give amountMinor',
        from,
        Prisma.sql`${isNew} AND coalesce((row."data"->>'amountMinor')::bigint, row."priceMinor"::bigint * row."seats") > ${largestInt}`,
      ),
      fault('session', 'is a draft', from, Prisma.sql`${isNew} AND row."sessionStatus" = 'DRAFT'`),
      fault(
        'externalId',
        'was imported with other cells: change the booking in the studio',
        from,
        Prisma.sql`row."knownId" IS NOT NULL AND row."isChanged"`,
      ),
      fault('session', 'is the externalId of no session', from, Prisma.sql`row."sessionId" IS NULL`),
      fault(
        'account',
        'is nobody’s e-mail or externalId',
        from,
        Prisma.sql`row."isChanged" AND row."accountId" IS NULL`,
      ),
      fault('account', 'is the host of the session', from, Prisma.sql`row."accountId" = row."hostId"`),
      status(
        'must not be active: the session is over or cancelled',
        Prisma.sql`${active} AND row."sessionStatus" IN ('ENDED', 'CANCELLED')`,
      ),
      status(
        'must not be attendance: the session has not ended',
        Prisma.sql`row."newStatus" IN ('COMPLETED', 'NO_SHOW') AND row."sessionStatus" <> 'ENDED'`,
      ),
      fault(
        'account',
        'has a booking of this session already',
        Prisma.sql`${rows(run)} row JOIN "Booking" other ON other."sessionId" = row."sessionId" AND other."accountId" = row."accountId"
          AND other."status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED')`,
        Prisma.sql`${isNew} AND ${active}`,
      ),
      Prisma.sql`
        SELECT "line", 'seats' AS "column", 'are more than the session has left' AS "message" FROM (
          SELECT row."line", row."maxParticipants",
            row."seatsTaken" + sum(row."seats") OVER (PARTITION BY row."sessionId" ORDER BY row."line") AS "taken"
          FROM ${rows(run)} row WHERE ${isNew} AND ${seated} AND row."accountId" IS NOT NULL
            AND (row."newStatus" = 'CONFIRMED') = (row."sessionStatus" IN ('SCHEDULED', 'LIVE'))) counted
        WHERE "taken" > "maxParticipants"`,
    ];
  },
  async write(tx, run, lines) {
    const { app } = run.context;
    const added = await tx.$queryRaw<Added[]>`
      WITH added AS (
        INSERT INTO "Booking" (${names}) SELECT ${values} FROM ${rows(run)} row, jsonb_populate_record(NULL::"Booking",
          row."data" || jsonb_build_object('importDigest', row."digest", 'sessionId', row."sessionId",
            'accountId', row."accountId", 'currency', coalesce(row."data"->>'currency', row."currency"),
            'amountMinor', coalesce((row."data"->>'amountMinor')::bigint, row."priceMinor"::bigint * row."seats"),
            'freeCancellationUntil', row."startsAt" - make_interval(hours => row."freeCancellationHours"))) new
        WHERE ${isNew} AND ${lines} RETURNING *)
      SELECT added."id", added."accountId", added."sessionId", added."seats", added."status"::text, session."hostId",
        session."seatsTaken", session."maxParticipants", session."status" IN ('SCHEDULED', 'LIVE') AS "isOpen"
      FROM added JOIN "Session" session ON session."id" = added."sessionId"`;
    const taking = added.filter(({ isOpen, status }) => isOpen && status === 'CONFIRMED');
    const taken = new Map<string, number>();
    const takings = taking.map(({ id, accountId, sessionId, seats, seatsTaken: before, maxParticipants }) => {
      const seatsTaken = (taken.get(sessionId) ?? before) + seats;
      taken.set(sessionId, seatsTaken);
      const data = { ...bookingChanged({ id, accountId }), ...seatsChanged({ maxParticipants, seatsTaken }) };
      return { seats, event: { sessionId, accountId, isInSession: true, data } };
    });
    await takeSeats(tx, app, takings);
    for (const hostId of new Set(taking.map((booking) => booking.hostId))) app.events.accountChanged(tx, hostId);
    const waiting = added.filter(({ isOpen, status }) => isOpen && status === 'WAITLISTED');
    for (const booking of waiting)
      await bookingsChanged(tx, app, { id: booking.sessionId, hostId: booking.hostId }, [booking]);
    // There may be seats for them.
    for (const sessionId of new Set(waiting.map((booking) => booking.sessionId)))
      await shortenWaitlist(tx, app, sessionId);
    await tx.$executeRaw`
      UPDATE "Session" session SET "seatsTaken" = "seatsTaken" + past."seats" FROM (
        SELECT row."sessionId", sum(row."seats")::int AS "seats" FROM ${rows(run)} row
        WHERE row."newStatus" IN ('COMPLETED', 'NO_SHOW') AND row."knownId" = ANY(${added.map(({ id }) => id)}::uuid[]) AND ${lines}
        GROUP BY row."sessionId") past
      WHERE session."id" = past."sessionId"`;
  },
};
