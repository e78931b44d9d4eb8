import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  ArchiveSessionDocument,
  CancelSessionDocument,
  CatalogueDocument,
  type CatalogueQueryVariables,
  CreateSessionDocument,
  DeleteSessionDocument,
  HostedSessionsDocument,
  PublishSessionDocument,
  RotateJoinCodeDocument,
  SessionByCodeDocument,
  SessionByIdDocument,
  type SessionCreateInput,
  SessionsOfUsersDocument,
  type SessionUpdateInput,
  UpdateSessionDocument,
} from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { type Client, expectType, startServer, type TestServer } from '../support/server.ts';
import { book, inHours, people, person, schedule } from '../support/studio.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const joinCodeOf = async (id: string) =>
  (await server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(id) } })).joinCode as string;

test('without a start a session is live at once, and its code is all it takes to find it', async () => {
  const [host] = await people(server, ['lee'], { timeZone: 'Europe/Lisbon' });
  const session = await schedule(host, { title: '  Planning poker ', startsAt: null });
  expect(session).toMatchObject({
    ...{ title: 'Planning poker', status: 'LIVE', visibility: 'UNLISTED', admission: 'CODE' },
    ...{ timeZone: 'Europe/Lisbon', durationMinutes: 60, price: { amountMinor: 0, currency: 'EUR' } },
    ...{ maxParticipants: null, seatsTaken: 0, seatsLeft: null, startedAt: session.startsAt },
    settings: {
      ...{ joinWindowMinutes: 15, idleTimeoutMinutes: 30, freeCancellationHours: 24, bookingHoldMinutes: 15 },
      ...{ isLocked: false, autoReveal: false, deck: ['0', '1', '2', '3', '5', '8', '13', '21', '?'] },
    },
  });

  const code = await joinCodeOf(session.id);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  const halves = [code.slice(0, 4), code.slice(4)];
  const fullWidth = code.replace(/[!-~]/g, (letter) =>
    String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0),
  );
  for (const typed of [` ${code.toLowerCase()}`, halves.join('-'), halves.join(' – '), fullWidth]) {
    const found = await server.visitor.run(SessionByCodeDocument, { code: typed });
    expect(found.sessionByCode?.id).toBe(session.id);
  }
  for (const wrong of ['', 'ABCDEFG', 'O0O0O0O0', '\u0000'.repeat(8), 'ẞẞẞẞ']) {
    expect(await server.visitor.run(SessionByCodeDocument, { code: wrong })).toEqual({ sessionByCode: null });
  }
});

test('a listed session is scheduled, tidied up, and booked rather than joined by code', async () => {
  const host = await person(server, 'cora', 'CREATOR');
  const startsAt = inHours(30);
  const session = await schedule(host, {
    ...{ title: 'Flow', description: ' For everybody. ', tags: ['Yoga', ' YOGA', 'Café'], startsAt },
    ...{ durationMinutes: 90, timeZone: 'Asia/Tokyo', price: { amountMinor: 1500, currency: 'JPY' } },
    ...{ maxParticipants: 12, visibility: 'LISTED', imageUrl: 'https://example.org/flow.jpg' },
    settings: { joinWindowMinutes: 0, deck: ['yes', 'no'], isLocked: true },
  });
  expect(session).toMatchObject({
    ...{ status: 'SCHEDULED', admission: 'BOOKING', description: 'For everybody.', tags: ['yoga', 'café'], startsAt },
    ...{ endsAt: new Date(Date.parse(startsAt) + 90 * 60_000).toISOString(), durationMinutes: 90 },
    ...{ timeZone: 'Asia/Tokyo', price: { amountMinor: 1500, currency: 'JPY' }, seatsLeft: 12, startedAt: null },
    settings: { joinWindowMinutes: 0, deck: ['yes', 'no'], isLocked: true, bookingHoldMinutes: 15 },
  });
  expect(await server.visitor.run(SessionByIdDocument, { id: session.id })).toMatchObject({
    session: { title: 'Flow', host: { username: 'cora' } },
    node: { id: session.id },
  });
});

