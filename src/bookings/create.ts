import { z } from 'zod';
import type { App, SignedIn } from '../context.ts';
import { batched } from '../database/batch.ts';
import type { Statements } from '../database/client.ts';
import { unavailability } from '../database/errors.ts';
import type { Booking } from '../database/generated/client.ts';
import { groupedBy } from '../database/grouping.ts';
import { type BookableSession, lockSessionRow, lockSessionsWithSeats } from '../database/locks.ts';
import { plainTransaction, transaction } from '../database/transaction.ts';
import { ownedState } from '../node-state.ts';
import { line, validate } from '../validation.ts';
import { bookingsChanged } from './changes.ts';
import { type BookingRequest, type Decision, decide, type Facts, readFacts, type Stage } from './decision.ts';
import { insertBookings, type NewBooking, newBooking } from './new-booking.ts';
import { type SeatsChanged, seatsChanged } from './seats/events.ts';
import { expireHoldsOf, takeSeats } from './seats/service.ts';

const bookingCreation = z.object({
  sessionId: z.string(),
  idempotencyKey: line(1, 100).nullish(),
  joinWaitlist: z.boolean().nullish(),
});

/**
 * Books a seat for the viewer: a free one is confirmed at once, a priced one pending while its hold lasts. A retry
 * with the same idempotency key returns the booking that the first try made.
 */
export async function createBooking(context: SignedIn, input: z.input<typeof bookingCreation>): Promise<Booking> {
  const { sessionId, idempotencyKey = null, joinWaitlist } = validate(bookingCreation, input);
  const { account } = context.viewer;
  const request: BookingRequest = {
    sessionId,
    accountId: account.id,
    isAdmin: account.role === 'ADMIN',
    joinWaitlist: joinWaitlist ?? false,
    idempotencyKey,
    idempotencyBody: JSON.stringify([sessionId, joinWaitlist ?? false]),
  };
  const outcome = await groupOf(context.app)(request);
  const settled = typeof outcome === 'string' ? await bookAlone(context.app, request) : outcome;
  if ('refusal' in settled) throw settled.refusal;
  return settled.booking;
}

type Outcome = Exclude<Decision, string>;

/**
 * Books a batch of concurrent requests, across sessions, in one transaction. A request that needs the lock of its
 * session, or overdue holds released, is left undecided.
 */
const groupOf = ownedState((app: App) =>
  batched((requests: BookingRequest[]) => bookGroup(app, requests), { atOnce: 2, size: 100 }),
);

async function bookGroup(app: App, requests: BookingRequest[]): Promise<(Outcome | 'lock' | 'release')[]> {
  try {
    return await plainTransaction(app.database, async (tx) => {
      const ids = [...new Set(requests.map(({ sessionId }) => sessionId))];
      const sessions = await lockSessionsWithSeats(tx, ids);
      return settle(tx, app, requests, new Map(sessions.map((session) => [session.id, session])));
    });
  } catch (error) {
    const away = unavailability(error);
    if (away) throw away;
    // A clash with another transaction, or a row that one holds for long: nothing of the group was booked.
    app.log.info({ err: error }, 'a group of bookings failed, and is booked one by one');
    return requests.map(() => 'lock');
  }
}

/** Books a group of one, with the session's row locked: overdue holds are released, and the waitlist is open. */
async function bookAlone(app: App, request: BookingRequest): Promise<Outcome> {
  const { sessionId } = request;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      return await transaction(app.database, async (tx) => {
        await lockSessionRow(tx, sessionId);
        for (const stage of ['locked', 'released'] as const) {
          if (stage === 'released') await expireHoldsOf(tx, app, sessionId);
          const [outcome] = await settle(tx, app, [request], stage);
          if (outcome && typeof outcome !== 'string') return outcome;
        }
        throw new Error('a booking was not decided under the lock of its session');
      });
    } catch (error) {
      // The other booking is committed by now, and is seen by the next attempt.
      if (!(error instanceof BookingClash)) throw error;
    }
  }
  throw new Error('a booking clashed again and again');
}

