import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { password, person } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `amounts and numbers in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({}, true);
    });
    afterAll(() => studio?.stop());

    test('a separator of thousands is no decimal point', async () => {
      await person(studio.server, 'yumi', 'CREATOR');
      const page = await studio.signIn('yumi', password);
      const create = page.getByRole('button', { name: 'Create the session' });
      await page.goto('/host/sessions/new');
      await page.getByLabel('Title').fill('Asa yoga');
      await page.getByLabel('Price').fill('1,500');
      await create.click();
      await page.getByText('without separators of thousands, like 1234.00').waitFor();
      await page.getByLabel('Currency').fill('JPY');
      await page.getByLabel('Price').fill('2.000');
      await create.click();
      await page.getByText('without separators of thousands').waitFor();
      expect(new URL(page.url()).pathname).toBe('/host/sessions/new');
      // Digits of a Japanese keyboard.
      await page.getByLabel('Price').fill('１５００');
      await create.click();
      await page.getByRole('link', { name: 'Public page' }).click();
      await page.getByText('JP¥1,500').first().waitFor();
      await page.context().close();
    }, 60_000);

    test('what is no number is not taken for the absence of a limit', async () => {
      const { prisma } = studio.server.database;
      const page = await studio.signIn('mira', publishedPassword);
      await page.goto('/host/passes');
      await page.getByRole('button', { name: 'New offer…' }).click();
      await page.getByLabel('Title').fill('Ten evenings');
      await page.getByLabel('Price').fill('80');
      const seats = page.getByLabel('Seats', { exact: true });
      await seats.pressSequentially('10e');
      await page.getByRole('button', { name: 'Offer the pass' }).click();
      await page.getByText('Please enter a number.').waitFor();
      await seats.fill('10');
      await page.getByRole('button', { name: 'Offer the pass' }).click();
      await page.getByText(/^Ten evenings · /).waitFor();
      expect(await prisma.passOffer.findMany({ where: { title: 'Ten evenings' }, select: { credits: true } })).toEqual([
        { credits: 10 },
      ]);

      await page.goto('/host/codes');
      await page.getByRole('button', { name: 'New code…' }).click();
      await page.getByLabel('Code', { exact: true }).fill('Once');
      await page.getByLabel('Percent off').fill('50');
      await page.getByLabel('Uses in all').pressSequentially('5e');
      await page.getByRole('button', { name: 'Make the code' }).click();
      await page.getByText('Please enter a number.').waitFor();
      await page.getByLabel('Uses in all').fill('5');
      await page.getByRole('button', { name: 'Make the code' }).click();
      await page.getByText('0 uses of 5').first().waitFor();
      await page.context().close();
    }, 60_000);

    test('a year of five digits is refused in the form', async () => {
      const page = await studio.signIn('mira', publishedPassword);
      await page.goto('/host/sessions/new');
      await page.getByLabel('Title').fill('Far away');
      await page.getByLabel('Start', { exact: true }).fill('20266-01-01T10:00');
      await page.getByRole('button', { name: 'Create the session' }).click();
      await page.getByText(/^Value must be/).waitFor();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  },
);