test('only creators and admins list sessions; a visitor hosts none', async () => {
  const [user, creator, admin] = [
    await person(server, 'ulla'),
    await person(server, 'carl', 'CREATOR'),
    await person(server, 'anna', 'ADMIN'),
  ];
  const input: SessionCreateInput = { title: 'Listed', startsAt: inHours(5), visibility: 'LISTED' };
  const refusal = { code: 'INVALID_INPUT', issues: [{ path: ['visibility'] }] };
  expect(await user.run(CreateSessionDocument, { input })).toMatchObject({ sessionCreate: refusal });
  const { id } = await schedule(user);
  expect(await user.run(UpdateSessionDocument, { id, input: { visibility: 'LISTED' } })).toMatchObject({
    sessionUpdate: refusal,
  });
  expect((await schedule(creator, input)).visibility).toBe('LISTED');
  expect((await schedule(admin, input)).visibility).toBe('LISTED');
  const unsigned = await server.visitor.ask(CreateSessionDocument, { input });
  expect(unsigned.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
});

test('a draft is its host’s alone until it is published', async () => {
  const host = await person(server, 'dora', 'CREATOR');
  const others = [server.visitor, await person(server, 'dan')];
  const { id } = await schedule(host, { title: 'Zephyrdraft', visibility: 'LISTED', draft: true });
  const code = await joinCodeOf(id);
  const isFound = async (client: Client) => {
    const byId = await client.run(SessionByIdDocument, { id });
    const { sessionByCode } = await client.run(SessionByCodeDocument, { code });
    const { sessions } = await client.run(CatalogueDocument, {
      filter: { search: 'zephyrdraft', status: ['DRAFT', 'SCHEDULED'] },
    });
    const { nodes } = await client.run(SessionsOfUsersDocument, { ids: [host.userId] });
    const [user] = nodes as { sessions: { nodes: unknown[]; totalCount: number } }[];
    return [byId.session, byId.node, sessionByCode, sessions.nodes[0], user?.sessions.nodes[0]].map(Boolean);
  };
  for (const other of others) expect(await isFound(other)).toEqual([false, false, false, false, false]);
  expect(await isFound(host)).toEqual([true, true, false, false, false]);
  expect(await (others[1] as Client).run(PublishSessionDocument, { id })).toMatchObject({
    sessionPublish: { code: 'NOT_FOUND' },
  });
  // To call off what nobody knows of would show it to everybody.
  expect(await host.run(CancelSessionDocument, { id, reason: 'never mind' })).toMatchObject({
    sessionCancel: { code: 'SESSION_STATUS', refusedIn: 'DRAFT' },
  });

  expect(await host.run(PublishSessionDocument, { id })).toMatchObject({ sessionPublish: { status: 'SCHEDULED' } });
  for (const other of others) expect(await isFound(other)).toEqual([true, true, true, true, true]);
  expect(await host.run(PublishSessionDocument, { id })).toMatchObject({
    sessionPublish: { __typename: 'SessionStatusError', refusedIn: 'SCHEDULED' },
  });
});

test('creating names every fault of the input by its path', async () => {
  const host = await person(server, 'iris', 'CREATOR');
  const pathsOf = async (input: Partial<SessionCreateInput>) => {
    const { sessionCreate } = await host.run(CreateSessionDocument, {
      input: { title: 'Fine', startsAt: inHours(5), ...input },
    });
    return expectType(sessionCreate, 'InvalidInputError').issues.map(({ path }) => path.join('.'));
  };
  expect(
    await pathsOf({
      ...{ title: ' \n ', description: 'x'.repeat(5001), startsAt: inHours(-1), durationMinutes: 0 },
      ...{ tags: Array.from({ length: 11 }, (_, index) => `t${index}`), maxParticipants: 0 },
      price: { amountMinor: -1, currency: 'euro' },
      settings: { deck: ['1', '2', '1'], bookingHoldMinutes: 0, freeCancellationHours: 721 },
    }),
  ).toEqual(
    expect.arrayContaining([
      ...['title', 'description', 'startsAt', 'durationMinutes', 'tags', 'maxParticipants'],
      ...['price.amountMinor', 'price.currency', 'settings.deck', 'settings.bookingHoldMinutes'],
      'settings.freeCancellationHours',
    ]),
  );
  expect(await pathsOf({ tags: ['fine', ''] })).toEqual(['tags.1']);
  expect(await pathsOf({ tags: ['x'.repeat(31)] })).toEqual(['tags.0']);
  expect(await pathsOf({ title: 'x'.repeat(121) })).toEqual(['title']);
  expect(await pathsOf({ title: 'NUL \u0000' })).toEqual(['title']);
  expect(await pathsOf({ description: 'bell \u0007' })).toEqual(['description']);
  expect(await pathsOf({ tags: ['\u0000'] })).toEqual(['tags.0']);
  expect(await pathsOf({ settings: { deck: ['1', '\u0000'] } })).toEqual(['settings.deck.1']);
  expect(await pathsOf({ startsAt: null, draft: true })).toEqual(['startsAt']);

  const unknownSequence = { title: 'Fine', sequenceId: globalId('Sequence', crypto.randomUUID()) };
  expect(await host.run(CreateSessionDocument, { input: unknownSequence })).toMatchObject({
    sessionCreate: { code: 'NOT_FOUND' },
  });
});

test('an update changes what it names: what is left out stays, null clears what may be empty', async () => {
  const host = await person(server, 'una', 'CREATOR');
  const startsAt = inHours(72);
  const before = await schedule(host, {
    ...{ title: 'Before', description: 'Long.', imageUrl: 'https://example.org/a.png', tags: ['a', 'b'], startsAt },
    ...{ durationMinutes: 45, price: { amountMinor: 900, currency: 'USD' }, maxParticipants: 5 },
    settings: { isLocked: true, deck: ['1', '2'] },
  });
  const { id } = before;
  const update = async (input: SessionUpdateInput) =>
    (await host.run(UpdateSessionDocument, { id, input })).sessionUpdate;

  expect(await update({ title: 'After' })).toEqual({ ...before, title: 'After' });
  const moved = inHours(96);
  expect(await update({ startsAt: moved, price: { amountMinor: 700 }, settings: { autoReveal: true } })).toEqual({
    ...{ ...before, title: 'After', startsAt: moved },
    endsAt: new Date(Date.parse(moved) + 45 * 60_000).toISOString(),
    price: { amountMinor: 700, currency: 'USD' },
    settings: { ...before.settings, autoReveal: true },
  });
  const cleared = { description: null, imageUrl: null, tags: null, maxParticipants: null };
  expect(await update({ ...cleared, title: null, startsAt: null, settings: { deck: null } })).toMatchObject({
    ...{ ...cleared, title: 'After', tags: [], seatsLeft: null, startsAt: moved },
    settings: { deck: ['1', '2'] },
  });
  expect(await update({ title: '', settings: { deck: ['1'] } })).toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ path: ['settings', 'deck'] }, { path: ['title'] }],
  });

  const stranger = await person(server, 'sten');
  expect(await stranger.run(UpdateSessionDocument, { id, input: { title: 'Mine' } })).toMatchObject({
    sessionUpdate: { code: 'NOT_HOST' },
  });
  const live = await schedule(host, { startsAt: null });
  const updateLive = async (input: SessionUpdateInput) =>
    (await host.run(UpdateSessionDocument, { id: live.id, input })).sessionUpdate;
  expect(await updateLive({ startsAt: inHours(1) })).toMatchObject({ code: 'SESSION_STATUS', refusedIn: 'LIVE' });
  expect(await updateLive({ title: 'Shown', startsAt: live.startsAt })).toMatchObject({ title: 'Shown' });
  expect(await update({ startsAt: inHours(-1) })).toMatchObject({ issues: [{ path: ['startsAt'] }] });
  expect(await updateLive({ title: 'Still live' })).toMatchObject({ title: 'Still live', status: 'LIVE' });
});

