import { takeSeats } from '../../src/bookings/seats/service.ts';
import { plainTransaction } from '../../src/database/transaction.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { type Publisher, shala } from './node.ts';
import { type Change, type Play, paced, type StreamWorkload } from './workload.ts';

const subscribers = 5_000;
const sessions = 20;
// In each of the sessions a seat is taken so many times a second.
const perSecond = 20;

/** Visitors look at one page of the catalogue, while its sessions are booked. */
export const seatsWorkload: StreamWorkload = {
  name: `S3 5,000 subscribers of the seats of ${sessions} sessions, ${sessions * perSecond} changes/s`,
  query: `subscription ($sessionIds: [ID!]!) {
    seatsChanged(sessionIds: $sessionIds) { id status seatsTaken seatsLeft }
  }`,
  reader: 'seats',
  servers: (surroundings) => [shala(surroundings, prepare)],
  load: paced(perSecond),
};

async function prepare({ database, events, signUp, schedule }: Publisher): Promise<Play> {
  const [host] = await signUp(1);
  const session = { hostId: host?.id as string, maxParticipants: 100_000, visibility: 'LISTED' } as const;
  const ids = await schedule(Array(sessions).fill(session));
  const variables = { sessionIds: ids.map((id) => globalId('Session', id)) };
  let seatsTaken = 0;

  /** Takes a seat in each session, as a group of bookings does. */
  const change = async (changed: (change: Change) => void) => {
    seatsTaken += 1;
    const data = { type: 'SeatsChanged', seatsTaken, seatsLeft: session.maxParticipants - seatsTaken };
    const seats = ids.map((sessionId) => ({ seats: 1, event: { sessionId, isInSession: true, data } }));
    const taken = seatsTaken;
    const at = await plainTransaction(database, async (tx) => {
      await takeSeats(tx, { events }, seats);
      return Date.now();
    });
    changed({ seatsTaken: taken, at });
  };
  // One after another: each waits for the rows of the one before anyway.
  let last: Promise<void> = Promise.resolve();
  return {
    subscriptions: Array(subscribers).fill({ token: null, variables }),
    publish(_count, changed) {
      last = last.then(() => change(changed));
      return last;
    },
    expected: () => Array(subscribers).fill(seatsTaken),
  };
}
