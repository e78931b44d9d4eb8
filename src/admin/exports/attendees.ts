import { z } from 'zod';
import type { SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { ForbiddenError, NotFoundError } from '../../errors.ts';
import { parseGlobalId } from '../../graphql/global-ids.ts';
import { attendedSecondsColumn } from '../../live/presence/attendance.ts';
import { maySeeSession } from '../../sessions/service.ts';
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
  const isHost =
    session.hostId === account.id ||
    (await prisma.participant.count({
      where: { sessionId: id, accountId: account.id, role: 'COHOST', removedAt: null },
    })) > 0;
  if (!isHost && account.role !== 'ADMIN') throw new ForbiddenError('Only the hosts of a session may do this.');
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
  from: Prisma.sql`(
      SELECT "accountId" FROM "Booking" WHERE "sessionId" = ${id}::uuid
      UNION SELECT "accountId" FROM "Participant" WHERE "sessionId" = ${id}::uuid
    ) person
    JOIN "Account" ON "Account"."id" = person."accountId"
    JOIN "Session" session ON session."id" = ${id}::uuid
    LEFT JOIN "Participant" participant
      ON participant."sessionId" = ${id}::uuid AND participant."accountId" = person."accountId"
    LEFT JOIN LATERAL (
      SELECT * FROM "Booking" WHERE "sessionId" = ${id}::uuid AND "accountId" = person."accountId"
      ORDER BY "bookedAt" DESC, "id" DESC LIMIT 1
    ) booking ON true`,
  key: Prisma.sql`least(booking."bookedAt", participant."joinedAt")`,
  id: Prisma.sql`"Account"."id"`,
  columns: {
    userId: nodeId('User', Prisma.sql`"Account"."id"`),
    username: unlessDeleted('Account', Prisma.sql`"Account"."username"`),
    displayName: unlessDeleted('Account', Prisma.sql`"Account"."displayName"`),
    bookingId: nodeId('Booking', Prisma.sql`booking."id"`),
    status: Prisma.sql`booking."status"::text`,
    seats: Prisma.sql`coalesce((booking."status" IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
      OR (booking."status" = 'PENDING' AND booking."holdExpiresAt" > now()))::int, 0)`,
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