test('capacity never goes below the seats taken', async () => {
  const host = await person(server, 'kay', 'CREATOR');
  const { id } = await schedule(host, { maxParticipants: 3 });
  for (const name of ['kim', 'kit']) {
    const guest = await person(server, name);
    await book(guest, id);
  }
  const resize = async (maxParticipants: number) =>
    (await host.run(UpdateSessionDocument, { id, input: { maxParticipants } })).sessionUpdate;
  expect(await resize(1)).toMatchObject({ __typename: 'CapacityTooSmallError', seatsTaken: 2 });
  expect(await resize(2)).toMatchObject({ maxParticipants: 2, seatsTaken: 2, seatsLeft: 0 });
});

test('a new join code makes the old one useless, and the end of the session both', async () => {
  const host = await person(server, 'rob');
  const { id } = await schedule(host);
  const old = await joinCodeOf(id);
  const stranger = await person(server, 'rex');
  expect(await stranger.run(RotateJoinCodeDocument, { id })).toMatchObject({
    sessionRotateCode: { code: 'NOT_HOST' },
  });
  expect(await joinCodeOf(id)).toBe(old);

  expect(await host.run(RotateJoinCodeDocument, { id })).toMatchObject({ sessionRotateCode: { id } });
  const code = await joinCodeOf(id);
  expect(code).not.toBe(old);
  expect(await host.run(SessionByCodeDocument, { code: old })).toEqual({ sessionByCode: null });
  expect(await host.run(SessionByCodeDocument, { code })).toMatchObject({ sessionByCode: { id } });

  await host.run(CancelSessionDocument, { id, reason: 'Ill.' });
  expect(await host.run(SessionByCodeDocument, { code })).toEqual({ sessionByCode: null });
  expect(await host.run(RotateJoinCodeDocument, { id })).toMatchObject({
    sessionRotateCode: { code: 'SESSION_STATUS' },
  });
});

