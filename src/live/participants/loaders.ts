import { type UserRow, userColumns } from '../../accounts/loaders.ts';
import { viewerBooking } from '../../bookings/loaders.ts';
import { activeStatuses } from '../../bookings/rules.ts';
import type { App, Context } from '../../context.ts';
import { joinedColumns, splitJoined } from '../../database/columns.ts';
import {
  type Booking,
  type Participant,
  type Presence,
  Prisma,
  type Session,
} from '../../database/generated/client.ts';
import { rowsOf } from '../../database/grouping.ts';
import { type Page, type PageArguments, readPages } from '../../database/pages.ts';
import { ForbiddenError } from '../../errors.ts';
import { loadAll, requestLoader } from '../../request-loader.ts';
import { type SessionFilter, sessionList, viewerParticipation } from '../../sessions/loaders.ts';
import { isInside, pairOf } from '../membership.ts';
import { countOccupancy, joinObstacle } from './admission.ts';

/** Returns the participants that the viewer may see: the viewer's own, and those of sessions whose inside they may see. */
export async function participantsById(ids: string[], context: Context): Promise<Participant[]> {
  const { viewer } = context;
  const { database } = context.app;
  const rows = await database.prisma.participant.findMany({ where: { id: { in: ids } } });
  const inside = await loadAll(
    isInside(context),
    rows.map(({ sessionId }) => sessionId),
  );
  return rows.filter(({ accountId }, index) => accountId === viewer?.account.id || inside[index]);
}

/** The person of a booking as a participant of its session; null where they never joined. */
export const participantOfBooking = requestLoader<Pick<Booking, 'sessionId' | 'accountId'>, Participant | null>(
  async (bookings, { app: { database } }) => {
    const rows = await database.rows<Participant>`
      SELECT participant.* FROM "Participant" participant
      JOIN unnest(${bookings.map(({ sessionId }) => sessionId)}::uuid[], ${bookings.map(({ accountId }) => accountId)}::uuid[])
        AS booking("sessionId", "accountId")
        ON participant."sessionId" = booking."sessionId" AND participant."accountId" = booking."accountId"`;
    return rowsOf(bookings.map(pairOf), rows, pairOf);
  },
  pairOf,
);

export interface ParticipantFilter {
  presence?: Presence[] | null | undefined;
  /** With a booking that is not cancelled, or without one. */
  hasBooking?: boolean | null | undefined;
}

/** A participant with the person's account, both read in one row. */
export type ParticipantWithUser = Participant & { user: UserRow };

/**
 * Returns a page of each session's participants in the order in which they joined, without removed ones; an error for a
 * session whose inside the viewer may not see.
 */
export async function participantsBySession(
  sessionIds: string[],
  context: Context,
  filter: ParticipantFilter,
  page: PageArguments,
): Promise<(Page<ParticipantWithUser> | Error)[]> {
  const inside = await loadAll(isInside(context), sessionIds);
  const readable = sessionIds.filter((_, index) => inside[index]);
  const pages = readable.length > 0 ? await readParticipants(context.app, readable, filter, page) : [];
  const bySession = new Map(readable.map((id, index) => [id, pages[index]]));
  return sessionIds.map(
    (id) =>
      bySession.get(id) ??
      new ForbiddenError(
        'Only hosts, participants and people with a confirmed booking see the participants of a session.',
      ),
  );
}

async function readParticipants(
  { database }: App,
  sessionIds: string[],
  { presence, hasBooking }: ParticipantFilter,
  page: PageArguments,
): Promise<Page<ParticipantWithUser>[]> {
  const where = [Prisma.sql`"Participant"."removedAt" IS NULL`];
  if (presence) where.push(Prisma.sql`"Participant"."presence" = ANY(${presence}::"Presence"[])`);
  if (hasBooking != null) {
    const booked = Prisma.sql`EXISTS (SELECT FROM "Booking" booking
      WHERE booking."sessionId" = "Participant"."sessionId" AND booking."accountId" = "Participant"."accountId"
        AND booking."status" <> 'CANCELLED')`;
    where.push(hasBooking ? booked : Prisma.sql`NOT ${booked}`);
  }
  const list = {
    table: 'Participant',
    joins: Prisma.sql`JOIN "Account" "user" ON "user"."id" = "Participant"."accountId"`,
    moreColumns: joinedColumns('user', userColumns),
    toRow: (row: object) => splitJoined<Participant, 'user', UserRow>(row, 'user'),
    where,
    sortKey: Prisma.sql`"Participant"."joinedAt"`,
    sortType: 'timestamptz' as const,
    direction: 'ASC' as const,
  };
  return readPages(database, list, page, { column: 'sessionId', ids: sessionIds });
}

/** Counts the people in each session: joined, and neither left nor removed. */
export async function participantCounts(sessionIds: string[], { app: { database } }: Context): Promise<number[]> {
  const counts = await database.prisma.participant.groupBy({
    by: ['sessionId'],
    where: { sessionId: { in: sessionIds }, presence: { not: 'LEFT' } },
    _count: true,
  });
  const bySession = new Map(counts.map(({ sessionId, _count }) => [sessionId, _count]));
  return sessionIds.map((id) => bySession.get(id) ?? 0);
}

/** Returns the session's join code if the viewer may see its inside, otherwise null. */
export async function joinCodeOf({ id, joinCode }: Session, context: Context): Promise<string | null> {
  return joinCode !== null && (await isInside(context).load(id)) ? joinCode : null;
}

/** The message that says why the viewer cannot join a session by its ID now; null if the viewer can. */
export const joinObstacleOf = requestLoader<Session, string | null>(
  async (sessions, context) => {
    const accountId = context.viewer?.account.id ?? '';
    const ids = sessions.map(({ id }) => id);
    const [participants, bookings, occupancyOf] = await Promise.all([
      loadAll(viewerParticipation(context), ids),
      loadAll(viewerBooking(context), ids),
      countOccupancy(context.app.database.prisma, ids),
    ]);
    return sessions.map((session, index) => {
      const booking = bookings[index];
      const obstacle = joinObstacle({
        session,
        accountId,
        participant: participants[index] ?? null,
        booking: booking && activeStatuses.includes(booking.status) ? booking : null,
        hasCode: false,
        occupancy: occupancyOf(session.id),
        asSpectator: false,
      });
      return obstacle?.message ?? null;
    });
  },
  ({ id }) => id,
);

/** Returns the sessions that each account joined, latest first. Sessions that their hosts archived are included. */
export async function sessionsByParticipant(
  accountIds: string[],
  { app: { database } }: Context,
  filter: SessionFilter,
  page: PageArguments,
): Promise<Page<Session>[]> {
  const list = sessionList(filter, { field: 'STARTS_AT', direction: 'DESC' }, null);
  const joins = Prisma.sql`${list.joins ?? Prisma.empty} JOIN "Participant" ON "Participant"."sessionId" = "Session"."id"`;
  return readPages(database, { ...list, joins }, page, { column: 'Participant.accountId', ids: accountIds });
}
