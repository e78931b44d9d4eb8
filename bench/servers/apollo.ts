// Apollo Server with Prisma, as their documentation makes them fast: the standalone server, one DataLoader of each
// kind per request, `select` of what is needed, and prepared statements.

import { createHash, randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { PrismaPg } from '@prisma/adapter-pg';
import DataLoader from 'dataloader';
import { type Prisma, PrismaClient } from '../../src/database/generated/client.ts';
import {
  alreadyBooked,
  type BookingRow,
  rowResolvers,
  type SessionRow,
  type StatisticsRow,
  sessionFull,
  typeDefs,
} from './api.ts';
import { claimsOf, host, localId, parseCursor, pool, port } from './settings.ts';
import { statistics, streaks } from './statements.ts';

const names = new Map<string, string>();

function statementName({ sql }: { sql: string }): string {
  const name = names.get(sql) ?? createHash('sha256').update(sql).digest('hex').slice(0, 32);
  names.set(sql, name);
  return name;
}

const prisma = new PrismaClient({
  adapter: new PrismaPg(pool, { statementNameGenerator: statementName }),
  // Those who queue for one session's row wait longer than the two seconds of the default.
  transactionOptions: { maxWait: 15_000, timeout: 20_000 },
});

interface Viewer {
  id: string;
  timeZone: string;
}

interface Context {
  viewer: Viewer | null;
  sessions: DataLoader<string, SessionRow | undefined>;
  hosts: DataLoader<string, { id: string; displayName: string } | undefined>;
}

const sessionColumns = {
  id: true,
  hostId: true,
  title: true,
  startsAt: true,
  priceMinor: true,
  currency: true,
  maxParticipants: true,
  seatsTaken: true,
} satisfies Prisma.SessionSelect;

function inOrder<Row extends { id: string }>(ids: readonly string[], rows: Row[]): (Row | undefined)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}

async function signedIn(authorization: string | undefined): Promise<Viewer | null> {
  const claims = claimsOf(authorization);
  if (!claims) return null;
  const found = await prisma.deviceSession.findUnique({
    where: { id: claims.deviceSessionId },
    select: { endedAt: true, expiresAt: true, account: { select: { id: true, timeZone: true, status: true } } },
  });
  if (!found || found.account.id !== claims.accountId) return null;
  return found.endedAt || found.expiresAt <= new Date() || found.account.status !== 'ACTIVE' ? null : found.account;
}

const noSeat = new Error('no seat is left');

const resolvers = {
  ...rowResolvers,
  Query: {
    viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer,
    session: (_root: unknown, { id }: { id: string }) =>
      prisma.session.findUnique({ where: { id: localId(id), status: { not: 'DRAFT' } }, select: sessionColumns }),
    sessions: async (
      _root: unknown,
      given: { first?: number | null; after?: string | null; filter?: { maxPriceMinor?: number | null } | null },
    ) => {
      const after = given.after ? parseCursor(given.after) : null;
      const maxPriceMinor = given.filter?.maxPriceMinor ?? null;
      const nodes = await prisma.session.findMany({
        where: {
          visibility: 'LISTED',
          archivedAt: null,
          ...(maxPriceMinor !== null && { priceMinor: { lte: maxPriceMinor } }),
          AND: [
            { OR: [{ status: 'LIVE' }, { status: 'SCHEDULED', endsAt: { gt: new Date() } }] },
            ...(after
              ? [
                  {
                    startsAt: { gte: after.startsAt },
                    OR: [{ startsAt: { gt: after.startsAt } }, { startsAt: after.startsAt, id: { gt: after.id } }],
                  },
                ]
              : []),
          ],
        },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: given.first ?? 20,
        select: sessionColumns,
      });
      return { nodes };
    },
  },
  Mutation: {
    bookingCreate: async (_root: unknown, { input }: { input: { sessionId: string } }, { viewer }: Context) => {
      if (!viewer) throw new Error('Sign in first.');
      const sessionId = localId(input.sessionId);
      try {
        return await prisma.$transaction(async (tx) => {
          const [session] = await tx.session.updateManyAndReturn({
            where: {
              id: sessionId,
              status: { in: ['SCHEDULED', 'LIVE'] },
              endsAt: { gt: new Date() },
              hostId: { not: viewer.id },
              OR: [{ maxParticipants: null }, { seatsTaken: { lt: tx.session.fields.maxParticipants } }],
            },
            data: { seatsTaken: { increment: 1 } },
            select: {
              startsAt: true,
              priceMinor: true,
              currency: true,
              bookingHoldMinutes: true,
              freeCancellationHours: true,
            },
          });
          if (!session) throw noSeat;
          const now = new Date();
          const isFree = session.priceMinor === 0;
          const booking = await tx.booking.create({
            data: {
              id: randomUUID(),
              sessionId,
              accountId: viewer.id,
              status: isFree ? 'CONFIRMED' : 'PENDING',
              amountMinor: session.priceMinor,
              currency: session.currency,
              holdExpiresAt: isFree ? null : new Date(now.getTime() + session.bookingHoldMinutes * 60_000),
              freeCancellationUntil: new Date(session.startsAt.getTime() - session.freeCancellationHours * 3_600_000),
              confirmedAt: isFree ? now : null,
            },
            select: { id: true, status: true, amountMinor: true, currency: true },
          });
          return { __typename: 'Booking', ...booking };
        });
      } catch (error) {
        if (error === noSeat) return sessionFull;
        if ((error as { code?: string }).code === 'P2002') return alreadyBooked;
        throw error;
      }
    },
  },
  Account: {
    ...rowResolvers.Account,
    bookings: async ({ id }: Viewer, { first }: { first?: number | null }) => ({
      nodes: await prisma.booking.findMany({
        where: { accountId: id },
        orderBy: [{ bookedAt: 'desc' }, { id: 'desc' }],
        take: first ?? 20,
        select: { id: true, sessionId: true, status: true, bookedAt: true },
      }),
    }),
    // Prisma has no words for days in a row.
    practiceStats: async ({ id, timeZone }: Viewer) =>
      (
        await prisma.$queryRawUnsafe<StatisticsRow[]>(
          `WITH ${streaks('$1::uuid')} ${statistics('$1::uuid', '$2::text')}`,
          id,
          timeZone,
        )
      )[0],
  },
  Session: {
    ...rowResolvers.Session,
    host: ({ hostId }: SessionRow, _args: unknown, { hosts }: Context) => hosts.load(hostId),
  },
  Booking: {
    ...rowResolvers.Booking,
    session: ({ sessionId }: BookingRow, _args: unknown, { sessions }: Context) => sessions.load(sessionId),
  },
};

const server = new ApolloServer<Context>({ typeDefs, resolvers, introspection: false });
await startStandaloneServer(server, {
  listen: { port, host },
  context: async ({ req }) => ({
    viewer: await signedIn(req.headers.authorization),
    sessions: new DataLoader(async (ids: readonly string[]) =>
      inOrder(ids, await prisma.session.findMany({ where: { id: { in: [...ids] } }, select: sessionColumns })),
    ),
    hosts: new DataLoader(async (ids: readonly string[]) =>
      inOrder(
        ids,
        await prisma.account.findMany({ where: { id: { in: [...ids] } }, select: { id: true, displayName: true } }),
      ),
    ),
  }),
});