test('what is over can be archived, and is then listed only where asked for', async () => {
  const host = await person(server, 'arno', 'CREATOR');
  const { id } = await schedule(host, { title: 'Once', visibility: 'LISTED' });
  const archive = async () => (await host.run(ArchiveSessionDocument, { id })).sessionArchive;
  expect(await archive()).toMatchObject({ code: 'SESSION_STATUS', refusedIn: 'SCHEDULED' });
  await host.run(CancelSessionDocument, { id, reason: 'Rain.' });
  const archived = expectType(await archive(), 'Session');
  expect(archived.archivedAt).not.toBeNull();
  expect(await archive()).toEqual(archived);
  expect(await (await person(server, 'axel')).run(ArchiveSessionDocument, { id })).toMatchObject({
    sessionArchive: { code: 'NOT_HOST' },
  });

  const { id: other } = await schedule(host, { title: 'Twice' });
  const titles = async (filter: { archived?: boolean }) =>
    (await host.run(HostedSessionsDocument, { filter })).viewer?.hostedSessions.nodes.map(({ title }) => title);
  expect(await titles({})).toEqual(['Twice']);
  expect(await titles({ archived: true })).toEqual(['Once']);
  const listed = async (filter: CatalogueQueryVariables['filter']) =>
    (await server.visitor.run(CatalogueDocument, { filter })).sessions.nodes.map(({ title }) => title);
  expect(await listed({ archived: true, hostId: host.userId })).toEqual(['Once']);
  expect(await listed({ archived: true, hostId: host.userId, status: ['ENDED'] })).toEqual([]);
  expect(await listed({ archived: false, hostId: host.userId })).toEqual([]);
  expect(await host.run(SessionByIdDocument, { id })).toMatchObject({
    session: { id, archivedAt: archived.archivedAt },
  });
  expect(await host.run(SessionByIdDocument, { id: other })).toMatchObject({ session: { archivedAt: null } });
});

test('a session is deleted by its host alone, and never once somebody booked it', async () => {
  const host = await person(server, 'dean');
  const guest = await person(server, 'gwen');
  const { id } = await schedule(host);
  const remove = async (client: Client, sessionId: string) =>
    (await client.run(DeleteSessionDocument, { id: sessionId })).sessionDelete;
  expect(await remove(guest, id)).toMatchObject({ code: 'NOT_HOST' });
  expect(await remove(host, id)).toEqual({ __typename: 'SessionDeletePayload', deletedId: id });
  expect(await remove(host, id)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await host.run(SessionByIdDocument, { id })).toEqual({ session: null, node: null });

  const booked = await schedule(host);
  await book(guest, booked.id);
  expect(await remove(host, booked.id)).toMatchObject({ code: 'SESSION_STATUS', refusedIn: 'SCHEDULED' });
});
