import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { globalId } from '../../src/graphql/global-ids.ts';
import type { Member } from '../studio.ts';

const createBooking = `mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) {
  __typename ... on Booking { id } ... on UserError { code } ... on AlreadyBookedError { booking { id } } } }`;
const cancelBooking = `mutation ($id: ID!) { bookingCancel(id: $id) {
  __typename ... on Booking { id } ... on UserError { code } } }`;

/** What a person was told of a booking. */
export interface Told {
  id: string;
  isCancelled: boolean;
}

interface Answer {
  __typename: string;
  id?: string;
  code?: string;
  booking?: { id: string };
}

const longestWait = 60_000;

/** People who book, and cancel one booking of three, one after another for as long as it goes on. */
export function startBookers(url: string, members: Member[], sessionIds: string[], count: number) {
  const told: Told[] = [];
  const wrong: string[] = [];
  let isOver = false;
  let acknowledged = 0;
  let repeated = 0;
  let last = performance.now();
  let longest = 0;

  /** Asks until there is an answer, as a client does that is told nothing. */
  async function ask(token: string, query: string, variables: object, field: string): Promise<Answer> {
    const until = performance.now() + longestWait;
    for (;;) {
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(15_000),
      })
        .then((response) => response.json() as Promise<{ data?: Record<string, Answer | null> }>)
        .catch(() => null);
      const result = answer?.data?.[field];
      if (result) {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        acknowledged += 1;
        return result;
      }
      if (performance.now() > until) throw new Error(`no answer within a minute: ${JSON.stringify(answer)}`);
      repeated += 1;
      await wait(100 + Math.random() * 100);
    }
  }

  async function book({ token }: Member, turn: number): Promise<void> {
    // A member comes to another session each time, as long as there are as many sessions as times.
    const place = turn + Math.floor(turn / members.length);
    const sessionId = globalId('Session', sessionIds[place % sessionIds.length] as string);
    const input = { sessionId, seats: 1 + (turn % 3), idempotencyKey: randomUUID() };
    const made = await ask(token, createBooking, { input }, 'bookingCreate');
    if (made.__typename === 'SessionFullError') return;
    if (made.__typename !== 'Booking' || !made.id) return void wrong.push(`bookingCreate: ${JSON.stringify(made)}`);
    const one: Told = { id: made.id, isCancelled: false };
    told.push(one);
    if (turn % 3 !== 0) return;
    const ended = await ask(token, cancelBooking, { id: made.id }, 'bookingCancel');
    // A repeated cancellation, whose first answer was lost, finds a booking that is cancelled.
    if (ended.__typename !== 'Booking' && ended.__typename !== 'BookingStatusError')
      wrong.push(`bookingCancel: ${JSON.stringify(ended)}`);
    one.isCancelled = true;
  }

  let next = 0;
  const running = Promise.all(
    Array.from({ length: count }, async () => {
      while (!isOver) {
        const turn = next++;
        await book(members[turn % members.length] as Member, turn);
      }
    }),
  );
  return {
    told,
    wrong,
    /** What happened since the last call. */
    look() {
      const seen = { acknowledged, repeated, longest: Math.max(longest, performance.now() - last) };
      acknowledged = repeated = longest = 0;
      return seen;
    },
    async stop() {
      isOver = true;
      await running;
    },
  };
}
