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

export interface Operation {
  operationName: string;
  document: string;
  /** What an answer must match. */
  isAnswer: RegExp;
}

export interface Request {
  variables: Record<string, unknown>;
  /** Who asks; nobody for what anybody may see. */
  person?: Person | undefined;
  /** Where it is another than the workload's. */
  operation?: Operation;
}

export interface Workload extends Operation {
  name: string;
  title: string;
  /** Sessions to add before each run, and to check and remove after it. */
  sessionsToBook?: number;
  /** Whether every seat of those is taken, so that each request is refused. */
  isSoldOut?: boolean;
  /** Whether those are the first of the catalogue. */
  isListed?: boolean;
  /** The request of this number, counted from 0: the same for every server, and spread as the title says. */
  request(index: number, fixture: Fixture): Request;
}

const session = 'id title startsAt price { amountMinor currency } host { id displayName } seatsLeft';

const isData = /^\{"data" ?: ?(?!.*"errors")/s;

const booking = {
  isAnswer: /"__typename" ?: ?"Booking"/,
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
  isAnswer: isData,
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

const catalogue = {
  isAnswer: isData,
  operationName: 'Catalogue',
  document: `query Catalogue($after: String, $maxPriceMinor: Int) {
  sessions(first: 20, after: $after, filter: { maxPriceMinor: $maxPriceMinor }) { nodes { ${session} } }
}`,
};

const oneSession = {
  isAnswer: isData,
  operationName: 'Session',
  document: `query Session($id: ID!) { session(id: $id) { ${session} } }`,
};

const ownBookings = {
  isAnswer: isData,
  operationName: 'Bookings',
  document: `query Bookings {
  viewer { bookings(first: 20) { nodes { id status bookedAt session { id title startsAt host { id displayName } } } } }
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
    isAnswer: isData,
    operationName: 'Viewer',
    document: 'query Viewer { viewer { id } }',
    request: (index, { people }) => ({ variables: {}, person: people[(index * step) % people.length] }),
  },
  {
    name: 'R1',
    title: 'catalogue page: 20 sessions with host and seats left; of 20 requests 14 for the first page',
    ...catalogue,
    request: (index, fixture) => ({ variables: pages[(index * 7) % 20]?.(fixture) ?? {} }),
  },
  {
    name: 'R2',
    title: 'one session with host, of all sessions',
    ...oneSession,
    request: (index, { sessions }) => ({ variables: { id: sessions[(index * step) % sessions.length] } }),
  },
  {
    name: 'R3',
    title: 'the viewer’s 20 last bookings with session and host, of all who have as many',
    ...ownBookings,
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
    name: 'M1',
    title:
      'three catalogue pages, three single sessions and three lists of own bookings to one booking, which changes them',
    sessionsToBook: 20,
    isListed: true,
    request(index, fixture) {
      const { people, sizes, toBook } = fixture;
      const round = Math.floor(index / 10);
      const person = people[(Math.floor(round / toBook.length) * step) % sizes.regulars];
      const sessionId = toBook[round % toBook.length];
      const kind = index % 10;
      if (kind === 9) return { variables: { input: { sessionId } }, person };
      if (kind >= 6) return { operation: ownBookings, variables: {}, person };
      if (kind >= 3) return { operation: oneSession, variables: { id: toBook[(index * step) % toBook.length] } };
      return { operation: catalogue, variables: pages[(round * 7 + kind) % 20]?.(fixture) ?? {} };
    },
  },
  {
    ...booking,
    name: 'W2',
    isAnswer: /"code" ?: ?"SESSION_FULL"/,
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
export function bodyOf(workload: Workload, { operation = workload, variables }: Request): string {
  const { document, operationName } = operation;
  return JSON.stringify({ query: document, operationName, variables });
}
