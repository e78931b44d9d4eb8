import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { DeleteSessionDocument } from '../generated/documents.ts';
import { localId } from '../support/ids.ts';
import { writeSequence } from '../support/practice.ts';
import { book, confirm, inHours, inMinutes, password, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `planning and bookings in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({}, true);
    });
    afterAll(() => studio?.stop());

    test('a session keeps a sequence to which the list does not reach', async () => {
      const author = await person(studio.server, 'author', 'CREATOR');
      const { id: sequenceId } = await writeSequence(author, { title: 'The first one' });
      const { id } = await schedule(author, { title: 'Before', sequenceId });
      for (let number = 1; number <= 100; number += 1) await writeSequence(author, { title: `Later ${number}` });
      const page = await studio.signIn('author', password);
      await page.goto(`/host/sessions/${encodeURIComponent(id)}/edit`);
      const sequence = page.getByLabel('Sequence');
      await sequence.locator('option', { hasText: 'Later 100' }).waitFor({ state: 'attached' });
      await page.getByLabel('Title').fill('After');
      await page.getByRole('button', { name: 'Save the changes' }).click();
      await page.getByRole('heading', { name: 'After', level: 1 }).waitFor();
      const kept = await author.ask('query ($id: ID!) { session(id: $id) { title sequence { title } } }', { id });
      expect(kept.data).toEqual({ session: { title: 'After', sequence: { title: 'The first one' } } });
      await page.context().close();
    }, 60_000);

    test('a series whose start is on none of its days says so at the start', async () => {
      await person(studio.server, 'weekly', 'CREATOR');
      const page = await studio.signIn('weekly', password);
      await page.goto('/host/series/new');
      await page.getByLabel('Title').fill('On Mondays');
      await page.getByLabel('Monday').check();
      const start = page.getByLabel('Start', { exact: true });
      const monday = new Date(Date.now() + 7 * 86_400_000);
      while (monday.getUTCDay() !== 1) monday.setUTCDate(monday.getUTCDate() + 1);
      const tuesday = new Date(monday.getTime() + 86_400_000);
      const at = (day: Date) => `${day.toISOString().slice(0, 10)}T10:00`;
      await start.fill(at(tuesday));
      await page.getByRole('button', { name: 'Create the series' }).click();
      await page.getByText('must be on one of the chosen days').waitFor();
      expect(await start.getAttribute('aria-invalid')).toBe('true');
      await start.fill(at(monday));
      await page.getByRole('button', { name: 'Create the series' }).click();
      await page.getByText('every week on Monday').waitFor();
      await page.context().close();
    }, 60_000);

    test('who cancels is told the refund of that moment, not that of an hour ago', async () => {
      const host = await person(studio.server, 'punctual', 'CREATOR');
      const guest = await person(studio.server, 'hesitant');
      const price = { amountMinor: 2500, currency: 'EUR' };
      // Its lobby is open, so the page has no other reason to look again.
      const settings = { freeCancellationHours: 0, joinWindowMinutes: 1440 };
      const { id } = await schedule(host, { title: 'Now or never', startsAt: inMinutes(600), price, settings });
      const booking = await book(guest, id);
      await confirm(host, booking.id);
      const page = await studio.signIn('hesitant', password);
      await page.goto(`/sessions/${encodeURIComponent(id)}`);
      await page.getByText('Now €25.00 would be refunded.').waitFor();
      await studio.server.database.prisma.booking.update({
        where: { id: localId(booking.id) },
        data: { freeCancellationUntil: new Date(Date.now() - 60_000) },
      });
      await page.getByRole('button', { name: 'Cancel the booking…' }).click();
      await page.getByText('Nothing of €25.00 will be refunded').waitFor();
      await page.context().close();
    }, 60_000);

    test('a change of a series that was just saved can be taken back', async () => {
      await person(studio.server, 'undecided', 'CREATOR');
      const page = await studio.signIn('undecided', password);
      await page.goto('/host/series/new');
      await page.getByLabel('Title').fill('Alpha');
      await page.getByLabel('Number of dates').fill('5');
      await page.getByRole('button', { name: 'Create the series' }).click();
      const change = page.getByRole('button', { name: 'Change the dates' });
      await change.waitFor();
      await page.getByLabel('Title').fill('Beta');
      await change.click();
      await page.getByText('The upcoming dates are changed.').waitFor();
      await page.getByLabel('Title').fill('Alpha');
      await change.click();
      await page.getByRole('heading', { name: 'Alpha', level: 1 }).waitFor();
      await page.context().close();
    }, 60_000);

    test('a session that its host deletes goes from the pages on which somebody looks at it', async () => {
      const host = await person(studio.server, 'whimsical', 'CREATOR');
      const { id } = await schedule(host, { title: 'Soon gone', visibility: 'LISTED' });
      const catalogue = await (await studio.newVisitor()).newPage();
      await catalogue.goto('/?q=gone');
      await catalogue.getByRole('link', { name: 'Soon gone' }).waitFor();
      const own = await catalogue.context().newPage();
      await own.goto(`/sessions/${encodeURIComponent(id)}`);
      await own.getByRole('heading', { name: 'Soon gone', level: 1 }).waitFor();
      expect((await host.run(DeleteSessionDocument, { id })).sessionDelete?.__typename).toBe('SessionDeletePayload');
      await catalogue.getByText('No session is like that.').waitFor();
      await own.getByText('There is no such session, or it is not public.').waitFor();
      await catalogue.context().close();

      // Also where it is gone before the page follows it.
      const { id: next } = await schedule(host, { title: 'Gone at once', visibility: 'LISTED' });
      const late = await (await studio.newVisitor()).newPage();
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      await late.routeWebSocket('**/graphql', async (socket) => {
        await released;
        socket.connectToServer();
      });
      await late.goto(`/sessions/${encodeURIComponent(next)}`);
      await late.getByRole('heading', { name: 'Gone at once', level: 1 }).waitFor();
      await host.run(DeleteSessionDocument, { id: next });
      release();
      await late.getByText('There is no such session, or it is not public.').waitFor();
      await late.context().close();
    }, 60_000);

    test('a host finds everybody who booked', async () => {
      const host = await person(studio.server, 'crowded', 'CREATOR');
      const { id } = await schedule(host, { title: 'A hundred and one', startsAt: inMinutes(5), durationMinutes: 5 });
      for (let number = 1; number <= 101; number += 1) {
        const guest = { name: `Guest ${number}`, email: `guest${number}@example.org` };
        const booked = await host.ask(
          'mutation ($input: BookingCreateForInput!) { bookingCreateFor(input: $input) { __typename } }',
          { input: { sessionId: id, guest } },
        );
        expect(booked.data).toEqual({ bookingCreateFor: { __typename: 'Booking' } });
      }
      // All of them are there, and one more, who came by the code.
      const stray = await person(studio.server, 'stray');
      const { booking, participant } = studio.server.database.prisma;
      const sessionId = localId(id);
      const booked = await booking.findMany({ where: { sessionId }, select: { accountId: true } });
      await participant.createMany({
        data: [...booked.map(({ accountId }) => accountId), stray.id].map((accountId, index) => ({
          ...{ sessionId, accountId, role: 'MEMBER' as const, presence: 'ONLINE' as const },
          ...{ joinedAt: new Date(Date.now() + index), leaseExpiresAt: new Date(inHours(1)) },
        })),
      });
      const page = await studio.signIn('crowded', password);
      await page.goto(`/host/sessions/${encodeURIComponent(id)}`);
      await page.getByText('100 of 100 in, on this page').waitFor();
      await page.getByText('In by the code').waitFor();
      await page.getByText('stray Online').waitFor();
      await page.getByRole('link', { name: 'Next page' }).click();
      await page.getByText('Guest 1', { exact: true }).first().waitFor();
      await page.getByText('1 of 1 in, on this page').waitFor();
      // The roster of the day shows the beginning, and says so.
      await page.goto('/host');
      const roster = page.getByRole('list', { name: 'Roster' });
      await roster.getByText('stray, Online').waitFor();
      expect(await roster.getByText(/^Guest \d+, Online$/).count()).toBe(60);
      await roster.getByRole('link', { name: 'and more' }).click();
      await page.getByText('100 of 100 in, on this page').waitFor();
      await page.context().close();
    }, 120_000);

    test('a host finds every series', async () => {
      const host = await person(studio.server, 'regular', 'CREATOR');
      const rest = { rule: 'FREQ=WEEKLY;COUNT=1', startsAt: inHours(48), timeZone: 'UTC' };
      const made = await host.ask(
        'mutation ($input: SeriesCreateInput!) { seriesCreate(input: $input) { __typename } }',
        { input: { title: 'The first one', ...rest } },
      );
      expect(made.data).toEqual({ seriesCreate: { __typename: 'Series' } });
      const { series: table } = studio.server.database.prisma;
      const { id: _, createdAt, template, ...same } = await table.findFirstOrThrow({ where: { hostId: host.id } });
      await table.createMany({
        data: Array.from({ length: 100 }, (_, index) => ({
          ...same,
          template: template as object,
          createdAt: new Date(createdAt.getTime() + 1_000 + index),
        })),
      });
      const page = await studio.signIn('regular', password);
      await page.goto('/host/sessions');
      const series = page.getByRole('region', { name: 'Series' }).getByRole('link');
      await series.nth(99).waitFor();
      await page.getByRole('navigation', { name: 'Pages of the series' }).getByText('Next page').click();
      await series.nth(99).waitFor({ state: 'detached' });
      expect(await series.allInnerTexts()).toEqual(['The first one']);
      await page.getByRole('navigation', { name: 'Pages of the series' }).getByText('Previous page').click();
      await series.nth(99).waitFor();
      await page.context().close();
    }, 60_000);

    test('bookings to come stand in their order of time', async () => {
      const host = await person(studio.server, 'scheduler', 'CREATOR');
      const member = await person(studio.server, 'planner');
      for (const [title, hours] of [
        ['Second', 50],
        ['Third', 74],
        ['First', 26],
      ] as const)
        await book(member, (await schedule(host, { title, startsAt: inHours(hours) })).id);
      const page = await studio.signIn('planner', password);
      await page.goto('/mine');
      const lines = page.getByRole('region', { name: 'Bookings' }).getByRole('listitem').getByRole('link');
      await lines.nth(2).waitFor();
      expect(await lines.allInnerTexts()).toEqual(['First', 'Second', 'Third']);
      await page.context().close();
    }, 60_000);

    test('an answer that failed says why, and signs nobody out', async () => {
      await person(studio.server, 'unlucky');
      const page = await studio.signIn('unlucky', password);
      await page.goto('/mine?after=nothing');
      await page.getByRole('alert').getByText('must be a cursor that this list returned').waitFor();
      await page.getByRole('link', { name: 'unlucky' }).waitFor();
      expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
      await page.context().close();
    }, 60_000);

    test('an address with an ID that is none says that nothing is there', async () => {
      const page = await studio.signIn('admin', publishedPassword);
      for (const path of [
        '/host/series/x',
        '/host/sessions/x/edit',
        '/admin/accounts/x',
        '/admin/accounts/x/statement',
      ]) {
        await page.goto(path);
        await page.getByText('There is nothing at this address.').waitFor();
      }
      // Tags that say nothing, or the same again, are none.
      await page.goto('/?tags=,%20,Handstand&tags=handstand,');
      await page.getByRole('status').filter({ hasText: '1 session' }).waitFor();
      expect(await page.getByRole('list', { name: 'Chosen tags' }).getByRole('button').allInnerTexts()).toEqual([
        'handstand ✕',
      ]);
      await page.context().close();
    }, 60_000);

    test('names of guests are kept while the number of seats is chosen', async () => {
      const host = await person(studio.server, 'welcoming', 'CREATOR');
      const { id } = await schedule(host, { title: 'Bring friends' });
      await person(studio.server, 'sociable');
      const page = await studio.signIn('sociable', password);
      await page.goto(`/sessions/${encodeURIComponent(id)}`);
      await page.getByLabel('Seats', { exact: true }).selectOption('4 seats');
      await page.getByRole('button', { name: 'Book 4 seats · Free' }).click();
      await page.getByRole('button', { name: 'Change the guests…' }).click();
      await page.getByLabel('Name of guest 1').fill('Ada');
      await page.getByLabel('Name of guest 2').fill('Bob');
      await page.getByLabel('Seats that you keep').selectOption('3 seats');
      await page.getByRole('button', { name: 'Give 1 seat back' }).click();
      await page.getByText('3 seats: you, Ada, Bob').waitFor();
      await page.context().close();
    }, 60_000);

    test('an admin says until which day a pass is valid in their own zone, whatever that of the device', async () => {
      const page = await studio.signIn('admin', publishedPassword, { timezoneId: 'America/Los_Angeles' });
      await page.goto('/admin/passes');
      await page.getByRole('button', { name: 'Correct… the pass of Noor Haddad' }).first().click();
      await page.getByLabel('Valid through, if it changes').fill(`${new Date().getUTCFullYear() + 2}-03-31`);
      await page.getByLabel('Reason, for the ledger and the audit').fill('She was ill.');
      await page.getByRole('button', { name: 'Correct', exact: true }).click();
      await page.getByText(/until \w+, 31 Mar \d+, 23:59 UTC/).waitFor();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  },
);
