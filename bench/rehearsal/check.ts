import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/database/client.ts';
import { parseGlobalId } from '../../src/graphql/global-ids.ts';
import type { Told } from './bookers.ts';
import type { Dashboard } from './subscribers.ts';

const patience = 20_000;

/** What is not as people were told. */
export async function faultsOf(database: Database, told: Told[], dashboards: Dashboard[]): Promise<string[]> {
  return [
    ...(await faultsOfBookings(database, told)),
    ...(await faultsOfSeats(database)),
    ...(await faultsOfDashboards(database, dashboards)),
  ];
}

async function faultsOfBookings({ prisma }: Database, told: Told[]): Promise<string[]> {
  const stored = new Map((await prisma.booking.findMany()).map((booking) => [booking.id, booking]));
  const faults: string[] = [];
  for (const { id: globalId, isCancelled } of told) {
    const { id } = parseGlobalId(globalId);
    const booking = stored.get(id);
    if (!booking) faults.push(`booking ${id} was acknowledged and is lost`);
    else if ((booking.status === 'CANCELLED') !== isCancelled) faults.push(`booking ${id} is ${booking.status}`);
  }
  const pairs = [...stored.values()].filter(({ status }) => status !== 'CANCELLED');
  const distinct = new Set(pairs.map(({ accountId, sessionId }) => `${accountId} ${sessionId}`));
  if (distinct.size !== pairs.length) faults.push(`${pairs.length - distinct.size} people booked a session twice`);
  if (new Set(told.map(({ id }) => id)).size !== told.length) faults.push('a booking was acknowledged to two requests');
  return faults;
}

async function faultsOfSeats({ rows }: Database): Promise<string[]> {
  const sessions = await rows<{ id: string; seatsTaken: number; maxParticipants: number; seats: number }>`
    SELECT session."id", "seatsTaken", "maxParticipants", coalesce(sum(booking."seats"), 0)::int AS "seats"
    FROM "Session" session LEFT JOIN "Booking" booking ON booking."sessionId" = session."id" AND booking."status" = 'CONFIRMED'
    GROUP BY session."id"`;
  return sessions.flatMap(({ id, seatsTaken, maxParticipants, seats }) => [
    ...(seatsTaken === seats ? [] : [`session ${id} counts ${seatsTaken} seats, of which ${seats} are booked`]),
    ...(seats <= maxParticipants ? [] : [`session ${id} is oversold: ${seats} of ${maxParticipants}`]),
  ]);
}

/** Each dashboard has each event of its host's bookings once and in order, at the latest after a while. */
async function faultsOfDashboards({ rows }: Database, dashboards: Dashboard[]): Promise<string[]> {
  const logged = await rows<{ hostId: string; place: string }>`
    SELECT "hostId", "transaction" || '.' || "position" AS "place" FROM "Event" event JOIN "Session" session ON session."id" = "sessionId"
    WHERE "type" = 'BookingChanged' OR ("type" = 'SeatsChanged' AND "payload"->>'bookingId' IS NOT NULL)
    ORDER BY "transaction", "position"`;
  const expected = new Map<string, string[]>();
  for (const { hostId, place } of logged) expected.set(hostId, [...(expected.get(hostId) ?? []), place]);
  const wanted = ({ host }: Dashboard) => expected.get(host.id) ?? [];
  const until = performance.now() + patience;
  const isBehind = (one: Dashboard) => one.places.length < wanted(one).length;
  while (dashboards.some(isBehind) && performance.now() < until) await wait(100);
  return dashboards.flatMap((one, index) => {
    const missed = wanted(one).filter((place) => !one.places.includes(place)).length;
    const doubled = one.places.length - new Set(one.places).size;
    const isOrdered = one.places.every((place, at) => at === 0 || place !== one.places[at - 1]);
    if (missed === 0 && doubled === 0 && isOrdered && one.places.join() === wanted(one).join()) return [];
    return [`dashboard ${index} missed ${missed} events of ${wanted(one).length}, and has ${doubled} twice`];
  });
}
