import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelSessionDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { startGate } from '../support/gate.ts';
import { localId } from '../support/ids.ts';
import { book, inMinutes, password, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`a room in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.stop());

  test('two people meet, vote, and see the same; the host leads', async () => {
    const host = await person(studio.server, 'host', 'CREATOR');
    const guest = await person(studio.server, 'guest');
    const { id } = await schedule(host, { title: 'Evening circle', startsAt: inMinutes(5), maxParticipants: 5 });
    await book(guest, id);
    const address = `/sessions/${encodeURIComponent(id)}/room`;
    const [hosting, visiting] = [await studio.signIn('host', password), await studio.signIn('guest', password)];
    // The lobby.
    await visiting.goto(address);
    await visiting.getByText('guest (you)').waitFor();
    await hosting.goto(address);
    await visiting.getByText('host joined').waitFor();
    await hosting.getByText('2 of 2 people online').waitFor();
    await hosting.getByRole('button', { name: 'Start the session' }).click();
    await visiting.getByText('The session began').waitFor();

    // A story: votes are hidden until they are revealed.
    await hosting.getByLabel('New story').fill('Theme of next week');
    await hosting.getByRole('button', { name: 'Add the story' }).click();
    await hosting.getByRole('button', { name: 'Begin voting on Theme of next week' }).click();
    await visiting.getByRole('radio', { name: '5', exact: true }).click({ force: true });
    await hosting.getByText('1 of 2 voted').waitFor();
    await hosting.getByText('Voted: guest').waitFor();
    await visiting.reload();
    await visiting.getByRole('radio', { name: '5', exact: true, checked: true }).waitFor();
    await hosting.getByRole('radio', { name: '8', exact: true }).click({ force: true });
    await visiting.getByText('2 of 2 voted').waitFor();
    await hosting.getByRole('button', { name: 'Reveal the votes on Theme of next week' }).click();
    await visiting.getByText('Average 6.5').waitFor();

    // The host makes the guest a spectator, locks the room, and removes the guest.
    await hosting.getByLabel('Role of guest').selectOption('Spectator');
    await visiting.getByText('guest is spectator now').waitFor();
    await hosting.getByRole('button', { name: 'Lock the room' }).click();
    await hosting.getByText('Locked: nobody new comes in.').waitFor();
    await hosting.getByRole('button', { name: 'Remove… guest' }).click();
    await hosting.getByRole('button', { name: 'Remove', exact: true }).click();
    await visiting.getByText('You are no longer in this session.').waitFor();

    await hosting.getByRole('button', { name: 'End the session…' }).click();
    await hosting.getByRole('button', { name: 'End it for everybody' }).click();
    await hosting.getByText('The session has ended.').waitFor();
    expect(studio.complaints).toEqual([]);
    await Promise.all([hosting.context().close(), visiting.context().close()]);
  }, 60_000);

  test('a room that lost the network says so, comes back, and has missed nothing', async () => {
    const host = await person(studio.server, 'leader', 'CREATOR');
    const watcher = await person(studio.server, 'watcher');
    const { id } = await schedule(host, { title: 'Long sit', startsAt: inMinutes(5), maxParticipants: 9 });
    await book(watcher, id);
    const gate = await startGate(studio.server.url);
    const visitor = await studio.newVisitor({ baseURL: gate.url });
    const page = await visitor.newPage();
    await page.goto(`/sign-in?next=${encodeURIComponent(`/sessions/${encodeURIComponent(id)}/room`)}`);
    await page.getByLabel('E-mail or username').fill('watcher');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Connected').waitFor();

    await gate.close();
    await page.getByText('The connection is lost. Reconnecting…').waitFor();
    await page.getByText('Reconnecting…', { exact: true }).waitFor();
    // Meanwhile a great deal happens.
    const names = ['ann', 'bob', 'cleo', 'dan'];
    for (const name of names) {
      const one = await person(studio.server, name);
      await book(one, id);
      const joined = await one.ask('mutation ($id: ID!) { sessionJoin(sessionId: $id) { __typename } }', { id });
      expect(joined.data).toEqual({ sessionJoin: { __typename: 'SessionJoinPayload' } });
    }
    await gate.open();
    await page.getByText('Connected').waitFor({ timeout: 20_000 });
    const happened = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
    await happened.filter({ hasText: 'dan joined' }).waitFor();
    const lines = await happened.allInnerTexts();
    // Each once, in their order, latest first.
    expect(lines.map((line) => /(\w+) joined/.exec(line)?.[1]).filter((name) => name && names.includes(name))).toEqual([
      'dan',
      'cleo',
      'bob',
      'ann',
    ]);
    await page.getByText('Reconnecting…', { exact: true }).waitFor({ state: 'detached' });
    expect(studio.complaints).toEqual([]);
    await visitor.close();
    await gate.close();
  }, 60_000);

  test('who leaves is led out, and not told that they are gone, however long the answer takes', async () => {
    const host = await person(studio.server, 'opener', 'CREATOR');
    await person(studio.server, 'walker');
    const { id } = await schedule(host, { title: 'Open circle', startsAt: null });
    const { joinCode } = await studio.server.database.prisma.session.findUniqueOrThrow({ where: { id: localId(id) } });
    const page = await studio.signIn('walker', password);
    const streamOver = new Promise<void>((resolve) => {
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => String(payload).includes('"type":"complete"') && resolve()),
      );
    });
    await page.goto(`/join/${joinCode}`);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('walker (you)').waitFor();
    await page.evaluate(() => {
      const look = () => {
        if (document.body.innerText.includes('You are no longer')) document.body.dataset.told = 'yes';
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    });
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('LeaveRoom')) return route.continue();
      const response = await route.fetch();
      await streamOver;
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL(`/sessions/${encodeURIComponent(id)}`);
    await page.getByRole('heading', { name: 'Open circle', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.body.dataset.told)).toBe(undefined);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  }, 60_000);

  test('where people meet is shown to those who are in, also once it changes', async () => {
    const host = await person(studio.server, 'mover', 'CREATOR');
    const early = await person(studio.server, 'early');
    const { id } = await schedule(host, { title: 'Online circle', startsAt: inMinutes(5) });
    await book(early, id);
    const page = await studio.signIn('early', password);
    await page.goto(`/sessions/${encodeURIComponent(id)}/room`);
    await page.getByText('early (you)').waitFor();
    await host.run(UpdateSessionDocument, { id, input: { meetingUrl: 'https://meet.example.org/circle' } });
    await page.getByRole('link', { name: 'meet.example.org' }).waitFor();
    await host.run(UpdateSessionDocument, { id, input: { location: { text: 'Mill Street 4' } } });
    await page.getByText('Mill Street 4').waitFor();
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('the room of a session that was cancelled says so, also to whoever comes later', async () => {
    const host = await person(studio.server, 'unwell', 'CREATOR');
    const hopeful = await person(studio.server, 'hopeful');
    const { id } = await schedule(host, { title: 'No circle', startsAt: inMinutes(5) });
    await book(hopeful, id);
    const page = await studio.signIn('hopeful', password);
    await page.goto(`/sessions/${encodeURIComponent(id)}/room`);
    await page.getByText('hopeful (you)').waitFor();
    await host.run(CancelSessionDocument, { id, reason: 'Ill' });
    await page.getByText('The session was cancelled.').waitFor();
    await page.reload();
    await page.getByText('The session was cancelled.').waitFor();
    await page.context().close();
  }, 60_000);

  test('a room that a person left elsewhere, or that is over, offers nothing that they cannot do', async () => {
    const host = await person(studio.server, 'closer', 'CREATOR');
    const member = await person(studio.server, 'roamer');
    const { id } = await schedule(host, { title: 'Short circle', startsAt: inMinutes(5) });
    await book(member, id);
    const address = `/sessions/${encodeURIComponent(id)}/room`;
    const hosting = await studio.signIn('closer', password);
    await hosting.goto(address);
    await hosting.getByRole('button', { name: 'Start the session' }).click();
    const page = await studio.signIn('roamer', password);
    await page.goto(address);
    await page.getByText('2 of 2 people online').waitFor();
    const other = await page.context().newPage();
    await other.goto(address);
    await other.getByRole('button', { name: 'Leave' }).click();

    await page.getByText('You left on another page or device.').waitFor();
    expect(await page.getByRole('button', { name: 'Abstain' }).count()).toBe(0);
    // Whoever comes back is in, on every page.
    await other.getByRole('link', { name: 'Enter the room' }).click();
    await other.getByText('2 of 2 people online').waitFor();
    await page.getByText('2 of 2 people online').waitFor();
    await hosting.getByRole('button', { name: 'End the session…' }).click();
    await hosting.getByRole('button', { name: 'End it for everybody' }).click();
    await page.getByText('The session has ended.').waitFor();
    await page.getByText('2 people', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Abstain' }).count()).toBe(0);
    expect(studio.complaints).toEqual([]);
    await Promise.all([hosting, page].map((one) => one.context().close()));
  }, 60_000);
});
