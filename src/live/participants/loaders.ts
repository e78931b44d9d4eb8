import { viewerBookings } from '../../bookings/loaders.ts';
import { activeStatuses } from '../../bookings/rules.ts';
import type { Context } from '../../context.ts';
import { type Participant, type Presence, Prisma, type Session } from '../../database/generated/client.ts';
import { rowsOf } from '../../database/grouping.ts';
import { type Page, type PageArguments, readPages } from '../../database/pages.ts';
import { type SessionFilter, sessionList } from '../../sessions/loaders.ts';
import { sessionsOfMember } from '../membership.ts';
import { countCrowds, joinObstacle } from './admission.ts';

/** Participants, as far as the viewer may see them: their own, and those of sessions they may see the inside of. */
export async function participantsById(ids: string[], context: Context): Promise<Participant[]> {
  const { database, viewer } = context;
  const rows = await database.prisma.participant.findMany({ where: { id: { in: ids } } });
  const others = rows.filter(({ accountId }) => accountId !== viewer?.account.id);
  const visible = await sessionsOfMember(database.prisma, context, [
    ...new Set(others.map(({ sessionId }) => sessionId)),
  ]);
  return rows.filter((row) => row.accountId === viewer?.account.id || visible.has(row.sessionId));
}

/** Of each session, its participants in the order they came; people who were removed are left out. */
export async function participantsBySession(
  sessionIds: string[],
  { database }: Context,
  presence: Presence[] | null,
  page: PageArguments,
): Promise<Page<Participant>[]> {
  const where = [Prisma.sql`"Participant"."removedAt" IS NULL`];
  if (presence) where.push(Prisma.sql`"Participant"."presence" = ANY(${presence}::"Presence"[])`);
  const list = {
    table: 'Participant',
    where,
    sortKey: Prisma.sql`"Participant"."joinedAt"`,
    sortType: 'timestamptz' as const,
    direction: 'ASC' as const,
  };
  return readPages(database, list, page, { column: 'sessionId', ids: sessionIds });
}

/** Of each session, how many people are in it: joined, and neither left nor removed. */
export async function participantCounts(sessionIds: string[], { database }: Context): Promise<number[]> {
  const counts = await database.prisma.participant.groupBy({
    by: ['sessionId'],
    where: { sessionId: { in: sessionIds }, presence: { not: 'LEFT' } },
    _count: true,
  });
  const bySession = new Map(counts.map(({ sessionId, _count }) => [sessionId, _count]));
  return sessionIds.map((id) => bySession.get(id) ?? 0);
}

/** Of each session, the viewer as its participant. */
export async function viewerParticipants(
  sessionIds: string[],
  { database, viewer }: Context,
): Promise<(Participant | null)[]> {
  const accountId = viewer?.account.id;
  const rows = accountId
    ? await database.prisma.participant.findMany({ where: { sessionId: { in: sessionIds }, accountId } })
    : [];
  return rowsOf(sessionIds, rows, ({ sessionId }) => sessionId);
}

/** Of each session, its join code where the viewer may hand it on: hosts, confirmed bookings and participants. */
export async function joinCodes(sessions: Session[], context: Context): Promise<(string | null)[]> {
  const visible = await sessionsOfMember(
    context.database.prisma,
    context,
    sessions.map(({ id }) => id),
  );
  return sessions.map(({ id, joinCode }) => (visible.has(id) ? joinCode : null));
}

/** Of each session, why the viewer cannot join it by id now; null where they can. */
export async function joinObstacles(sessions: Session[], context: Context): Promise<(string | null)[]> {
  const accountId = context.viewer?.account.id ?? '';
  const ids = sessions.map(({ id }) => id);
  const [participants, bookings, crowdOf] = await Promise.all([
    viewerParticipants(ids, context),
    viewerBookings(ids, context),
    countCrowds(context.database.prisma, ids),
  ]);
  return sessions.map((session, index) => {
    const booking = bookings[index];
    const obstacle = joinObstacle({
      session,
      accountId,
      participant: participants[index] ?? null,
      booking: booking && activeStatuses.includes(booking.status) ? booking : null,
      hasCode: false,
      crowd: crowdOf(session.id),
      asSpectator: false,
    });
    return obstacle?.message ?? null;
  });
}

/** Of each account, the sessions it joined, latest first: what a host puts out of the way stays the guests' history. */
export async function sessionsByParticipant(
  accountIds: string[],
  { database }: Context,
  filter: SessionFilter,
  page: PageArguments,
): Promise<Page<Session>[]> {
  const list = sessionList(filter, { field: 'STARTS_AT', direction: 'DESC' }, null);
  const joins = Prisma.sql`${list.joins ?? Prisma.empty} JOIN "Participant" ON "Participant"."sessionId" = "Session"."id"`;
  return readPages(database, { ...list, joins }, page, { column: 'Participant.accountId', ids: accountIds });
}
