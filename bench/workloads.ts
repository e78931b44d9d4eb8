import type { Person, Sizes } from './data.ts';

/** What requests are made of: a plain object, since another process sends them. */
export interface Fixture {
  sizes: Sizes;
  people: Person[];
  /** Global IDs of the sessions. */
  sessions: string[];
  /** Where the second, third and fifth page of the catalogue begin. */
  cursors: string[];
  /** Global IDs of sessions that a run books out of. */
  toBook: string[];
}

export interface Request {
  variables: Record<string, unknown>;
  /** Who asks; nobody for what anybody may see. */
  person?: Person | undefined;
}

export interface Workload {
  name: string;
  title: string;
  operationName: string;
  document: string;
  /** Sessions to add before each run, and to check and remove after it. */
  sessionsToBook?: number;
  /** Whether every seat of those is taken, so that each request is refused. */
  isSoldOut?: boolean;
  /** The request of this number, counted from 0: the same for every server, and spread as the title says. */
  request(index: number, fixture: Fixture): Request;
}

const session = 'id title startsAt price { amountMinor currency } host { id displayName } seatsLeft';

const booking = {
  operationName: 'Book',
  document: `mutation Book($input: BookingCreateInput!) {
  bookingCreate(input: $input) {
    __typename
    ... on Booking { id status amount { amountMinor currency } }
    ... on UserError { code message }
  }
}`,
};

const statistics = {
  operationName: 'Practice',
  document: `query Practice {
  viewer {
    practiceStats {
      totalSessions totalPracticeSeconds averageDurationSeconds completionRatePercent startedSessions partialSessions
      abandonedSessions totalPosesCompleted currentStreakDays longestStreakDays lastPracticeDate
    }
  }
}`,
};

/** Of twenty requests for the catalogue six are not for its first page. */
const pages: ((fixture: Fixture) => { after?: string | undefined; maxPriceMinor?: number })[] = [
  ({ cursors }) => ({ after: cursors[0] }),
  ({ cursors }) => ({ after: cursors[1] }),
  ({ cursors }) => ({ after: cursors[2] }),
  () => ({ maxPriceMinor: 0 }),
  () => ({ maxPriceMinor: 1_500 }),
  () => ({ maxPriceMinor: 3_000 }),
];

// Steps that share no factor with how many there are of anything, so that they come to all of it.
const step = 7919;

export const workloads: Workload[] = [
  {
    name: 'R0',
    title: 'viewer { id }, of everybody signed in',
    operationName: 'Viewer',
    document: 'query Viewer { viewer { id } }',
    request: (index, { people }) => ({ variables: {}, person: people[(index * step) % people.length] }),
  },
  {
    name: 'R1',
    title: 'catalogue page: 20 sessions with host and seats left; of 20 requests 14 for the first page',
    operationName: 'Catalogue',
    document: `query Catalogue($after: String, $maxPriceMinor: Int) {
  sessions(first: 20, after: $after, filter: { maxPriceMinor: $maxPriceMinor }) { nodes { ${session} } }
}`,
    request: (index, fixture) => ({ variables: pages[(index * 7) % 20]?.(fixture) ?? {} }),
  },
  {
    name: 'R2',
    title: 'one session with host, of all sessions',
    operationName: 'Session',
    document: `query Session($id: ID!) { session(id: $id) { ${session} } }`,
    request: (index, { sessions }) => ({ variables: { id: sessions[(index * step) % sessions.length] } }),
  },
  {
    name: 'R3',
    title: 'the viewer’s 20 last bookings with session and host, of all who have as many',
    operationName: 'Bookings',
    document: `query Bookings {
  viewer { bookings(first: 20) { nodes { id status bookedAt session { id title startsAt host { id displayName } } } } }
}`,
    request: (index, { people, sizes }) => ({ variables: {}, person: people[(index * step) % sizes.regulars] }),
  },
  {
    ...statistics,
    name: 'R4-200',
    title: 'practice statistics, of people with 200 practices each, on 200 days',
    request: (index, { people, sizes }) => ({ variables: {}, person: people[(index * step) % sizes.practisers] }),
  },
  {
    ...statistics,
    name: 'R4-200k',
    title: 'practice statistics, of one person with 200,000 practices, on 1,000 days',
    request: (_, { people, sizes }) => ({ variables: {}, person: people[sizes.practisers] }),
  },
  {
    ...booking,
    name: 'W1-hot',
    title: 'bookings of one session, each by somebody else; once everybody has booked it, of the next',
    sessionsToBook: 50,
    request(index, { people, sizes, toBook }) {
      const bookers = sizes.people - sizes.creators;
      const sessionId = toBook[Math.floor(index / bookers)];
      return { variables: { input: { sessionId } }, person: people[index % bookers] };
    },
  },
  {
    ...booking,
    name: 'W1-spread',
    title: 'bookings of 2,000 sessions in turn, by everybody',
    sessionsToBook: 2_000,
    request(index, { people, sizes, toBook }) {
      const bookers = sizes.people - sizes.creators;
      const round = Math.floor(index / toBook.length);
      const sessionId = toBook[index % toBook.length];
      return {
        variables: { input: { sessionId } },
        person: people[((index % toBook.length) * step + round) % bookers],
      };
    },
  },
  {
    ...booking,
    name: 'W2',
    title: 'refusals of one session that is sold out, each of somebody else',
    sessionsToBook: 1,
    isSoldOut: true,
    // The last of the bookers has the seat.
    request: (index, { people, sizes, toBook }) => ({
      variables: { input: { sessionId: toBook[0] } },
      person: people[index % (sizes.people - sizes.creators - 1)],
    }),
  },
];

/** The body of the POST that asks for it. */
export function bodyOf({ document, operationName }: Workload, { variables }: Request): string {
  return JSON.stringify({ query: document, operationName, variables });
}
