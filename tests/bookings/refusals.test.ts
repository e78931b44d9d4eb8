import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelSessionDocument, type SessionCreateInput } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, type Person, people, person, runOut, schedule } from '../support/studio.ts';

// On the evening when a popular session opens, most requests are refused. A refusal costs no more than a booking: no more
// statements for one person, and shared statements for a crowd.

let server: TestServer;
let host: Person;
let crowd: Person[];
beforeAll(async () => {
  // Without SMTP_URL no mail is queued in production: sending it would be counted, too.
  server = await startServer({ NODE_ENV: 'production' });
  host = await person(server, 'host');
  const names = Array.from({ length: 40 }, (_, index) => `guest-${index}`);
  crowd = await people(server, names);
});
afterAll(() => server.stop());

type Input = { sessionId: string; joinWaitlist?: boolean; idempotencyKey?: string };

/** Asks for a seat, and returns the type of the result and the code of a refusal. */
async function ask(who: Person, input: Input): Promise<string> {
  const document = `mutation ($input: BookingCreateInput!) {
    bookingCreate(input: $input) { __typename ... on Booking { status } ... on UserError { code } }
  }`;
  const { data } = await who.ask<{ bookingCreate: { status?: string; code?: string } }>(document, { input });
  return data?.bookingCreate.status ?? data?.bookingCreate.code ?? 'no answer';
}

/** A session with one seat, which is taken. */
async function soldOut(input: Partial<SessionCreateInput> = {}) {
  const { id } = await schedule(host, { maxParticipants: 1, ...input });
  const [holder] = await people(server, [`holder-${localId(id)}`]);
  return { id, booking: await book(holder, id) };
}

/** Calls `prepare` for each of the runs of `statementsOf`, which counts the statements of `work` alone. */
async function countOf<Prepared>(prepare: () => Promise<Prepared>, work: (prepared: Prepared) => Promise<unknown>) {
  const prepared = await Promise.all([prepare(), prepare(), prepare()]);
  const statements = await server.statementsOf(() => work(prepared.pop() as Prepared));
  return statements.length;
}

describe('one person', () => {
  const one = () => crowd[0] as Person;

  const situations: Record<string, [answer: string, prepare: () => Promise<Input>]> = {
    'a full session': ['SESSION_FULL', async () => ({ sessionId: (await soldOut()).id })],
    'a place on the waitlist': ['WAITLISTED', async () => ({ sessionId: (await soldOut()).id, joinWaitlist: true })],
    'a second booking': [
      'ALREADY_BOOKED',
      async () => {
        const { id: sessionId } = await schedule(host);
        await book(one(), sessionId);
        return { sessionId };
      },
    ],
    'a second booking of a full session': [
      'ALREADY_BOOKED',
      async () => {
        const { id: sessionId } = await schedule(host, { maxParticipants: 1 });
        await book(one(), sessionId);
        return { sessionId };
      },
    ],
    'a retry with the same key': [
      'CONFIRMED',
      async () => {
        const { id: sessionId } = await schedule(host);
        const input = { sessionId, idempotencyKey: sessionId };
        await ask(one(), input);
        return input;
      },
    ],
    'another request with a used key': [
      'INVALID_INPUT',
      async () => {
        const [first, second] = await Promise.all([schedule(host), schedule(host)]);
        await ask(one(), { sessionId: first.id, idempotencyKey: first.id });
        return { sessionId: second.id, idempotencyKey: first.id };
      },
    ],
    'a cancelled session': [
      'BOOKING_CLOSED',
      async () => {
        const { id: sessionId } = await schedule(host);
        await host.run(CancelSessionDocument, { id: sessionId, reason: 'Rain.' });
        return { sessionId };
      },
    ],
    'a session that is no more': [
      'NOT_FOUND',
      async () => {
        const { id: sessionId } = await schedule(host);
        await server.database.prisma.session.delete({ where: { id: localId(sessionId) } });
        return { sessionId };
      },
    ],
  };

  test.each(Object.entries(situations))('%s costs no more statements than a booking', async (_, [answer, prepare]) => {
    const booking = await countOf(
      async () => ({ sessionId: (await schedule(host)).id }),
      async (input) => expect(await ask(one(), input)).toBe('CONFIRMED'),
    );
    const other = await countOf(prepare, async (input) => expect(await ask(one(), input)).toBe(answer));
    expect(other).toBeLessThanOrEqual(booking);
  });
});

describe('a crowd', () => {
  const all = (input: Input) => Promise.all(crowd.map((who) => ask(who, input)));
  const answersTo = async (input: Input) => new Set(await all(input));

  test('that finds a session full shares the statements', async () => {
    const count = await countOf(soldOut, async ({ id }) =>
      expect(await answersTo({ sessionId: id })).toEqual(new Set(['SESSION_FULL'])),
    );
    expect(count).toBeLessThan(crowd.length);
  });

  test('that joins a waitlist shares the statements', async () => {
    const count = await countOf(soldOut, async ({ id }) =>
      expect(await answersTo({ sessionId: id, joinWaitlist: true })).toEqual(new Set(['WAITLISTED'])),
    );
    expect(count).toBeLessThan(crowd.length);
  });

  test('that has booked shares the statements, by retries and without', async () => {
    const { id: sessionId } = await schedule(host);
    const idempotencyKey = sessionId;
    await all({ sessionId, idempotencyKey });
    const answering = async (input: Input, answer: string) => expect(await answersTo(input)).toEqual(new Set([answer]));
    const retries = await server.statementsOf(() => answering({ sessionId, idempotencyKey }, 'CONFIRMED'));
    expect(retries.length).toBeLessThan(crowd.length);
    const others = await server.statementsOf(() => answering({ sessionId }, 'ALREADY_BOOKED'));
    expect(others.length).toBeLessThan(crowd.length);
  });

  test('that comes when a hold has expired shares the statements, and one gets the seat', async () => {
    const prepare = async () => {
      const { id, booking } = await soldOut({ price: { amountMinor: 900 } });
      await runOut(server, booking.id);
      return id;
    };
    const count = await countOf(prepare, async (sessionId) => {
      const answers = await all({ sessionId });
      expect(answers.filter((answer) => answer === 'PENDING')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'SESSION_FULL')).toHaveLength(crowd.length - 1);
    });
    expect(count).toBeLessThan(crowd.length * 1.5);
  });

  test('gets the seats that are left and those of expired holds, all of them', async () => {
    const { id: sessionId } = await schedule(host, { maxParticipants: crowd.length, price: { amountMinor: 900 } });
    const late = await people(
      server,
      Array.from({ length: crowd.length / 2 }, (_, index) => `late-${index}`),
    );
    const held = await Promise.all(late.map((who) => book(who, sessionId)));
    await Promise.all(held.map(({ id }) => runOut(server, id)));
    expect(await answersTo({ sessionId })).toEqual(new Set(['PENDING']));
  });
});
