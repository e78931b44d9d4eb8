import { z } from 'zod';
import type { App, SignedIn } from '../../context.ts';
import { batched } from '../../database/batch.ts';
import { unavailability } from '../../database/errors.ts';
import type { Booking } from '../../database/generated/client.ts';
import { lockSessionRow, lockSessionsWithSeats } from '../../database/locks.ts';
import { plainTransaction, transaction } from '../../database/transaction.ts';
import { ownedState } from '../../node-state.ts';
import { line, validate } from '../../validation.ts';
import { expireHoldsOf } from '../seats/service.ts';
import type { BookingRequest } from './decision.ts';
import { BookingClash, type Outcome, type Undecided, writeRequests } from './write.ts';

const bookingCreation = z.object({
  sessionId: z.string(),
  idempotencyKey: line(1, 100).nullish(),
  joinWaitlist: z.boolean().nullish(),
});

/**
 * Books a seat for the viewer: confirmed at once in a free session, pending until its hold expires in a priced one. A
 * retry with the same idempotency key returns the booking that the first try made.
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
  const first = await groupOf(context.app)(request);
  const outcome = typeof first === 'string' ? await bookAlone(context.app, request) : first;
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.booking;
}

const groupOf = ownedState((app: App) =>
  batched((requests: BookingRequest[]) => bookGroup(app, requests), { atOnce: 2, size: 100 }),
);

/** Books a batch of concurrent requests, across sessions, in one transaction. Leaves some undecided. */
async function bookGroup(app: App, requests: BookingRequest[]): Promise<(Outcome | Undecided)[]> {
  try {
    return await plainTransaction(app.database, async (tx) => {
      const ids = [...new Set(requests.map(({ sessionId }) => sessionId))];
      const sessions = await lockSessionsWithSeats(tx, ids);
      return writeRequests(tx, app, requests, 'group', new Map(sessions.map((session) => [session.id, session])));
    });
  } catch (error) {
    const away = unavailability(error);
    if (away) throw away;
    // Another transaction clashed with the group or held a row for long. The group was rolled back.
    app.log.info({ err: error }, 'a group of bookings failed, and is booked one by one');
    return requests.map(() => 'lock');
  }
}

/** Books one request under the lock of its session, which allows releasing overdue holds and joining the waitlist. */
async function bookAlone(app: App, request: BookingRequest): Promise<Outcome> {
  const { sessionId } = request;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      return await transaction(app.database, async (tx) => {
        await lockSessionRow(tx, sessionId);
        for (const stage of ['locked', 'released'] as const) {
          if (stage === 'released') await expireHoldsOf(tx, app, sessionId);
          const [outcome] = await writeRequests(tx, app, [request], stage);
          if (outcome && typeof outcome !== 'string') return outcome;
        }
        throw new Error('a booking was not decided under the lock of its session');
      });
    } catch (error) {
      // The other booking has committed by now: the next attempt reads it.
      if (!(error instanceof BookingClash)) throw error;
    }
  }
  throw new Error('a booking clashed again and again');
}
