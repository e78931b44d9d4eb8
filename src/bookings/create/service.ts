import { z } from 'zod';
import type { App, SignedIn } from '../../context.ts';
import { batched, batchedByKey } from '../../database/batch.ts';
import { unavailability } from '../../database/errors.ts';
import type { Booking } from '../../database/generated/client.ts';
import { lockPassesToBook, lockSessionRow } from '../../database/locks.ts';
import { plainTransaction, type Transaction, transaction } from '../../database/transaction.ts';
import { ownedState } from '../../node-state.ts';
import { PromotionNotUsableError } from '../../promotions/errors.ts';
import { codeKeyOf, findPromotion } from '../../promotions/find.ts';
import { line, validate } from '../../validation.ts';
import { guestNames, hasSeatsFor, partyBody, seats, tooManyNames } from '../party/validation.ts';
import { expireHoldsOf } from '../seats/service.ts';
import type { BookingRequest, Stage } from './decision.ts';
import { lockPromotionsOf } from './facts.ts';
import { BookingClash, type Outcome, type Undecided, writeRequests } from './write.ts';

const bookingCreation = z
  .object({
    sessionId: z.string(),
    seats: seats.nullish(),
    guestNames: guestNames.nullish(),
    idempotencyKey: line(1, 100).nullish(),
    joinWaitlist: z.boolean().nullish(),
    payWith: z.string().nullish(),
    promotionCode: z.string().max(100, 'must have at most 100 characters').nullish(),
  })
  .refine(({ guestNames: names, seats: count }) => hasSeatsFor(names ?? [], count ?? 1), tooManyNames);

/**
 * Books seats for the viewer and their guests, all or none: confirmed at once in a free session or where a pass pays, pending
 * until its hold expires in a priced one. A retry with the same idempotency key returns the booking that the first try made.
 */
export async function createBooking(context: SignedIn, input: z.input<typeof bookingCreation>): Promise<Booking> {
  const valid = validate(bookingCreation, input);
  const { sessionId, idempotencyKey = null, joinWaitlist } = valid;
  const party = { seats: valid.seats ?? 1, guestNames: valid.guestNames ?? [] };
  const passId = valid.payWith ?? null;
  const code = valid.promotionCode ? codeKeyOf(valid.promotionCode) : null;
  const promotion = await promotionOf(context, sessionId, code);
  const { account } = context.viewer;
  const request: BookingRequest = {
    sessionId,
    accountId: account.id,
    isAdmin: account.role === 'ADMIN',
    bookedById: null,
    ...party,
    passId,
    ...promotion,
    joinWaitlist: joinWaitlist ?? false,
    idempotencyKey,
    // For one seat without a pass or a code it is as before those existed: a retry may come after an update.
    idempotencyBody: JSON.stringify([
      sessionId,
      joinWaitlist ?? false,
      ...(party.seats > 1 ? [partyBody(party)] : []),
      ...(passId ? [{ passId }] : []),
      ...(code ? [{ code }] : []),
    ]),
  };
  const outcome = await requestsOf(context.app)(request);
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.booking;
}

/** The promotion code of a request, or the reason why it cannot be used. A retry is answered with its booking instead. */
async function promotionOf(
  context: SignedIn,
  sessionId: string,
  code: string | null,
): Promise<Pick<BookingRequest, 'promotionId' | 'promotionFault'>> {
  const session = code && (await context.app.database.prisma.session.findUnique({ where: { id: sessionId } }));
  if (!session) return { promotionId: null, promotionFault: null };
  try {
    return { promotionId: (await findPromotion(context, session, code)).id, promotionFault: null };
  } catch (fault) {
    if (fault instanceof PromotionNotUsableError) return { promotionId: null, promotionFault: fault };
    throw fault;
  }
}

// One at a time: two groups would be smaller, and wait for each other's sessions.
const groups = { atOnce: 1, size: 100 };

const requestsOf = ownedState((app: App) => {
  const grouped = batched((requests: BookingRequest[]) => bookGroup(app, requests), groups);
  const ofSession = batchedByKey(
    ({ sessionId }: BookingRequest) => sessionId,
    (requests) => bookUnderLock(app, requests),
    groups,
  );
  return async (request: BookingRequest): Promise<Outcome> => {
    const outcome = await grouped(request);
    return typeof outcome === 'string' ? ofSession(request) : outcome;
  };
});

/** Books a batch of concurrent requests, across sessions, in one transaction. Leaves some undecided. */
async function bookGroup(app: App, requests: BookingRequest[]): Promise<(Outcome | Undecided)[]> {
  try {
    return await plainTransaction(app.database, (tx) => writeRequests(tx, app, requests, 'group'));
  } catch (error) {
    const away = unavailability(error);
    if (away) throw away;
    // Another transaction clashed with the group or held a row for long. The group was rolled back.
    app.log.info({ err: error }, 'a group of bookings failed, and is booked session by session');
    return requests.map(() => 'lock');
  }
}

/** Books a batch of concurrent requests for one session, under its lock, which allows releasing overdue holds. */
function bookUnderLock(app: App, requests: [BookingRequest, ...BookingRequest[]]): Promise<Outcome[]> {
  return retryingClashes(app, (tx) => decideAll(tx, app, requests));
}

/** Books for one person in a transaction that does more than that, and has locked the session. */
export async function bookInTransaction(tx: Transaction, app: App, request: BookingRequest): Promise<Booking> {
  const [outcome] = (await decideAll(tx, app, [request])) as [Outcome];
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.booking;
}

/** Runs a transaction that books, again where a booking of another session took its idempotency key meanwhile. */
export async function retryingClashes<Result>(app: App, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(app.database, work);
    } catch (error) {
      // The other booking has committed by now: the next attempt reads it.
      if (!(error instanceof BookingClash) || attempt === 3) throw error;
    }
  }
}

async function decideAll(
  tx: Transaction,
  app: App,
  requests: [BookingRequest, ...BookingRequest[]],
): Promise<Outcome[]> {
  const [{ sessionId }] = requests;
  await lockSessionRow(tx, sessionId);
  const passIds = requests.flatMap(({ passId }) => passId ?? []);
  // At once with those of people who may move up as overdue holds are released.
  if (passIds.length > 0) await lockPassesToBook(tx, sessionId, passIds);
  await lockPromotionsOf(tx, requests);
  const outcomes = new Map<BookingRequest, Outcome | Undecided>();
  const isUndecided = (request: BookingRequest) => typeof outcomes.get(request) === 'string';
  let stage: Stage = 'locked';
  // Each round decides at least the first of its requests, or releases the overdue holds.
  for (let open: BookingRequest[] = requests; open.length > 0; open = requests.filter(isUndecided)) {
    if ([...outcomes.values()].includes('release')) {
      await expireHoldsOf(tx, app, sessionId);
      stage = 'released';
    }
    const decided = await writeRequests(tx, app, open, stage);
    for (const [index, request] of open.entries()) outcomes.set(request, decided[index] as Outcome | Undecided);
  }
  return requests.map((request) => outcomes.get(request) as Outcome);
}
