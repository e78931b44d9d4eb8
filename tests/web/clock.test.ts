import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { countRefreshes, openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

const day = 86_400_000;

describe.skipIf(studioObstacle)(
  `a wrong clock in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({}, true);
    });
    afterAll(() => studio?.stop());

    /** A page of noor on a device whose clock is wrong by so many milliseconds. */
    async function noorAt(difference: number) {
      const page = await (await studio.newVisitor({ timezoneId: 'UTC' })).newPage();
      await page.clock.install({ time: Date.now() + difference });
      await page.goto('/sign-in?next=/practice');
      await page.getByLabel('E-mail or username').fill('noor');
      await page.getByLabel('Password', { exact: true }).fill(publishedPassword);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { name: 'Practice', level: 1 }).waitFor();
      return page;
    }

    test.each([
      ['behind', -2 * day],
      ['ahead', 2 * day],
    ])(
      'the days are those of the studio on a device whose clock is %s',
      async (_, difference) => {
        const { prisma } = studio.server.database;
        await prisma.account.update({ where: { usernameKey: 'noor' }, data: { timeZone: 'UTC' } });
        await prisma.practiceSession.deleteMany({ where: { status: { in: ['ACTIVE', 'PAUSED'] } } });
        const page = await noorAt(difference);
        await page.getByRole('button', { name: 'Log one from elsewhere' }).click();
        const today = new Date().toISOString().slice(0, 10);
        expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe(today);
        await page.context().close();
      },
      60_000,
    );

    test('a token is not refreshed at every request where the clock is ahead', async () => {
      const page = await noorAt(2 * day);
      const refreshes = countRefreshes(page.context());
      const sections = page.getByRole('navigation', { name: 'Studio' });
      await sections.getByRole('link', { name: 'Bookings' }).click();
      await page.getByText('3 bookings').or(page.getByText('2 bookings')).first().waitFor();
      await sections.getByRole('link', { name: 'Passes' }).click();
      await page.getByRole('heading', { name: 'Passes', level: 1 }).waitFor();
      expect(refreshes()).toBe(0);
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  },
);
