import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `practice and the dashboard in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({}, true);
    });
    afterAll(() => studio?.stop());

    test('a person takes everything along, as a file', async () => {
      const page = await studio.signIn('noor', publishedPassword);
      await page.goto('/account');
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download my data' }).click();
      const file = await saving;
      expect(file.suggestedFilename()).toBe('shala.json');
      const content = JSON.parse(await readFile(await file.path(), 'utf8'));
      expect(content).toMatchObject({ account: { username: 'noor' } });
      expect(content.practiceSessions.length).toBeGreaterThan(10);
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    });

    test('a practice is the same on every device of a person', async () => {
      const laptop = await studio.signIn('olga', publishedPassword);
      const phone = await studio.signIn('olga', publishedPassword, { viewport: { width: 360, height: 740 } });
      await laptop.goto('/practice');
      await phone.goto('/practice');
      await phone.getByRole('button', { name: 'Start', exact: true }).waitFor();
      await laptop.getByLabel('Sequence').selectOption({ index: 1 });
      await laptop.getByRole('button', { name: 'Start', exact: true }).click();
      await phone.getByText('Running').waitFor();
      // A device that sleeps measures no time, and asks for it when it wakes.
      await phone.reload({ waitUntil: 'networkidle' });
      await studio.server.database.prisma.$executeRaw`
        UPDATE "PracticeSession" SET "activeSince" = "activeSince" - interval '10 minutes'
        WHERE "status" = 'ACTIVE' AND "accountId" = (SELECT "id" FROM "Account" WHERE "username" = 'olga')`;
      const asked = phone.waitForRequest((request) => request.postData()?.includes('CurrentPractice') === true);
      await phone.evaluate(() => {
        const now = Date.now;
        Date.now = () => now() + 600_000;
      });
      await asked;
      await phone.getByRole('timer').filter({ hasText: '10:0' }).waitFor();
      await phone.getByRole('button', { name: 'Pause' }).click();
      await laptop.getByRole('button', { name: 'Go on' }).waitFor();
      await laptop
        .getByRole('button', { name: /^Done with/ })
        .first()
        .click();
      await phone.getByText('Done', { exact: true }).first().waitFor();
      await laptop.getByRole('button', { name: 'Complete…' }).click();
      await laptop.getByRole('button', { name: 'Record it' }).click();
      await phone.getByRole('button', { name: 'Start', exact: true }).waitFor();
      await phone.getByText('in 1 practice', { exact: true }).waitFor();
      expect(studio.complaints).toEqual([]);
      await Promise.all([laptop.context().close(), phone.context().close()]);
    }, 60_000);

    test('seats move on the catalogue and on the dashboard while they are looked at', async () => {
      const dashboard = await studio.signIn('mira', publishedPassword);
      await dashboard.goto('/host');
      await dashboard.getByText('Bookings, arrivals and changes appear here.').waitFor();
      const catalogue = await (await studio.newVisitor()).newPage();
      await catalogue.goto('/?q=lunch');
      await catalogue.getByText('4 seats taken, no limit').waitFor();

      const member = await studio.signIn('noor', publishedPassword);
      await member.goto('/?q=lunch');
      await member.getByRole('link', { name: 'Lunch break stretch' }).click();
      await member.getByRole('button', { name: 'Book a seat · Free' }).click();
      await member.getByText('Your seat is booked').waitFor();
      await catalogue.getByText('5 seats taken, no limit').waitFor();
      await dashboard.getByText('Noor Haddad booked Lunch break stretch').waitFor();
      await dashboard.getByText('5 seats taken, no limit').waitFor();
      await dashboard.getByRole('list', { name: 'Roster' }).filter({ hasText: 'Noor Haddad' }).waitFor();

      // Enters the lobby: the host sees who is in.
      await member.getByRole('link', { name: 'Enter the lobby' }).click();
      await dashboard.getByText('Noor Haddad joined Lunch break stretch').waitFor();
      await dashboard
        .getByRole('listitem')
        .filter({ hasText: /^Noor Haddad, Online$/ })
        .waitFor();
      expect(studio.complaints).toEqual([]);
      await Promise.all([dashboard, catalogue, member].map((page) => page.context().close()));
    }, 60_000);

    test('a host recurs, and an admin moderates, with a reason', async () => {
      const host = await studio.signIn('mira', publishedPassword);
      await host.goto('/host/series/new');
      await host.getByLabel('Title').fill('Dawn sitting');
      await host.getByLabel('Number of dates').fill('3');
      await host.getByRole('button', { name: 'Create the series' }).click();
      await host.getByRole('heading', { name: 'Dawn sitting', level: 1 }).waitFor();
      await host.getByRole('region', { name: 'Next dates' }).getByRole('listitem').nth(2).waitFor();
      expect(await host.getByRole('region', { name: 'Next dates' }).getByRole('listitem').count()).toBe(3);

      const admin = await studio.signIn('admin', publishedPassword);
      await admin.goto('/admin/accounts?q=jonas');
      await admin.getByRole('link', { name: 'Jonas Berg' }).click();
      await admin.getByRole('button', { name: 'Suspend…' }).click();
      await admin.getByLabel(/^Reason/).fill('Reported by members');
      await admin.getByRole('button', { name: 'Suspend', exact: true }).click();
      await admin.getByText('Suspended').waitFor();
      await admin.getByRole('link', { name: 'Audit' }).click();
      await admin.getByText('“Reported by members”').waitFor();
      expect(studio.complaints).toEqual([]);
      await Promise.all([host.context().close(), admin.context().close()]);
    }, 60_000);
  },
);
