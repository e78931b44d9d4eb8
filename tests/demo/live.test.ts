import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo } from '../../src/demo/index.ts';
import { moveDemo } from '../../src/demo/live.ts';
import { fillDemo } from '../../src/demo/studio.ts';
import { parseEnv } from '../../src/env.ts';
import { publishedPassword } from '../../src/secrets.ts';
import {
  EndSessionDocument,
  HostEventsDocument,
  LoginDocument,
  type StudioEventFragment,
} from '../generated/documents.ts';
import { expectType, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO: 'true' });
});
afterAll(() => server.stop());

const secret = 'a secret of tests, long enough for the check';

test('nothing moves without the demo', async () => {
  expect(await moveDemo(server.app)).toBe(0);
  expect(await server.database.prisma.session.count()).toBe(0);
});

test('the live session of the demo moves by itself, again and again, and begins anew where it was ended', async () => {
  await fillDemo(server.app);
  const { accountLogin } = await server.visitor.run(LoginDocument, {
    input: { login: 'mira', password: publishedPassword },
  });
  const mira = server.as(expectType(accountLogin, 'AuthPayload').accessToken);
  const stream = mira.subscribe(HostEventsDocument, { kinds: ['PARTICIPANTS', 'STORIES', 'BOOKINGS', 'SESSIONS'] });
  const first = (await stream.next()).hostEvents;
  const told = async (until: (event: StudioEventFragment) => boolean) => {
    const names: string[] = [];
    for (;;) {
      const event = (await stream.next()).hostEvents;
      names.push(event.__typename === 'SessionUpdate' ? event.event.__typename : event.__typename);
      if (until(event)) return names;
    }
  };
  const hasLeft = (event: StudioEventFragment) =>
    event.__typename === 'SessionUpdate' && event.event.__typename === 'ParticipantLeft';
  for (let round = 0; round < 2; round += 1) {
    for (let step = 0; step < 9; step += 1) expect(await moveDemo(server.app), `step ${step}`).toBe(1);
    const names = await told(hasLeft);
    expect(names).toEqual(expect.arrayContaining(['ParticipantJoined', 'StoryChanged', 'VoteCast', 'BookingUpdate']));
  }
  const counts = async () => [
    await server.database.prisma.story.count(),
    await server.database.prisma.booking.count(),
    await server.database.prisma.participant.count(),
  ];
  const before = await counts();
  for (let step = 0; step < 18; step += 1) await moveDemo(server.app);
  expect(await counts()).toEqual(before);

  if (first.__typename !== 'HostSnapshot') throw new Error('no snapshot');
  const lounge = first.sessions.find(({ status }) => status === 'LIVE');
  await mira.run(EndSessionDocument, { id: lounge?.id as string });
  for (let step = 0; step < 9; step += 1) await moveDemo(server.app);
  const names = await told((event) => event.__typename === 'SessionCreation');
  expect(names.at(-1)).toBe('SessionCreation');
  expect(await server.database.prisma.session.count({ where: { title: 'Studio lounge' } })).toBe(2);
  await stream.close();
  // Nobody is told of what invented people do.
  expect(await server.database.prisma.notificationDelivery.count({ where: { kind: 'BOOKING_CONFIRMED' } })).toBe(0);
});

test('the task is there with DEMO_LIVE alone, which needs the demo', () => {
  const envOf = (settings: object) => parseEnv({ JWT_SECRET: secret, PAYMENT_WEBHOOK_SECRET: secret, ...settings });
  const tasksOf = (settings: object) => demo.tasks?.({ ...server.app, env: envOf(settings) }).map(({ name }) => name);
  expect(tasksOf({})).toEqual([]);
  expect(tasksOf({ DEMO_LIVE: 'true' })).toEqual(['move the demo']);
  expect(() => envOf({ DEMO_LIVE: 'true', DEMO: 'false' })).toThrow(/DEMO_LIVE needs DEMO/);
  expect(() => envOf({ DEMO_LIVE: 'true', NODE_ENV: 'production' })).toThrow(/DEMO_LIVE needs DEMO/);
});
