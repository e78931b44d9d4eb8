import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CreateBookingDocument,
  CreateSeriesDocument,
  CreateSessionDocument,
  JoinByCodeDocument,
  LiveSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';
import { addStory, startSession } from '../support/stories.ts';
import { type Person, person, schedule } from '../support/studio.ts';

// What a query costs must not grow with what it returns. One statement is the check of the access token, with its device
// session and account; the others are named beside each figure.
const authentication = 1;

let server: TestServer;
let host: Person;
let member: Person;

beforeAll(async () => {
  server = await startServer();
  host = await person(server, 'host', 'CREATOR');
  member = await person(server, 'member');
  const others = [await person(server, 'other'), await person(server, 'another')];
  for (let index = 0; index < 8; index += 1) {
    const startsAt = new Date(Date.now() + (index + 1) * 3_600_000).toISOString();
    const { sessionCreate } = await host.run(CreateSessionDocument, {
      input: { title: `Class ${index}`, visibility: 'LISTED', startsAt },
    });
    const { id } = expectType(sessionCreate, 'Session');
    for (const person of [member, ...others]) await person.run(CreateBookingDocument, { input: { sessionId: id } });
  }
  for (let index = 0; index < 4; index += 1) {
    const { sessionCreate } = await host.run(CreateSessionDocument, { input: { title: `Room ${index}` } });
    const { id } = expectType(sessionCreate, 'Session');
    const code = (await host.run(LiveSessionDocument, { id })).session?.joinCode as string;
    for (const person of [member, ...others]) await person.run(JoinByCodeDocument, { code });
  }
});
afterAll(() => server.stop());

async function countOf(person: Person, query: string): Promise<number> {
  const statements = await server.statementsOf(async () => {
    const answer = await person.ask(query);
    expect(answer.errors).toBeUndefined();
  });
  return statements.length - authentication;
}

test('a catalogue page with hosts: the page, its sessions, the hosts', async () => {
  const catalogue = (first: number) =>
    `{ sessions(first: ${first}) { nodes { title seatsLeft host { displayName } } } }`;
  expect(await countOf(member, catalogue(8))).toBe(3);
  expect(await countOf(member, catalogue(1))).toBe(3);
});

test('totalCount costs its statement only when asked for', async () => {
  expect(await countOf(member, '{ sessions { nodes { title } } }')).toBe(2);
  expect(await countOf(member, '{ sessions { nodes { title } totalCount } }')).toBe(3);
});

test('own bookings with session, host and place in line: the page, the sessions, the hosts, the line', async () => {
  const query = '{ viewer { bookings { nodes { status waitlistPosition session { title host { displayName } } } } } }';
  expect(await countOf(member, query)).toBe(4);
});

test('what the viewer may do in each session of a page', async () => {
  // The page, its sessions; for all fields together the viewer’s bookings, their participations, and the crowds.
  const query = '{ sessions { nodes { viewer { canBook canJoin booking { status } reason bookingReason } } } }';
  expect(await countOf(member, query)).toBe(5);
});

test('participants of several sessions: the page, the sessions, membership, one page with the people for all of them, attendance', async () => {
  const query = `{
    viewer { joinedSessions { nodes { participants(first: 5) { nodes { attendedSeconds user { username } } } } } }
  }`;
  expect(await countOf(member, query)).toBe(5);
});

test('the journey of one query takes six statements, the check of the access token among them', async () => {
  // The booking with its session, membership, the participants with their people, the practice, the statistics.
  const journey = `{
    viewer {
      nextBooking {
        status
        session {
          title
          participants { nodes { presence user { displayName } } }
          viewer { practice { status durationSeconds } }
        }
      }
      practiceStats { currentStreakDays }
    }
  }`;
  expect((await countOf(member, journey)) + authentication).toBe(6);
  // With every field: also the host, the series, the count of the waitlist, the crowd, and the viewer as a participant.
  const everything = `{
    viewer {
      nextBooking {
        status
        waitlistPosition
        practice { status }
        session {
          title
          joinCode
          waitlistLength
          host { displayName }
          participantCount
          participants { totalCount nodes { presence attendedSeconds user { displayName } } }
          stories { title }
          viewer {
            canBook
            bookingReason
            canJoin
            reason
            booking { status }
            participant { role }
            practice { status durationSeconds }
          }
        }
      }
      practiceStats { currentStreakDays }
    }
  }`;
  expect((await countOf(member, everything)) + authentication).toBe(15);
});

test('what a page has brought is not read again', async () => {
  const query =
    '{ viewer { hostedSessions(first: 8) { nodes { host { username } bookings { nodes { session { title } } } } } } }';
  // The page, the sessions, their host, and one page of bookings for all of them: their sessions are there already.
  expect(await countOf(host, query)).toBe(4);
});