/** A booking of the same person was committed meanwhile, with the same key in another session. */
class BookingClash extends Error {}

/**
 * Decides about requests in their order and writes what was decided. Given are the sessions of a group whose rows are
 * locked, or the stage of a single request, whose session is locked.
 */
async function settle(
  tx: Statements,
  app: App,
  requests: BookingRequest[],
  given: ReadonlyMap<string, BookableSession> | Exclude<Stage, 'group'>,
): Promise<(Outcome | 'lock' | 'release')[]> {
  const [stage, locked] =
    typeof given === 'string' ? [given, new Map<string, BookableSession>()] : ['group' as const, given];
  const facts = await readFacts(tx, requests, locked);
  const drafts = new Map<BookingRequest, NewBooking>();
  const seats: Seat[] = [];
  const asked = new Set<string>();
  const decisions = requests.map((request, index): Decision => {
    const names = namesOf(request);
    // A second request of one person is decided once the first is committed.
    if (names.some((name) => asked.has(name))) return 'lock';
    const decision = decide(request, facts[index] as Facts, stage);
    const session = facts[index]?.session;
    if (!session || (decision !== 'seat' && decision !== 'waitlist')) return decision;
    // A seat that was freed meanwhile in a session that is not locked.
    if (stage === 'group' && !locked.has(session.id)) return 'lock';
    for (const name of names) asked.add(name);
    drafts.set(request, newBooking(session, request, decision === 'seat'));
    if (decision === 'seat') {
      session.seatsTaken += 1;
      seats.push({ session, event: seatsChanged(session) });
    }
    return decision;
  });

  const written = await write(tx, app, [...drafts.values()], seats);
  notifyOf(tx, app, [...written.values()], facts);
  return decisions.map((decision, index) => {
    if (decision !== 'seat' && decision !== 'waitlist') return decision;
    const draft = drafts.get(requests[index] as BookingRequest) as NewBooking;
    return { booking: written.get(draft.id) as Booking };
  });
}

/** A seat that was decided, and the event that tells of it. */
interface Seat {
  session: BookableSession;
  event: SeatsChanged;
}

/** Takes seats, writes bookings and logs the seats; returns the bookings by their IDs. */
async function write(tx: Statements, app: App, drafts: NewBooking[], seats: Seat[]): Promise<Map<string, Booking>> {
  if (drafts.length === 0) return new Map();
  if (seats.length > 0) {
    const counts = new Map<string, number>();
    for (const { session } of seats) counts.set(session.id, (counts.get(session.id) ?? 0) + 1);
    await takeSeats(tx, counts);
  }
  const written = await insertBookings(tx, drafts.sort(byKey));
  if (written.length < drafts.length) throw new BookingClash('a booking clashed with one that was made meanwhile');
  if (seats.length > 0) {
    await app.events.appendAll(
      tx,
      seats.map(({ session, event }): [string, SeatsChanged] => [session.id, event]),
    );
  }
  return new Map(written.map((booking) => [booking.id, booking]));
}

function notifyOf(tx: Statements, app: App, bookings: Booking[], facts: Facts[]): void {
  const sessions = new Map(facts.flatMap(({ session }) => (session ? [[session.id, session] as const] : [])));
  const groups = groupedBy([...sessions.keys()], bookings, ({ sessionId }) => sessionId);
  for (const [index, session] of [...sessions.values()].entries()) {
    bookingsChanged(tx, app, session, groups[index] as Booking[]);
  }
}

/** Of two requests that share one of these, at most one is booked. */
function namesOf({ sessionId, accountId, idempotencyKey }: BookingRequest): string[] {
  const own = `${accountId} in ${sessionId}`;
  return idempotencyKey === null ? [own] : [own, `${accountId} by ${idempotencyKey}`];
}

/** Bookings are written in this order, so that two groups with a key in common queue instead of deadlocking. */
function byKey(one: NewBooking, other: NewBooking): number {
  const [first, second] = [one, other].map(({ accountId, idempotencyKey }) => `${accountId} ${idempotencyKey}`);
  return (first as string) < (second as string) ? -1 : 1;
}
