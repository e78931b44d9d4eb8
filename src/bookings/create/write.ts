import type { App } from '../../context.ts';
import type { Statements } from '../../database/client.ts';
import type { Booking, PromotionCode } from '../../database/generated/client.ts';
import { together } from '../../database/transaction.ts';
import type { NewEvent } from '../../events/log.ts';
import { takeCredits } from '../../passes/ledger.ts';
import type { PassWithBalance } from '../../passes/rules.ts';
import { countUse, writeUses } from '../../promotions/uses.ts';
import { bookedNotifications } from '../notifications/causes.ts';
import { seatsChanged } from '../seats/events.ts';
import { takeSeats } from '../seats/service.ts';
import { bookingChanged } from '../stream.ts';
import { type BookingRequest, type Decision, decide, type Facts, type SessionFacts, type Stage } from './decision.ts';
import { lockFacts } from './facts.ts';
import { insertBookings, type NewBooking, newBooking } from './new-booking.ts';

export type Outcome = Extract<Decision, object>;
/** The request needs the lock of its session, or overdue holds released. */
export type Undecided = 'lock' | 'release';

/** Another transaction committed a booking of the same person with the same idempotency key in another session. */
export class BookingClash extends Error {}

/** A booking to write with its event, which also tells of the seats that it takes, if it takes them. */
interface Draft {
  session: SessionFacts;
  /** The pass that pays for it. */
  pass: PassWithBalance | null;
  /** The code that lowers its price. */
  promotion: PromotionCode | null;
  booking: NewBooking;
  event: NewEvent & { sessionId: string };
}

/** Decides about requests in their order, and writes the bookings, their seats and the events of those. */
export async function writeRequests(
  tx: Statements,
  app: App,
  requests: BookingRequest[],
  stage: Stage,
): Promise<(Outcome | Undecided)[]> {
  const facts = await lockFacts(tx, requests, stage);
  const drafts = new Map<BookingRequest, Draft>();
  const claimed = new Set<string>();
  const decisions = requests.map((request, index): Decision => {
    const keys = uniqueKeysOf(request);
    // A person's second request is decided once the first is written.
    if (keys.some((key) => claimed.has(key))) return 'lock';
    const decision = decide(request, facts[index] as Facts, stage);
    const session = facts[index]?.session;
    if (!session || (decision !== 'seat' && decision !== 'waitlist')) return decision;
    for (const key of keys) claimed.add(key);
    drafts.set(request, draftOf(facts[index] as Facts, session, request, decision === 'seat'));
    return decision;
  });

  const bookings = await write(tx, app, [...drafts.values()]);
  return decisions.map((decision, index) => {
    if (decision !== 'seat' && decision !== 'waitlist') return decision;
    const { booking } = drafts.get(requests[index] as BookingRequest) as Draft;
    return { booking: bookings.get(booking.id) as Booking };
  });
}

/** Counts the seats or the place on the waitlist in `session`, which all requests for it share. */
function draftOf({ pass, promotion }: Facts, session: SessionFacts, request: BookingRequest, hasSeat: boolean): Draft {
  if (hasSeat) {
    session.seatsTaken += request.seats;
    if (pass) pass.balance -= request.seats;
  } else {
    session.waitlistLength += request.seats;
    session.hasLine = true;
  }
  if (promotion) countUse(promotion, request.accountId);
  const code = promotion?.promotion ?? null;
  const booking = newBooking(session, request, { hasSeat, promotion: code });
  const { sessionId, accountId } = booking;
  const changed = bookingChanged(booking);
  const data = hasSeat ? { ...changed, ...seatsChanged(session) } : changed;
  return {
    session,
    pass: hasSeat ? pass : null,
    promotion: code,
    booking,
    event: { sessionId, accountId, isInSession: hasSeat, data },
  };
}

/** Writes the bookings, takes their seats and logs the seats. Returns the bookings by their IDs. */
async function write(tx: Statements, app: App, drafts: Draft[]): Promise<Map<string, Booking>> {
  if (drafts.length === 0) return new Map();
  const inserted = insertBookings(tx, drafts.map(({ booking }) => booking).sort(byKey)).then((rows) => {
    if (rows.length < drafts.length) throw new BookingClash('a booking clashed with one that was made meanwhile');
    return rows;
  });
  for (const hostId of new Set(drafts.map(({ session }) => session.hostId))) app.events.accountChanged(tx, hostId);
  const notifications = drafts.flatMap(({ session, booking }) => bookedNotifications(session, booking));
  const [written] = await together(
    inserted,
    payWithPassesAndCodes(tx, app, drafts, inserted).then(() => seat(tx, app, drafts)),
    app.mail.queue(tx, notifications),
  );
  return new Map(written.map((booking) => [booking.id, booking]));
}

/** Takes the credits of passes and the uses of codes, which refer to the bookings. */
async function payWithPassesAndCodes(
  tx: Statements,
  app: App,
  drafts: Draft[],
  inserted: Promise<unknown>,
): Promise<void> {
  const credits = drafts.flatMap(({ pass, booking: { id, seats } }) => (pass ? { pass, bookingId: id, seats } : []));
  const uses = drafts.flatMap(({ promotion, booking: { id: bookingId, accountId, discountMinor, currency } }) =>
    promotion ? { codeId: promotion.id, bookingId, accountId, discountMinor, currency } : [],
  );
  if (credits.length === 0 && uses.length === 0) return;
  await inserted;
  await takeCredits(tx, app, credits);
  await writeUses(tx, uses);
}

async function seat(tx: Statements, app: App, drafts: Draft[]): Promise<void> {
  const [seated, waiting] = [true, false].map((isSeated) =>
    drafts.filter(({ event }) => event.isInSession === isSeated),
  ) as [Draft[], Draft[]];
  await together(
    takeSeats(
      tx,
      app,
      seated.map(({ booking, event }) => ({ seats: booking.seats, event })),
    ),
    app.events.appendAll(
      tx,
      waiting.map(({ event }) => event),
    ),
  );
}

/** At most one of the requests that share a key is booked. */
function uniqueKeysOf({ sessionId, accountId, idempotencyKey }: BookingRequest): string[] {
  const own = `${accountId} in ${sessionId}`;
  return idempotencyKey === null ? [own] : [own, `${accountId} by ${idempotencyKey}`];
}

/** The order in which bookings are written, so that two groups that share a key queue instead of deadlocking. */
function byKey(one: NewBooking, other: NewBooking): number {
  const [first, second] = [one, other].map(({ accountId, idempotencyKey }) => `${accountId} ${idempotencyKey}`);
  return (first as string) < (second as string) ? -1 : 1;
}
