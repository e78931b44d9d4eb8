import { randomUUID } from 'node:crypto';
import { createBooking } from '../bookings/create/service.ts';
import { activeBooking } from '../bookings/service.ts';
import { type App, newContext, type SignedIn } from '../context.ts';
import type { Session, Story } from '../database/generated/client.ts';
import { DomainError } from '../errors.ts';
import { cancelBooking } from '../lifecycle/bookings/cancel.ts';
import { createSession } from '../lifecycle/create.ts';
import { joinSession, leaveSession } from '../live/participants/service.ts';
import { castVote, createStory, revealStory, startVoting } from '../live/stories/service.ts';
import { ownedState } from '../node-state.ts';
import { demoDomain } from './people.ts';
import { quiet } from './quiet.ts';

// With DEMO_LIVE the demo studio moves by itself, through the services that requests use: people come to the live session of
// its host, vote and leave, and a seat of an upcoming one is booked and given back. A first subscription shows something then.

const storyTitle = 'What shall we practise now?';

/** One moment of the studio. */
interface Scene {
  host: SignedIn;
  /** Somebody who comes and goes. */
  guest: SignedIn;
  /** Somebody who is there anyway. */
  member: SignedIn;
  session: Session;
}

/** The steps, in their order; then they begin anew. */
const steps: ((scene: Scene) => Promise<unknown>)[] = [
  ({ guest, session }) => joinSession(guest, joining(session)),
  ({ member, session }) => joinSession(member, joining(session)),
  async ({ host, session }) => startVoting(host, (await storyOf(host, session)).id),
  ({ guest, session }) => vote(guest, session, 0),
  ({ guest }) => bookSomething(guest),
  ({ member, session }) => vote(member, session, 1),
  async ({ host, session }) => {
    const story = await storyOf(host, session);
    // It may be revealed as soon as everybody has voted.
    if (story.status === 'VOTING') await revealStory(host, story.id);
  },
  ({ guest }) => giveBack(guest),
  ({ guest, session }) => leaveSession(guest, session.id),
];

const nextStep = ownedState((_: App) => ({ index: 0 }));

/** Does the next step. Returns 1, or 0 where the demo is not there, or where its people did something else meanwhile. */
export async function moveDemo(real: App): Promise<number> {
  const app = quiet(real);
  const scene = await sceneOf(app);
  if (!scene) return 0;
  const next = nextStep(real);
  const step = steps[next.index % steps.length] as (typeof steps)[number];
  next.index += 1;
  try {
    await step(scene);
    return 1;
  } catch (error) {
    // Whoever tries the demo out may have ended, locked or changed anything.
    if (error instanceof DomainError) return 0;
    throw error;
  }
}

/** The people of the demo, and the live session of its host, which is begun anew where it was ended. */
async function sceneOf(app: App): Promise<Scene | null> {
  const accounts = await app.database.prisma.account.findMany({
    where: {
      ...{ emailKey: { endsWith: demoDomain }, usernameKey: { in: ['mira', 'jonas', 'olga'] } },
      ...{ status: 'ACTIVE', deletedAt: null },
    },
  });
  const as = (username: string): SignedIn | null => {
    const account = accounts.find(({ usernameKey }) => usernameKey === username);
    const visitor = newContext(app, { requestId: 'demo', ipAddress: null, userAgent: null }, null);
    return account ? { ...visitor, viewer: { account, deviceSession: { id: randomUUID() } } } : null;
  };
  const [host, guest, member] = [as('mira'), as('jonas'), as('olga')];
  if (!host || !guest || !member) return null;
  const live = await app.database.prisma.session.findFirst({
    where: { hostId: host.viewer.account.id, status: 'LIVE', isLocked: false, admission: 'CODE' },
    orderBy: { createdAt: 'asc' },
  });
  const settings = { idleTimeoutMinutes: 1440, deck: ['vinyasa', 'yin', 'handstands'] };
  return { host, guest, member, session: live ?? (await createSession(host, { title: 'Studio lounge', settings })) };
}

const joining = ({ joinCode }: Session) => ({ code: joinCode, sessionId: null, asSpectator: false });

/** The story that is voted on again and again, so that the session does not grow. */
async function storyOf(host: SignedIn, { id: sessionId }: Session): Promise<Story> {
  const found = await host.app.database.prisma.story.findFirst({ where: { sessionId, title: storyTitle } });
  return found ?? createStory(host, { sessionId, title: storyTitle });
}

async function vote(who: SignedIn, { id: sessionId }: Session, index: number): Promise<void> {
  const { prisma } = who.app.database;
  const story = await prisma.story.findFirst({ where: { sessionId, title: storyTitle, status: 'VOTING' } });
  const value = story?.deck[index % story.deck.length];
  if (story && value !== undefined) await castVote(who, story.id, value);
}

/** The next free session of the demo's host in which bookings are taken. */
async function nextSession({ app: { database } }: SignedIn): Promise<Session | null> {
  return database.prisma.session.findFirst({
    where: {
      ...{ status: 'SCHEDULED', visibility: 'LISTED', priceMinor: 0, startsAt: { gt: new Date() } },
      host: { emailKey: { endsWith: demoDomain }, usernameKey: 'mira' },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
}

async function bookSomething(guest: SignedIn): Promise<void> {
  const session = await nextSession(guest);
  if (session) await createBooking(guest, { sessionId: session.id });
}

async function giveBack(guest: SignedIn): Promise<void> {
  const { prisma } = guest.app.database;
  const { id: accountId } = guest.viewer.account;
  const session = await nextSession(guest);
  const booking = session && (await activeBooking(prisma, session.id, accountId));
  if (!booking) return;
  await cancelBooking(guest, booking.id, null);
  // Else they would grow by some thousands a day.
  await prisma.booking.deleteMany({
    where: { id: { not: booking.id }, accountId, sessionId: session.id, status: 'CANCELLED' },
  });
}
