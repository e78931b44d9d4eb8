import type { App } from '../context.ts';
import type { GraphiqlTab } from '../feature.ts';
import { globalId } from '../graphql/global-ids.ts';
import { demoDomain, demoPassword } from './studio.ts';

const signIn = /* GraphQL */ `# Signing in once is enough: this page sends the token with everything that you run next.
mutation SignIn($input: AccountLoginInput!) {
  accountLogin(input: $input) {
    ... on AuthPayload {
      accessToken
      accessTokenExpiresAt
      account { user { displayName } role }
      deviceSession { deviceName ipAddress }
    }
    ... on UserError { code message }
  }
}`;

const search = /* GraphQL */ `# The catalogue. Visitors may look, too.
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

const book = /* GraphQL */ `# A seat that costs something is paid for in the browser, at checkoutUrl.
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

const watch = /* GraphQL */ `# As a participant, or as an admin. Leave it running, join in another tab, come back.
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

const join = /* GraphQL */ `mutation Join($code: String!) {
  sessionJoin(code: $code) {
    __typename
    ... on SessionJoinPayload {
      session { title status participantCount }
      participant { role presence }
    }
    ... on UserError { code message }
  }
}`;

const finish = /* GraphQL */ `# Three steps of the practice that is open, one after the other.
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

const start = /* GraphQL */ `mutation StartPractice {
  practiceStart {
    ... on PracticeSession { id status startedAt localDate }
    ... on UserError { code message }
    ... on PracticeInProgressError { current { id durationSeconds } }
  }
}`;

const statistics = /* GraphQL */ `query Statistics {
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

const devices = /* GraphQL */ `query Devices {
  viewer {
    deviceSessions { id deviceName browser os lastActivityAt isCurrent }
  }
}`;

const host = /* GraphQL */ `# For a creator: sign in as mira in the first tab.
mutation Host($input: SessionCreateInput!) {
  sessionCreate(input: $input) {
    ... on Session { id title status startsAt joinCode }
    ... on UserError { code message }
  }
}`;

const lead = /* GraphQL */ `# Its host opens the session and closes it: bookings are settled, attendance becomes practice.
mutation Lead($id: ID!) {
  sessionStart(id: $id) { ...Led ...Refusal }
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

const administer = /* GraphQL */ `# For an admin, like what follows: sign in as admin in the first tab.
query Administer {
  adminOverview { accounts activeDeviceSessions liveSessions onlineParticipants bookingsToday }
}`;

const findAccounts = /* GraphQL */ `# Their ids are for the tabs that follow.
query FindAccounts($filter: AccountFilter) {
  accounts(filter: $filter, first: 10) {
    totalCount
    nodes {
      id
      email
      role
      status
      user { username displayName }
      deviceSessions { id deviceName ipAddress isActive }
    }
  }
}`;

const suspend = /* GraphQL */ `# Signs the account out everywhere; accountRestore, with the same arguments, takes it back.
mutation SuspendAccount($id: ID!, $reason: String!) {
  accountSuspend(id: $id, reason: $reason) {
    ... on Account { email status deviceSessions { id } }
    ... on UserError { code message }
  }
}`;

const findDevices = /* GraphQL */ `# Over device, browser, OS, address and location. deviceSessionRevoke ends one, with a reason.
query FindDevices($filter: DeviceSessionFilter) {
  deviceSessions(filter: $filter, first: 10) {
    totalCount
    nodes { id deviceName browser os ipAddress location lastActivityAt isActive }
  }
}`;

const audit = /* GraphQL */ `query Audit($filter: AuditFilter) {
  auditEvents(filter: $filter, first: 10) {
    totalCount
    nodes { occurredAt action actor { username } targetType targetId reason }
  }
}`;

/** GraphiQL's tabs: the journey through the product, with variables from the present database. */
export async function journeyTabs({ database, env }: App): Promise<GraphiqlTab[]> {
  const { prisma } = database;
  const upcoming = { status: 'SCHEDULED', visibility: 'LISTED', startsAt: { gt: new Date() } } as const;
  const earliest = { startsAt: 'asc' } as const;
  // Join codes and practices are not public, except those of the demo.
  const ofDemo = { email: { endsWith: demoDomain } };
  const [priced, led, lounge, practice] = await Promise.all([
    prisma.session.findFirst({ where: { ...upcoming, priceMinor: { gt: 0 } }, orderBy: earliest }),
    prisma.session.findFirst({ where: { ...upcoming, priceMinor: 0 }, orderBy: earliest }),
    env.DEMO
      ? prisma.session.findFirst({ where: { status: 'LIVE', host: ofDemo }, orderBy: { createdAt: 'asc' } })
      : null,
    env.DEMO
      ? prisma.practiceSession.findFirst({ where: { status: { in: ['ACTIVE', 'PAUSED'] }, account: ofDemo } })
      : null,
  ]);
  const idOf = (typename: string, row: { id: string } | null) => (row ? globalId(typename, row.id) : '');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  return [
    {
      query: signIn,
      variables: { input: env.DEMO ? { login: 'noor', password: demoPassword } : { login: '', password: '' } },
    },
    { query: search, variables: { filter: env.DEMO ? { search: 'vinyasa or handstand' } : {} } },
    { query: book, variables: { input: { sessionId: idOf('Session', priced), joinWaitlist: true } } },
    { query: join, variables: { code: lounge?.joinCode ?? '' } },
    { query: watch, variables: { sessionId: idOf('Session', lounge) } },
    { query: finish, variables: { id: idOf('PracticeSession', practice) } },
    { query: start },
    { query: statistics },
    { query: devices },
    {
      query: host,
      variables: { input: { title: 'Evening yin', visibility: 'LISTED', startsAt: tomorrow, tags: ['yin'] } },
    },
    { query: lead, variables: { id: idOf('Session', led) } },
    { query: administer },
    { query: findAccounts, variables: { filter: { search: '' } } },
    { query: suspend, variables: { id: '', reason: '' } },
    { query: findDevices, variables: { filter: { search: '', active: true } } },
    { query: audit, variables: { filter: {} } },
  ];
}
