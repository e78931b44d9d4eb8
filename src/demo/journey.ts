import type { App } from '../context.ts';
import type { Database } from '../database/client.ts';
import type { GraphiqlTab } from '../feature.ts';
import { globalId } from '../graphql/global-ids.ts';
import { opensAtOf } from '../live/participants/admission.ts';
import { publishedPassword } from '../secrets.ts';
import {
  administer,
  audit,
  endAllDevices,
  endDevice,
  findAccounts,
  findDevices,
  followStudio,
  moderateSession,
  payments,
  refund,
  revenue,
  suspend,
} from './admin-operations.ts';
import { demoDomain } from './people.ts';

/** Sign-in as one of the demo's roles. */
const signIn = (name: string, comment: string) => /* GraphQL */ `# ${comment}
mutation ${name}($input: AccountLoginInput!) {
  accountLogin(input: $input) {
    ... on AuthPayload {
      accessToken
      accessTokenExpiresAt
      account { user { displayName } role }
      deviceSession { deviceName ipAddress }
    }
    ... on UserError { code message }
    ... on SecondFactorRequiredError { challenge }
  }
}`;

const search = /* GraphQL */ `# For everybody: the catalogue. Visitors see it, too.
query Search($filter: SessionFilter) {
  sessions(filter: $filter, first: 5) {
    totalCount
    nodes {
      id
      title
      startsAt
      host { displayName }
      price { amountMinor currency }
      seatsLeft
      viewer { canBook booking { status waitlistPosition } }
    }
  }
}`;

const book = /* GraphQL */ `# For members. A priced seat is PENDING until it is paid: open checkoutUrl in the browser.
mutation Book($input: BookingCreateInput!) {
  bookingCreate(input: $input) {
    __typename
    ... on Booking {
      status
      amount { amountMinor currency }
      holdExpiresAt
      checkoutUrl
      waitlistPosition
      session { title seatsLeft }
    }
    ... on UserError { code message }
  }
}`;

const watch = /* GraphQL */ `# For participants and admins: the events of a session that you have joined. The subscription runs until you stop it.
subscription Watch($sessionId: ID!) {
  sessionEvents(sessionId: $sessionId) {
    __typename
    cursor
    ... on SessionSnapshot { participants { presence user { displayName } } stories { title status } }
    ... on ParticipantJoined { participant { user { displayName } } }
    ... on ParticipantLeft { participant { user { displayName } } }
    ... on ParticipantPresenceChanged { participant { presence user { displayName } } }
    ... on SessionChanged { status }
    ... on SeatsChanged { seatsTaken seatsLeft }
    ... on StoryChanged { story { title status } }
  }
}`;

const follow = /* GraphQL */ `# For members: what concerns you, on all your devices. Book or cancel in another tab, and it is told here.
# After a lost connection, (after: "<cursor>") goes on after that event.
subscription Follow {
  viewerEvents {
    __typename
    cursor
    ... on ViewerSnapshot { account { user { displayName } bookings(first: 3) { nodes { status session { title startsAt } } } } }
    ... on BookingUpdate { booking { status waitlistPosition session { title seatsLeft } } }
    ... on PracticeUpdate { practice { status durationSeconds } }
    ... on DeviceSessionUpdate { deviceSession { deviceName isActive } }
  }
}`;

const followDay = /* GraphQL */ `# For hosts: everything of all your sessions, and the figures of the day. You are present in none of them.
subscription FollowDay {
  hostEvents {
    __typename
    cursor
    ... on HostSnapshot { sessions { title status seatsTaken participantCount } account { today { sessions seatsTaken peopleIn } } }
    ... on FiguresUpdate { account { today { sessions seatsTaken peopleIn } } }
    ... on BookingUpdate { booking { status user { displayName } session { title seatsLeft } } }
    ... on SessionUpdate {
      session { title participantCount }
      event {
        __typename
        ... on ParticipantJoined { participant { user { displayName } } }
        ... on ParticipantLeft { participant { user { displayName } } }
        ... on StoryChanged { story { title status } }
        ... on VoteCast { user { displayName } }
      }
    }
    ... on SessionCreation { session { title startsAt } }
  }
}`;

