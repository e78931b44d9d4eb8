import { Prisma, SessionStatus } from '../../database/generated/client.ts';
import { anyOf, forAdmins, nodeId, type Table, time, unlessDeleted } from './table.ts';

const sessions: Table = {
  from: Prisma.sql`"Session" JOIN "Account" host ON host."id" = "Session"."hostId"`,
  key: Prisma.sql`"Session"."createdAt"`,
  id: Prisma.sql`"Session"."id"`,
  columns: {
    id: nodeId('Session', Prisma.sql`"Session"."id"`),
    title: Prisma.sql`"Session"."title"`,
    status: Prisma.sql`"Session"."status"::text`,
    visibility: Prisma.sql`"Session"."visibility"::text`,
    admission: Prisma.sql`"Session"."admission"::text`,
    createdAt: time(Prisma.sql`"Session"."createdAt"`),
    startsAt: time(Prisma.sql`"Session"."startsAt"`),
    endsAt: time(Prisma.sql`"Session"."endsAt"`),
    timeZone: Prisma.sql`"Session"."timeZone"`,
    startedAt: time(Prisma.sql`"Session"."startedAt"`),
    endedAt: time(Prisma.sql`"Session"."endedAt"`),
    archivedAt: time(Prisma.sql`"Session"."archivedAt"`),
    cancellationReason: Prisma.sql`"Session"."cancellationReason"`,
    priceMinor: Prisma.sql`"Session"."priceMinor"`,
    currency: Prisma.sql`"Session"."currency"`,
    maxParticipants: Prisma.sql`"Session"."maxParticipants"`,
    seatsTaken: Prisma.sql`"Session"."seatsTaken"`,
    seriesId: nodeId('Series', Prisma.sql`"Session"."seriesId"`),
    hostId: nodeId('Account', Prisma.sql`host."id"`),
    hostUsername: unlessDeleted('host', Prisma.sql`host."username"`),
  },
};

/** All sessions, drafts and unlisted ones included. */
export const openSessions = forAdmins(sessions, { status: anyOf(SessionStatus) }, ({ status }) =>
  status ? [Prisma.sql`"Session"."status" = ANY(${status}::"SessionStatus"[])`] : [],
);
