import { type Registration, register } from '../accounts/authentication/service.ts';
import { endDeviceSessions } from '../accounts/device-sessions/service.ts';
import { EmailTakenError, UsernameTakenError } from '../accounts/errors.ts';
import { hasPublishedPassword } from '../accounts/passwords/hashing.ts';
import { createBooking } from '../bookings/create/service.ts';
import { bookAtDesk } from '../bookings/desk/service.ts';
import { recordPayment } from '../bookings/payments/service.ts';
import { type App, newContext, type SignedIn } from '../context.ts';
import type { Account, Booking, Pass, Sequence } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { checkInBooking } from '../lifecycle/check-in/service.ts';
import { createSession } from '../lifecycle/create.ts';
import { createSeries } from '../lifecycle/series/service.ts';
import { joinSession } from '../live/participants/service.ts';
import { createStory } from '../live/stories/service.ts';
import { createOffer } from '../passes/offers/service.ts';
import { buyPass } from '../passes/purchase.ts';
import { addToDays } from '../practice/days.ts';
import { createSequence } from '../practice/sequences/service.ts';
import { startPractice } from '../practice/service.ts';
import { localDay } from '../practice/time.ts';
import { createPromotion } from '../promotions/service.ts';
import { publishedPassword } from '../secrets.ts';
import type { SessionCreation } from '../sessions/validation.ts';
import { quiet } from './quiet.ts';

export const demoDomain = '@shala.example';

/** What README's operations name, so that they run by copying. */
const known = {
  workshopId: '01900000-0000-7000-8000-000000000001',
  loungeId: '01900000-0000-7000-8000-000000000002',
  practiceId: '01900000-0000-7000-8000-000000000003',
  loungeCode: 'ZENMATS7',
};

const minute = 60_000;
const hour = 60 * minute;
const macBook =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

/** The accounts of the demo that the start announces. */
export const demoAccounts = [
  { login: 'mira', about: 'a creator: hosts sessions, writes sequences' },
  { login: 'noor', about: 'a member: has bookings and a streak of practice' },
  { login: 'admin', about: 'an administrator' },
];

/**
 * Fills an empty database with a small studio, through the services that requests use. Returns false if the database
 * has an account already; it is then left unchanged.
 */