const join = /* GraphQL */ `# For members: join a live session by its code.
mutation Join($code: String!) {
  sessionJoin(code: $code) {
    __typename
    ... on SessionJoinPayload {
      session { title status participantCount }
      participant { role presence }
    }
    ... on UserError { code message }
  }
}`;

const finish = /* GraphQL */ `# For members: pause, resume and complete the open practice.
mutation FinishPractice($id: ID!) {
  practicePause(id: $id) { ...Practice ...Refusal }
  practiceResume(id: $id) { ...Practice ...Refusal }
  practiceComplete(input: { id: $id, mood: 4 }) {
    ... on PracticeCompletePayload {
      practiceSession { ...Practice }
      statistics { totalSessions totalPracticeSeconds currentStreakDays }
    }
    ...Refusal
  }
}

fragment Practice on PracticeSession { status durationSeconds localDate }
fragment Refusal on UserError { code message }`;

const start = /* GraphQL */ `# For members: start another practice. Its ID is for the tab FinishPractice.
mutation StartPractice {
  practiceStart {
    ... on PracticeSession { id status startedAt localDate }
    ... on UserError { code message }
    ... on PracticeInProgressError { current { id durationSeconds } }
  }
}`;

const statistics = /* GraphQL */ `# For members: totals, streaks and bookings.
query Statistics {
  viewer {
    currentPractice { id status durationSeconds }
    practiceStats {
      totalSessions
      totalPracticeSeconds
      completionRatePercent
      currentStreakDays
      longestStreakDays
      favouriteSequence { title }
    }
    bookings(first: 5) { nodes { status session { title startsAt } } }
  }
}`;

const devices = /* GraphQL */ `# For everybody who is signed in: your own devices.
query Devices {
  viewer {
    deviceSessions { id deviceName browser os lastActivityAt isCurrent }
  }
}`;

const list = /* GraphQL */ `# For hosts: list a session.
mutation Host($input: SessionCreateInput!) {
  sessionCreate(input: $input) {
    ... on Session { id title status startsAt joinCode }
    ... on UserError { code message }
  }
}`;

const lead = /* GraphQL */ `# For hosts: start and end a session. Bookings are settled, attendance becomes practice. A session can be started
# from its join window on: the one that the tab Host made at once.
mutation Lead($id: ID!) {
  sessionStart(id: $id) { ...Led ...Refusal ... on SessionNotOpenError { opensAt } }
  sessionEnd(id: $id) { ...Led ...Refusal }
}

fragment Led on Session {
  title
  status
  startedAt
  endedAt
  bookings { nodes { status attendedSeconds user { displayName } } }
}
fragment Refusal on UserError { code message }`;

/**
 * GraphiQL's tabs: a member's journey, a host's, and an admin's day, each begun by signing in. The variables come from
 * the present database.
 */
