// Mercurius as its documentation makes it fast: compiled queries (`jit`), loaders for what rows refer to, and
// statements written and prepared by hand.

import { randomUUID } from 'node:crypto';
import fastify, { type FastifyRequest } from 'fastify';
import mercurius, { type IResolvers, type MercuriusLoaders } from 'mercurius';
import pg from 'pg';
import { alreadyBooked, type BookingRow, rowResolvers, type SessionRow, sessionFull, typeDefs } from './api.ts';
import { claimsOf, host, localId, parseCursor, pool, port } from './settings.ts';
import { book, catalogue, signedIn, statistics, streaks } from './statements.ts';

interface Viewer {
  id: string;
  timeZone: string;
}

interface Context {
  viewer: Viewer | null;
}

const database = new pg.Pool(pool);

async function rows<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await database.query<Row>({ name, text, values })).rows;
}

async function context(request: FastifyRequest): Promise<Context> {
  const claims = claimsOf(request.headers.authorization);
  if (!claims) return { viewer: null };
  const [viewer] = await rows<Viewer>('viewer', `SELECT account."id", account."timeZone" ${signedIn}`, [
    claims.deviceSessionId,
    claims.accountId,
  ]);
  return { viewer: viewer ?? null };
}

const sessionColumns = '"id", "hostId", "title", "startsAt", "priceMinor", "currency", "maxParticipants", "seatsTaken"';
const sessionsById = `SELECT ${sessionColumns} FROM "Session" WHERE "id" = ANY($1::uuid[])`;
const hostsById = 'SELECT "id", "displayName" FROM "Account" WHERE "id" = ANY($1::uuid[])';
const lastBookings = `SELECT "id", "sessionId", "status", "bookedAt", "amountMinor", "currency" FROM "Booking"
  WHERE "accountId" = $1 ORDER BY "bookedAt" DESC, "id" DESC LIMIT $2`;
const practice = `WITH ${streaks('$1')} ${statistics('$1', '$2')}`;
const booking = `WITH ${book('$1').replaceAll('$3', '$2').replaceAll('$4', '$3')} SELECT 'Booking' AS "__typename", "id", "status", "amountMinor", "currency" FROM booked`;

const resolvers = {
  ...rowResolvers,
  Query: {
    viewer: (_root: unknown, _args: unknown, { viewer }: Context) => viewer,
    session: async (_root: unknown, { id }: { id: string }) => {
      const text = `SELECT ${sessionColumns} FROM "Session" WHERE "id" = $1 AND "status" <> 'DRAFT'`;
      const [session] = await rows<SessionRow>('session', text, [localId(id)]);
      return session ?? null;
    },
    sessions: async (
      _root: unknown,
      { after, filter }: { after?: string | null; filter?: { maxPriceMinor?: number | null } | null },
    ) => {
      const page = catalogue(sessionColumns, {
        after: after ? parseCursor(after) : null,
        maxPriceMinor: filter?.maxPriceMinor ?? null,
      });
      return { nodes: (await database.query<SessionRow>(page)).rows };
    },
  },
  Mutation: {
    bookingCreate: async (_root: unknown, { input }: { input: { sessionId: string } }, { viewer }: Context) => {
      if (!viewer) throw new Error('Sign in first.');
      try {
        const values = [viewer.id, localId(input.sessionId), randomUUID()];
        const [booked] = await rows<BookingRow>('book', booking, values);
        return booked ?? sessionFull;
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return alreadyBooked;
        throw error;
      }
    },
  },
  Account: {
    ...rowResolvers.Account,
    bookings: async ({ id }: Viewer, { first }: { first?: number | null }) => ({
      nodes: await rows<BookingRow>('last-bookings', lastBookings, [id, first ?? 20]),
    }),
    practiceStats: async ({ id, timeZone }: Viewer) => (await rows('practice', practice, [id, timeZone]))[0],
  },
};

/** The rows of these IDs, in their order. */
async function byId<Row extends { id: string }>(
  name: string,
  text: string,
  ids: string[],
): Promise<(Row | undefined)[]> {
  const found = new Map((await rows<Row>(name, text, [[...new Set(ids)]])).map((row) => [row.id, row]));
  return ids.map((id) => found.get(id));
}

const loaders = {
  Session: {
    host: async (queries: { obj: SessionRow }[]) =>
      byId(
        'hosts',
        hostsById,
        queries.map(({ obj }) => obj.hostId),
      ),
  },
  Booking: {
    session: async (queries: { obj: BookingRow }[]) =>
      byId(
        'sessions',
        sessionsById,
        queries.map(({ obj }) => obj.sessionId),
      ),
  },
};

const app = fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolvers as unknown as IResolvers,
  loaders: loaders as unknown as MercuriusLoaders,
  context,
  jit: 1,
});
await app.listen({ port, host });
