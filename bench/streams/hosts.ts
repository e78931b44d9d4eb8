import { randomUUID } from 'node:crypto';
import { takeSeats } from '../../src/bookings/seats/service.ts';
import { plainTransaction } from '../../src/database/transaction.ts';
import { type Publisher, shala } from './node.ts';
import { type Play, paced, type StreamWorkload } from './workload.ts';

const hosts = 200;
const sessionsOfEach = 5;
const perSecond = 200;

/** Hosts look at their dashboards, while their sessions are booked and people come and go. */
export const hostsWorkload: StreamWorkload = {
  name: `S4 ${hosts} hosts of ${sessionsOfEach} sessions each, ${perSecond} events/s`,
  query: `subscription {
    hostEvents {
      __typename
      cursor
      occurredAt
      ... on HostSnapshot { sessions { id title status seatsTaken } account { today { ...Figures } } }
      ... on FiguresUpdate { account { today { ...Figures } } }
      ... on BookingUpdate { booking { id status user { displayName } session { id seatsTaken seatsLeft } } }
      ... on SessionUpdate {
        session { id }
        event { ... on ParticipantPresenceChanged { participant { presence user { displayName } } } }
      }
    }
  }
  fragment Figures on Today { sessions liveSessions seatsTaken peopleIn received { currency grossMinor } }`,
  reader: 'host',
  servers: (surroundings) => [shala(surroundings, prepare)],
  load: paced(perSecond),
};

async function prepare({ database, events, signUp, schedule }: Publisher): Promise<Play> {
  const { prisma } = database;
  const people = await signUp(hosts);
  const [guest] = await signUp(1);
  const accountId = guest?.id as string;
  const ids = await schedule(people.flatMap(({ id }) => Array(sessionsOfEach).fill({ hostId: id })));
  const sessions = ids.map((id) => ({ id, participantId: randomUUID(), bookingId: randomUUID(), seatsTaken: 0 }));
  await prisma.participant.createMany({
    data: sessions.map(({ id, participantId }) => ({
      ...{ id: participantId, sessionId: id, accountId, role: 'MEMBER', presence: 'ONLINE' },
      leaseExpiresAt: new Date(Date.now() + 3_600_000),
    })),
  });
  await prisma.booking.createMany({
    data: sessions.map(({ id, bookingId }) => ({
      ...{ id: bookingId, sessionId: id, accountId, status: 'CONFIRMED', amountMinor: 0, currency: 'EUR' },
      confirmedAt: new Date(),
    })),
  });
  const counts = people.map(() => 0);
  let published = 0;
  return {
    subscriptions: people.map(({ token }) => ({ token, variables: {} })),
    async publish() {
      const turn = published;
      published += 1;
      // One host after another, so that each hears of something at the same pace.
      const host = turn % hosts;
      const session = sessions[host * sessionsOfEach + (Math.floor(turn / hosts) % sessionsOfEach)];
      if (!session) return;
      const { id: sessionId, participantId, bookingId } = session;
      counts[host] = (counts[host] ?? 0) + 1;
      const isBooked = Math.floor(turn / hosts / sessionsOfEach) % 2 === 0;
      if (isBooked) session.seatsTaken += 1;
      const data = isBooked
        ? { type: 'SeatsChanged', bookingId, status: 'CONFIRMED', seatsTaken: session.seatsTaken, seatsLeft: null }
        : { type: 'ParticipantPresenceChanged', participantId, presence: 'ONLINE', role: 'MEMBER' };
      const event = { sessionId, isInSession: true, data };
      await plainTransaction(database, async (tx) => {
        if (isBooked) await takeSeats(tx, { events }, [{ seats: 1, event }]);
        else await events.appendAll(tx, [event]);
      });
    },
    expected: () => counts,
  };
}
