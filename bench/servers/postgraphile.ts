// PostGraphile with a schema of its own over the registry that it makes of the database: rows and what they refer to
// are planned by Grafast, which joins them; bookings and statistics are statements of their own. It has no settings
// per request, so that it needs no transactions.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parse } from 'graphql';
import { postgraphile } from 'postgraphile';
import {
  loadOneWithPgClient,
  type PgResource,
  type PgSelectQueryBuilder,
  type PgSelectSingleStep,
  sideEffectWithPgClient,
  sqlValueWithCodec,
  TYPES,
} from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { context, get, lambda, object, type Step } from 'postgraphile/grafast';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema } from 'postgraphile/utils';
import { alreadyBooked, type BookingRow, rowResolvers, type StatisticsRow, sessionFull, typeDefs } from './api.ts';
import { type Claims, claimsOf, globalId, host, localId, parseCursor, pool, port } from './settings.ts';
import { book, signedIn, statistics, streaks } from './statements.ts';

// PostGraphile asks for Node 22, and of what that brings uses this.
Promise.withResolvers ??= function withResolvers<T>() {
  let resolve!: (value: T | PromiseLike<T>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<T>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
};

declare global {
  namespace Grafast {
    interface Context {
      claims: Claims | null;
    }
  }
}

type Row = PgSelectSingleStep;

interface PageArguments {
  $first: Step<number>;
  $after: Step<string | null | undefined>;
  $filter: Step<{ maxPriceMinor?: number | null } | null | undefined>;
}

const idOf = (typename: string) => ($row: Row) =>
  lambda(get($row, 'id' as never), (id) => globalId(typename, id as string), true);

const practice = `WITH ${streaks('$1')} ${statistics('$1', '$2')}`;
const booking = `WITH person AS MATERIALIZED (SELECT account."id" ${signedIn}), ${book('(SELECT "id" FROM person)')}
  SELECT 'Booking' AS "__typename", "id", "status", "amountMinor", "currency" FROM booked`;

const api = extendSchema((build) => {
  const { sql } = build;
  const { Account, Session, Booking } = build.input.pgRegistry.pgResources as unknown as Record<
    'Account' | 'Session' | 'Booking',
    PgResource
  >;
  const claim = (name: keyof Claims) => get(get(context(), 'claims') as Step<Claims>, name);

  const instant = (column: string) => ($row: Row) => {
    const value = sql`${$row.getClassStep().alias}.${sql.identifier(column)}`;
    return $row.select(sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, TYPES.text);
  };
  const money = (amount: string) => ($row: Row) =>
    object({ amountMinor: get($row, amount as never), currency: get($row, 'currency' as never) });

  return {
    typeDefs: parse(
      typeDefs
        .replace(/type (?=Query|Mutation)/g, 'extend type ')
        .replaceAll('DateTime', 'String')
        .replace('scalar String', ''),
    ),
    objects: {
      Query: {
        plans: {
          viewer() {
            const $accounts = Account.find({ id: claim('accountId') });
            const account = $accounts.alias;
            const device = $accounts.placeholder(claim('deviceSessionId'), TYPES.uuid);
            $accounts.where(sql`${account}."status" = 'ACTIVE' AND EXISTS (
              SELECT FROM "DeviceSession" device WHERE device."id" = ${device} AND device."accountId" = ${account}."id"
                AND device."endedAt" IS NULL AND device."expiresAt" > now())`);
            return $accounts.single();
          },
          session(_$root: unknown, { $id }: { $id: Step<string> }) {
            const $sessions = Session.find({ id: lambda($id, localId, true) });
            $sessions.where(sql`${$sessions.alias}."status" <> 'DRAFT'`);
            return $sessions.single();
          },
          sessions(_$root: unknown, { $first, $after, $filter }: PageArguments) {
            const $sessions = Session.find();
            const session = $sessions.alias;
            $sessions.where(sql`${session}."visibility" = 'LISTED' AND ${session}."status" IN ('SCHEDULED', 'LIVE')
              AND (${session}."status" = 'LIVE' OR ${session}."endsAt" > now()) AND ${session}."archivedAt" IS NULL`);
            $sessions.apply(
              lambda(
                [$after, get($filter, 'maxPriceMinor')],
                ([after, maxPriceMinor]) =>
                  (query: PgSelectQueryBuilder) => {
                    if (after) {
                      const { startsAt, id } = parseCursor(after);
                      query.where(sql`(${query.alias}."startsAt", ${query.alias}."id")
                    > (${sqlValueWithCodec(startsAt, TYPES.timestamptz)}, ${sqlValueWithCodec(id, TYPES.uuid)})`);
                    }
                    if (maxPriceMinor != null)
                      query.where(sql`${query.alias}."priceMinor" <= ${sqlValueWithCodec(maxPriceMinor, TYPES.int)}`);
                  },
              ),
            );
            $sessions.orderBy({ attribute: 'startsAt', direction: 'ASC' });
            $sessions.orderBy({ attribute: 'id', direction: 'ASC' });
            $sessions.setFirst($first);
            return object({ nodes: $sessions });
          },
        },
      },
      Mutation: {
        plans: {
          bookingCreate(_$root: unknown, { $input }: { $input: Step<{ sessionId: string }> }) {
            const $data = object({
              device: claim('deviceSessionId'),
              account: claim('accountId'),
              session: get($input, 'sessionId'),
            });
            return sideEffectWithPgClient(Account.executor, $data, async (client, { device, account, session }) => {
              const values = [device, account, localId(session), randomUUID()];
              try {
                const { rows } = await client.query<BookingRow>({ name: 'book', text: booking, values });
                return rows[0] ?? sessionFull;
              } catch (error) {
                if ((error as { code?: string }).code === '23505') return alreadyBooked;
                throw error;
              }
            });
          },
        },
      },
      Account: {
        plans: {
          id: idOf('Account'),
          bookings($account: Row, { $first }: { $first: Step<number> }) {
            const $bookings = Booking.find({ accountId: $account.get('id') });
            $bookings.orderBy({ attribute: 'bookedAt', direction: 'DESC' });
            $bookings.orderBy({ attribute: 'id', direction: 'DESC' });
            $bookings.setFirst($first);
            return object({ nodes: $bookings });
          },
          practiceStats: ($account: Row) =>
            loadOneWithPgClient(Account.executor, [$account.get('id'), $account.get('timeZone')], (client, people) =>
              Promise.all(
                people.map(async (values) => {
                  const statement = { name: 'practice', text: practice, values: [...values] };
                  return (await client.query<StatisticsRow>(statement)).rows[0] ?? null;
                }),
              ),
            ),
        },
      },
      PracticeStats: {
        plans: Object.fromEntries(
          Object.entries(rowResolvers.PracticeStats).map(([name, from]) => [
            name,
            ($row: Step<StatisticsRow>) => lambda($row, from, true),
          ]),
        ),
      },
      User: { plans: { id: idOf('User') } },
      Session: {
        plans: {
          id: idOf('Session'),
          startsAt: instant('startsAt'),
          price: money('priceMinor'),
          host: ($session: Row) => Account.get({ id: $session.get('hostId') }),
          seatsLeft($session: Row) {
            const session = $session.getClassStep().alias;
            return $session.select(
              sql`CASE WHEN ${session}."maxParticipants" IS NOT NULL THEN greatest(0, ${session}."maxParticipants" - ${session}."seatsTaken") END`,
              TYPES.int,
            );
          },
        },
      },
      Booking: {
        plans: {
          id: idOf('Booking'),
          bookedAt: instant('bookedAt'),
          amount: money('amountMinor'),
          session: ($booking: Row) => Session.get({ id: $booking.get('sessionId') }),
        },
      },
    },
    unions: {
      BookingCreateResult: {
        planType: ($booked: Step) => ({ $__typename: get($booked, '__typename' as never), planForType: () => $booked }),
      },
    },
    // Its types know arguments by no name.
  } as never;
});

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [
    api,
    {
      name: 'RowTypes',
      version: '1.0.0',
      // The names are those of the API's types.
      inflection: { replace: { tableType: (previous, _options, codec) => `${previous?.(codec)}Row` } },
    } as GraphileConfig.Plugin,
  ],
  schema: { defaultBehavior: '-*' },
  pgServices: [
    makePgService({
      connectionString: pool.connectionString,
      schemas: ['public'],
      poolConfig: { max: pool.max },
    } as never),
  ],
  grafast: {
    context: ({ node }) => ({ claims: claimsOf(node?.req.headers.authorization) }),
  },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
};

const server = createServer();
const serv = postgraphile(preset).createServ(grafserv);
await serv.addTo(server);
await serv.ready();
server.listen(port, host);