export async function fillDemo(real: App): Promise<boolean> {
  const app = quiet(real);
  const { prisma } = app.database;
  if (await prisma.account.findFirst()) return false;

  // Of several nodes that start together, the one that gets this name fills it.
  const mira = await signUp(
    app,
    { username: 'mira', firstName: 'Mira', lastName: 'Okafor', role: 'CREATOR', timeZone: 'Europe/Lisbon' },
    macBook,
  ).catch(ifTaken);
  if (!mira) return false;
  const admin = await signUp(app, { username: 'ada', firstName: 'Ada', lastName: 'Min' }, macBook);
  // The name is reserved, so nobody can register with it.
  const names = { username: 'admin', usernameKey: 'admin', usernameStem: 'admin', email: `admin${demoDomain}` };
  const account = await prisma.account.update({
    where: { id: admin.viewer.account.id },
    data: { ...names, emailKey: names.email, role: 'ADMIN' },
  });
  const boss: SignedIn = { ...admin, viewer: { ...admin.viewer, account } };
  const jonas = await signUp(
    app,
    { username: 'jonas', firstName: 'Jonas', lastName: 'Berg', role: 'CREATOR', timeZone: 'Europe/Berlin' },
    macBook,
  );
  const noor = await signUp(
    app,
    { username: 'noor', firstName: 'Noor', lastName: 'Haddad', timeZone: 'Europe/Lisbon' },
    phone,
  );
  const olga = await signUp(
    app,
    { username: 'olga', firstName: 'Olga', lastName: 'Petrova', timeZone: 'Europe/Berlin' },
    phone,
  );

  const salutation = await createSequence(mira, {
    title: 'Sun salutation A',
    description: 'Eight poses, one breath each, then all of it again.',
    level: 'BEGINNER',
    isPublished: true,
    poses: [
      { name: 'Mountain', durationSeconds: 20, cue: 'Feet rooted, crown lifted.' },
      { name: 'Upward salute', durationSeconds: 15 },
      { name: 'Standing forward fold', durationSeconds: 20, cue: 'Bend the knees as much as you like.' },
      { name: 'Plank', durationSeconds: 20 },
      { name: 'Cobra', durationSeconds: 20 },
      { name: 'Downward dog', durationSeconds: 60, cue: 'Five slow breaths.' },
      { name: 'Standing forward fold', durationSeconds: 20 },
      { name: 'Mountain', durationSeconds: 20 },
    ],
  });

  const morning = await list(mira, {
    title: 'Morning vinyasa flow',
    description: 'An hour of moving with the breath, for everybody who slept.',
    tags: ['vinyasa', 'morning'],
    startsAt: inDays(1, 7),
    location: { text: 'Sala Azul, Rua das Flores 12, Lisboa', coordinates: { latitude: 38.7107, longitude: -9.1435 } },
    maxParticipants: 12,
    sequenceId: salutation.id,
  });
  const workshop = await list(mira, {
    title: 'Handstand workshop',
    description: 'From the wall to the middle of the room. Bring wrists that are warm.',
    tags: ['handstand', 'workshop'],
    startsAt: inDays(3, 16),
    durationMinutes: 120,
    price: { amountMinor: 2500 },
    maxParticipants: 6,
  });
  await prisma.session.update({ where: { id: workshop.id }, data: { id: known.workshopId } });
  const soon = await list(mira, {
    title: 'Lunch break stretch',
    description: 'Shoulders, neck and wrists, beside the desk.',
    tags: ['stretching'],
    startsAt: new Date(Date.now() + 15 * minute),
    durationMinutes: 30,
    meetingUrl: 'https://meet.example.org/lunch-break-stretch',
    settings: { joinWindowMinutes: 60 },
  });
  const breathing = await list(jonas, {
    title: 'Breathing for runners',
    description: 'Box breathing, nose breathing, and why it helps at kilometre nine.',
    tags: ['breathing', 'running'],
    startsAt: inDays(2, 17),
    durationMinutes: 45,
    maxParticipants: 1,
  });
  await list(jonas, {
    title: 'Slow Sunday',
    tags: ['yin', 'restorative'],
    startsAt: inDays(6, 9),
    durationMinutes: 90,
  });
  await createSeries(mira, {
    title: 'Evening yin',
    description: 'Every week at the same time: seven poses, five minutes each.',
    tags: ['yin', 'evening'],
    startsAt: inDays(4, 18),
    durationMinutes: 60,
    timeZone: 'Europe/Lisbon',
    rule: 'FREQ=WEEKLY',
    visibility: 'LISTED',
    maxParticipants: 10,
  });
  await createSession(mira, {
    title: 'Retreat by the sea',
    startsAt: inDays(60, 10),
    durationMinutes: 1440,
    draft: true,
  });
  const lounge = await createSession(mira, {
    title: 'Studio lounge',
    description: 'What shall we do next week? Come in by code and vote.',
    settings: { idleTimeoutMinutes: 1440, deck: ['vinyasa', 'yin', 'handstands'] },
  });
  await prisma.session.update({
    where: { id: lounge.id },
    data: { id: known.loungeId, joinCode: known.loungeCode },
  });

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
  await createOffer(boss, {
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
  await prisma.practiceSession.update({ where: { id }, data: { id: known.practiceId } });
  return true;
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

async function signUp(
  app: App,
  person: Omit<Registration, 'email' | 'password'>,
  userAgent: string,
): Promise<SignedIn> {
  const visitor = newContext(app, { requestId: 'demo', ipAddress: '127.0.0.1', userAgent }, null);
  const email = `${person.username}${demoDomain}`;
  const { account, deviceSession } = await register(visitor, { ...person, email, password: publishedPassword });
  return { ...visitor, viewer: { account, deviceSession } };
}

/** If several nodes start on an empty database, the node that registers the first account fills it. */
function ifTaken(error: unknown): null {
  if (error instanceof EmailTakenError || error instanceof UsernameTakenError) return null;
  throw error;
}

function pay(app: App, typename: 'Booking' | 'Pass', { id, amountMinor, currency }: Booking | Pass) {
  return recordPayment(
    app,
    { ipAddress: null },
    { provider: 'demo', reference: id, subject: { typename, id }, amountMinor, currency },
  );
}

function list(host: SignedIn, session: SessionCreation) {
  return createSession(host, { visibility: 'LISTED', timeZone: host.viewer.account.timeZone, ...session });
}

/** An instant some days from today, at an hour in UTC. */
function inDays(days: number, hourOfDay: number): Date {
  const day = new Date(Date.now() + days * 24 * hour);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hourOfDay));
}

/** Writes two weeks of practice with gaps, ending yesterday. The API does not log so far back. */
async function practiseDaily({ app: { database }, viewer }: SignedIn, sequence: Sequence): Promise<void> {
  const { id: accountId, timeZone } = viewer.account;
  const minutes = [22, 31, 18, 25, 40, 0, 20, 35, 28, 15, 0, 0, 45, 30];
  const practices = minutes.flatMap((length, index) => {
    if (length === 0) return [];
    const startedAt = new Date(Date.now() - (index + 1) * 24 * hour);
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