export async function journeyTabs({ database, env }: App): Promise<GraphiqlTab[]> {
  const { prisma } = database;
  const upcoming = { status: 'SCHEDULED', visibility: 'LISTED', startsAt: { gt: new Date() } } as const;
  const [priced, moderated] = await Promise.all([
    prisma.session.findFirst({ where: { ...upcoming, priceMinor: { gt: 0 } }, orderBy: { startsAt: 'asc' } }),
    prisma.session.findFirst({ where: upcoming, orderBy: { startsAt: 'desc' } }),
  ]);
  const { lounge, practice, led, host, member, device, paid } = env.DEMO ? await demoRows(database) : noRows;
  const idOf = (typename: string, row: { id: string } | null) => (row ? globalId(typename, row.id) : '');
  const login = (name: string) => ({
    input: env.DEMO ? { login: name, password: publishedPassword } : { login: '', password: '' },
  });
  // It opens at once, so that it can be started.
  const soon = { startsAt: new Date(Date.now() + 3_600_000).toISOString(), settings: { joinWindowMinutes: 120 } };
  const admins: GraphiqlTab[] = [
    { query: signIn('SignInAsAdmin', 'For admins: the tabs that follow are theirs.'), variables: login('admin') },
    { query: administer },
    { query: findAccounts, variables: { filter: { search: env.DEMO ? 'olga' : '' } } },
    { query: findDevices, variables: { filter: { search: '', active: true } } },
    { query: followStudio },
    { query: endDevice, variables: { id: idOf('DeviceSession', device), reason: 'Reported as lost' } },
    { query: endAllDevices, variables: { accountId: idOf('Account', member), reason: 'Password leaked' } },
    { query: moderateSession, variables: { id: idOf('Session', moderated), reason: 'The room is closed' } },
    { query: payments, variables: { filter: {} } },
    { query: refund, variables: { id: idOf('Booking', paid), reason: 'Injured' } },
    { query: revenue, variables: { id: idOf('Account', host) } },
    { query: suspend, variables: { id: idOf('Account', member), reason: 'Spam' } },
    { query: audit, variables: { filter: {} } },
  ];
  return [
    {
      query: signIn(
        'SignIn',
        'For members. Sign in once: this page sends the token with every operation that you run next.',
      ),
      variables: login('noor'),
    },
    { query: search, variables: { filter: env.DEMO ? { search: 'vinyasa or handstand' } : {} } },
    { query: book, variables: { input: { sessionId: idOf('Session', priced), joinWaitlist: true } } },
    { query: join, variables: { code: lounge?.joinCode ?? '' } },
    { query: watch, variables: { sessionId: idOf('Session', lounge) } },
    { query: finish, variables: { id: idOf('PracticeSession', practice) } },
    { query: follow },
    { query: start },
    { query: statistics },
    { query: devices },
    { query: signIn('SignInAsHost', 'For hosts: the tabs that follow are theirs.'), variables: login('mira') },
    { query: followDay },
    {
      query: list,
      variables: { input: { title: 'Evening yin', visibility: 'LISTED', ...soon, tags: ['yin'] } },
    },
    { query: lead, variables: { id: idOf('Session', led) } },
    ...admins.map((tab) => ({ ...tab, isForAdmins: true })),
  ];
}

const noRows = { lounge: null, practice: null, led: null, host: null, member: null, device: null, paid: null };

/** Rows of the demo's own accounts. Those of other people are not public, so no tab names one. */
async function demoRows({ prisma }: Database) {
  const account = { email: { endsWith: demoDomain } };
  const [lounge, practice, scheduled, host, member, device, paid] = await Promise.all([
    prisma.session.findFirst({ where: { status: 'LIVE', host: account }, orderBy: { createdAt: 'asc' } }),
    prisma.practiceSession.findFirst({ where: { status: { in: ['ACTIVE', 'PAUSED'] }, account } }),
    prisma.session.findMany({
      where: { status: 'SCHEDULED', endsAt: { gt: new Date() }, host: { ...account, usernameKey: 'mira' } },
      orderBy: { startsAt: 'asc' },
      take: 50,
    }),
    prisma.account.findFirst({ where: { ...account, usernameKey: 'mira' } }),
    prisma.account.findFirst({ where: { ...account, usernameKey: 'olga' } }),
    prisma.deviceSession.findFirst({ where: { account: { ...account, usernameKey: 'olga' }, endedAt: null } }),
    prisma.booking.findFirst({ where: { status: 'CONFIRMED', amountMinor: { gt: 0 }, account } }),
  ]);
  // Where none can be started now, the refusal says when the first one can.
  const led = scheduled.find((session) => opensAtOf(session) <= new Date()) ?? scheduled[0] ?? null;
  return { lounge, practice, led, host, member, device, paid };
}