test('a host’s roster: the page, the sessions, one page of bookings for all of them, the people', async () => {
  const query =
    '{ viewer { hostedSessions(first: 8) { nodes { bookings { nodes { status user { username } } totalCount } } } } }';
  // And one count for all of them.
  expect(await countOf(host, query)).toBe(5);
});

test('the dates of several series: the page of series, the pages of dates, the dates, the series of each', async () => {
  for (const title of ['Yin', 'Yang']) {
    const startsAt = new Date(Date.now() + 100 * 3_600_000).toISOString();
    const { seriesCreate } = await host.run(CreateSeriesDocument, {
      input: { title, startsAt, timeZone: 'Europe/Lisbon', rule: 'FREQ=WEEKLY' },
    });
    expectType(seriesCreate, 'Series');
  }
  const query = '{ viewer { hostedSeries { nodes { title sessions { nodes { title series { title } } } } } } }';
  expect(await countOf(host, query)).toBe(3);
});

test('what sessions bring in: the page, the sessions, one statement for their money, one for their counts; one for any months', async () => {
  const query = '{ viewer { hostedSessions(first: 8) { nodes { bookingSummary { booked } revenue { netMinor } } } } }';
  expect(await countOf(host, query)).toBe(4);
  const months = '{ viewer { revenue(from: "2024-01-01", to: "2026-12-31") { sessionsHeld revenue { netMinor } } } }';
  expect(await countOf(host, months)).toBe(1);
});

test('payments of bookings: the bookings, one statement for all their payments', async () => {
  const query = '{ viewer { hostedBookings { nodes { payments { status booking { status } } checkoutUrl } } } }';
  expect(await countOf(host, query)).toBe(2);
});

test('the participants of a snapshot are read where the subscription selects them', async () => {
  const joined = await member.ask<{ viewer: { joinedSessions: { nodes: { id: string }[] } } }>(
    '{ viewer { joinedSessions { nodes { id } } } }',
  );
  const rooms = joined.data?.viewer.joinedSessions.nodes ?? [];
  const reads = async (isChosen: boolean) => {
    // A snapshot is shared for a moment, so each run needs another room.
    const unread = [...rooms];
    const statements = await server.statementsOf(async () => {
      const stream = member.subscribe(
        `subscription ($id: ID!, $isChosen: Boolean!) { sessionEvents(sessionId: $id) {
          cursor ... on SessionSnapshot { people: participants @include(if: $isChosen) { role } } } }`,
        { id: unread.pop()?.id, isChosen },
      );
      await stream.next();
      await stream.close();
    });
    return statements.some((sql) => /FROM "Participant" WHERE "sessionId" = \S+ AND "removedAt" IS NULL/.test(sql));
  };
  expect(await reads(false)).toBe(false);
  expect(await reads(true)).toBe(true);
});

/** A subscription of the studio in a browser, by its name. */
function ofStudio(name: string): string {
  const file = new URL('../../web/src/generated/operations.json', import.meta.url);
  const operations = Object.values<string>(JSON.parse(readFileSync(file, 'utf8')));
  const document = operations.find((text) => text.startsWith(`subscription ${name}(`));
  if (!document) throw new Error(`the studio has no subscription ${name}`);
  return document;
}

test('a change of seats is read once for all visitors of a catalogue page of the studio', async () => {
  const query = ofStudio('Seats');
  const { id } = await schedule(host, { maxParticipants: 9 });
  const pages = Array.from({ length: 5 }, () => server.visitor.subscribe(query, { sessionIds: [id] }));
  for (const page of pages) await page.next();
  const statements = await server.statementsOf(async () => {
    await host.ask('mutation ($input: BookingCreateForInput!) { bookingCreateFor(input: $input) { __typename } }', {
      input: { sessionId: id, guest: { name: 'Guest', email: `${randomUUID()}@example.org` } },
    });
    for (const page of pages) await page.next();
  });
  expect(statements.filter((sql) => sql.includes('AS "waitlistLength"')).length).toBeLessThan(pages.length);
  for (const page of pages) await page.close();
});

test('what happens in a room is read once for all who are in it with the studio', async () => {
  const { id, host: leader, join } = await startSession(server);
  const inside = [leader, await join(), await join(), await join()];
  const { joinCode } = await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(id) } });
  const rooms = inside.map((person) => person.subscribe(ofStudio('RoomEvents'), { sessionId: id }));
  for (const room of rooms) await room.next();
  const nextStory = async (room: (typeof rooms)[number]) => {
    for (;;) {
      const { sessionEvents: event } = (await room.next()) as { sessionEvents: object };
      if ('story' in event) return event;
    }
  };
  const statements = await server.statementsOf(async () => {
    await addStory(leader, id);
    for (const room of rooms) expect(await nextStory(room)).toMatchObject({ session: { joinCode } });
  });
  const reads = statements.filter((sql) => /^SELECT[^;]*FROM "public"."Story"/.test(sql));
  expect(reads.length).toBeLessThan(rooms.length);
  for (const room of rooms) await room.close();
});
