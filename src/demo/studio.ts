import { endDeviceSessions } from '../accounts/device-sessions/service.ts';
import { hasPublishedPassword } from '../accounts/passwords/hashing.ts';
import { createBooking } from '../bookings/create/service.ts';
import { bookAtDesk } from '../bookings/desk/service.ts';
import { recordPayment } from '../bookings/payments/service.ts';
import type { App, SignedIn } from '../context.ts';
import type { Account, Booking, Pass, PassOffer, Sequence } from '../database/generated/client.ts';
import { partsOf, type Transaction, transaction } from '../database/transaction.ts';
import { checkInBooking } from '../lifecycle/check-in/service.ts';
import { joinSession } from '../live/participants/service.ts';
import { createStory } from '../live/stories/service.ts';
import { createOffer } from '../passes/offers/service.ts';
import { buyPass } from '../passes/purchase.ts';
import { addToDays } from '../practice/days.ts';
import { startPractice } from '../practice/service.ts';
import { localDay } from '../practice/time.ts';
import { createPromotion } from '../promotions/service.ts';
import { type DemoPeople, demoDomain, signUpPeople } from './people.ts';
import { quiet } from './quiet.ts';
import { known, makeSessions, writeSalutation } from './sessions.ts';

const day = 24 * 3_600_000;

/** The accounts of the demo that the start announces. */
export const demoAccounts = [
  { login: 'mira', about: 'a creator: hosts sessions, writes sequences' },
  { login: 'noor', about: 'a member: has bookings and a streak of practice' },
  { login: 'admin', about: 'an administrator' },
];

// Milliseconds. Usually it takes a few seconds.
const timeout = 5 * 60_000;

/**
 * Fills an empty database with a small studio, through the services that requests use; in one transaction, so that a start
 * that is broken off leaves no half of it. Returns false if the database has an account already, or another node fills it; it
 * is then left unchanged.
 */
export async function fillDemo(real: App): Promise<boolean> {
  if (await real.database.prisma.account.findFirst()) return false;
  return transaction(real.database, (tx) => fill(tx, quiet(real)), { timeout });
}

async function fill(tx: Transaction, outside: App): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('shala demo')) AS "isFree"`;
  if (!lock?.isFree || (await tx.account.findFirst())) return false;
  const app: App = { ...outside, state: new Map(), database: partsOf(tx, outside.database) };
  const people = await signUpPeople(app);
  const { mira, noor, olga } = people;
  const salutation = await writeSalutation(mira);
  const { morning, soon, breathing } = await makeSessions(people, salutation);
  const tenSeats = await sellInAdvance(people);

  const pass = await buyPass(noor, { offerId: tenSeats.id });
  await pay(app, 'Pass', pass);

  await createBooking(noor, { sessionId: morning.id });
  await createBooking(olga, { sessionId: morning.id });
  await pay(app, 'Booking', await createBooking(olga, { sessionId: known.workshopId }));
  // A party, and a guest whom the desk booked and who has come already.
  await createBooking(olga, { sessionId: soon.id, seats: 3, guestNames: ['Tomás'] });
  const guest = { name: 'Irene Costa', email: 'irene@guests.example' };
  const walkIn = await bookAtDesk(mira, { sessionId: soon.id, guest });
  await checkInBooking(mira, { id: walkIn.id });
  await createBooking(olga, { sessionId: breathing.id });
  await createBooking(noor, { sessionId: breathing.id, joinWaitlist: true });
  await joinSession(olga, { code: known.loungeCode, sessionId: null, asSpectator: false });
  await createStory(mira, { sessionId: known.loungeId, title: 'Next week’s theme' });
  await practiseDaily(noor, salutation);
  const { id } = await startPractice(noor, { sequenceId: salutation.id });
  await tx.practiceSession.update({ where: { id }, data: { id: known.practiceId } });
  return true;
}

/** Offers passes and a promotion code; returns the offer of ten seats. */
async function sellInAdvance({ mira, admin }: DemoPeople): Promise<PassOffer> {
  const tenSeats = await createOffer(mira, {
    title: 'Ten seats with Mira',
    description: 'For workshops and everything else that has a price.',
    credits: 10,
    validDays: 180,
    startsWith: 'FIRST_USE',
    price: { amountMinor: 18_000 },
    refundPercent: 80,
    refundDays: 60,
  });
  await createOffer(admin, {
    title: 'A month of everything',
    description: 'Any session of any host, as often as you like.',
    validDays: 30,
    price: { amountMinor: 9900 },
    refundPercent: 100,
    refundDays: 14,
  });
  await createPromotion(mira, {
    input: { code: 'FIRST-TIME', percent: 20, maxUsesPerPerson: 1, maxUses: 50 },
    hostId: null,
  });
  return tenSeats;
}

/**
 * Where there is no demo, signs out the accounts that an earlier demo left in the database, as long as they have its
 * published password, with which nobody can sign in any more.
 */
export async function closeDemo(app: App): Promise<void> {
  // Not by Prisma, whose compiler of queries would be loaded before the node is ready.
  const accounts = await app.database.rows<Account>`SELECT * FROM "Account" WHERE "emailKey" LIKE ${`%${demoDomain}`}`;
  const isLeft = await Promise.all(accounts.map(hasPublishedPassword));
  const left = accounts.filter((_, index) => isLeft[index]);
  if (left.length === 0) return;
  for (const { id } of left)
    await transaction(app.database, (tx) => endDeviceSessions(tx, app, { accountId: id }, 'REVOKED'));
  app.log.warn(
    { accounts: left.map(({ username }) => username) },
    'the database holds accounts of the demo: DEMO is off, so their published password signs nobody in',
  );
}

function pay(app: App, typename: 'Booking' | 'Pass', { id, amountMinor, currency }: Booking | Pass) {
  return recordPayment(
    app,
    { ipAddress: null },
    { provider: 'demo', reference: id, subject: { typename, id }, amountMinor, currency },
  );
}

/** Writes two weeks of practice with gaps, ending yesterday. The API does not log so far back. */
async function practiseDaily({ app: { database }, viewer }: SignedIn, sequence: Sequence): Promise<void> {
  const { id: accountId, timeZone } = viewer.account;
  const minutes = [22, 31, 18, 25, 40, 0, 20, 35, 28, 15, 0, 0, 45, 30];
  const practices = minutes.flatMap((length, index) => {
    if (length === 0) return [];
    const startedAt = new Date(Date.now() - (index + 1) * day);
    const durationSeconds = length * 60;
    return {
      accountId,
      sequenceId: sequence.id,
      source: 'SOLO' as const,
      status: length < 18 ? ('PARTIAL' as const) : ('COMPLETED' as const),
      startedAt,
      completedAt: new Date(startedAt.getTime() + durationSeconds * 1000),
      durationSeconds,
      posesCompleted: length < 18 ? 5 : 8,
      localDate: localDay(startedAt, timeZone),
    };
  });
  await transaction(database, async (tx) => {
    await addToDays(tx, await tx.practiceSession.createManyAndReturn({ data: practices }));
  });
}
