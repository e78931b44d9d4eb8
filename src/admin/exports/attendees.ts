import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { NotFoundError } from '../../errors.ts';
import { parseGlobalId } from '../../graphql/global-ids.ts';
import { attendedSecondsColumn } from '../../live/presence/attendance.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { hasCohost, maySeeSession } from '../../sessions/service.ts';
import { validate } from '../../validation.ts';
import { type ExportRequest, listed, nodeId, once, reason, type Table, time, unlessDeleted } from './table.ts';

const sessionId = once
  .transform(([given = '']) => parseGlobalId(given))
  .refine(({ typename }) => typename === 'Session', 'must be the ID of a Session')
  .transform(({ id }) => id);

/**
 * Everybody who booked a session or joined it, for its host, its co-hosts, and admins, who give a reason. A person has
 * one row, with the booking that was made last.
 */
export async function openAttendees(context: SignedIn, parameters: URLSearchParams): Promise<ExportRequest> {
  const { prisma } = context.app.database;
  const { account } = context.viewer;
  const id = validate(z.object({ sessionId }), listed(parameters)).sessionId;
  const session = await prisma.session.findUnique({ where: { id } });
  if (!session || !maySeeSession(context, session)) throw new NotFoundError('session');
  const isHost = session.hostId === account.id || (await hasCohost(prisma, id, account.id));
  if (!isHost && account.role !== 'ADMIN')
    throw new NotHostError('Only the hosts of a session and admins may export its attendees.');
  const given = validate(z.strictObject({ sessionId, reason: reason(!isHost) }), listed(parameters));
  const until = new Date();
  const table = attendees(id);
  return {
    table,
    reason: given.reason || null,
    filter: {},
    where: [Prisma.sql`${table.key} < ${until}::timestamptz`],
    until,
    target: { targetType: 'Session', targetId: id },
  };
}

const attendees = (id: string): Table => ({
  // A full join is never a loop in a loop, however little the database knows about the size of the session.
  from: Prisma.sql`(
      SELECT DISTINCT ON ("accountId") * FROM "Booking" WHERE "sessionId" = ${id}::uuid
      ORDER BY "accountId", "bookedAt" DESC, "id" DESC
    ) booking
    FULL JOIN (SELECT * FROM "Participant" WHERE "sessionId" = ${id}::uuid) participant
      ON participant."accountId" = booking."accountId"
    JOIN "Account" ON "Account"."id" = coalesce(booking."accountId", participant."accountId")
    JOIN "Session" session ON session."id" = ${id}::uuid`,
  key: Prisma.sql`least(booking."bookedAt", participant."joinedAt")`,
  id: Prisma.sql`"Account"."id"`,
  columns: {
    userId: nodeId('User', Prisma.sql`"Account"."id"`),
    username: unlessDeleted('Account', Prisma.sql`"Account"."username"`),
    displayName: unlessDeleted('Account', Prisma.sql`"Account"."displayName"`),
    bookingId: nodeId('Booking', Prisma.sql`booking."id"`),
    status: Prisma.sql`booking."status"::text`,
    seats: Prisma.sql`CASE WHEN booking."status" IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
      OR (booking."status" = 'PENDING' AND booking."holdExpiresAt" > now()) THEN booking."seats" ELSE 0 END`,
    guestNames: unlessDeleted('Account', Prisma.sql`array_to_string(booking."guestNames", ', ')`),
    guestEmail: Prisma.sql`CASE WHEN "Account"."isGuest" AND "Account"."deletedAt" IS NULL THEN "Account"."email" END`,
    checkedInAt: time(Prisma.sql`booking."checkedInAt"`),
    arrived: Prisma.sql`booking."arrived"`,
    bookedAt: time(Prisma.sql`booking."bookedAt"`),
    confirmedAt: time(Prisma.sql`booking."confirmedAt"`),
    cancelledAt: time(Prisma.sql`booking."cancelledAt"`),
    amountMinor: Prisma.sql`booking."amountMinor"`,
    refundMinor: Prisma.sql`booking."refundMinor"`,
    currency: Prisma.sql`booking."currency"`,
    participantId: nodeId('Participant', Prisma.sql`participant."id"`),
    role: Prisma.sql`participant."role"::text`,
    joinedAt: time(Prisma.sql`participant."joinedAt"`),
    leftAt: time(Prisma.sql`participant."leftAt"`),
    removedAt: time(Prisma.sql`participant."removedAt"`),
    attendedSeconds: attendedSecondsColumn,
  },
});
