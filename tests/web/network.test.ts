import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { faultsOf } from '../support/axe.ts';
import { startGate } from '../support/gate.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `without a network in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    let gate: Awaited<ReturnType<typeof startGate>>;
    beforeAll(async () => {
      studio = await openStudio({}, true);
      gate = await startGate(studio.server.url);
    });
    afterAll(async () => {
      await studio?.stop();
      await gate?.close();
    });

    /** A page of noor behind the gate. */
    async function noorBehindGate(): Promise<Page> {
      const page = await (await studio.newVisitor({ baseURL: gate.url })).newPage();
      await page.goto('/sign-in');
      await page.getByLabel('E-mail or username').fill('noor');
      await page.getByLabel('Password', { exact: true }).fill(publishedPassword);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      return page;
    }

    test('a page that was never loaded says so, and comes by itself once the studio is back', async () => {
      const page = await (await studio.newVisitor({ baseURL: gate.url })).newPage();
      await page.clock.install();
      await page.goto('/');
      await page.getByRole('link', { name: 'Handstand workshop' }).waitFor();
      // So old that a file that is missing is taken for one of an earlier version.
      await page.clock.fastForward(15_000);
      await gate.close();
      await page.getByRole('link', { name: 'Handstand workshop' }).click();
      await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
      await gate.open();
      await page.getByRole('heading', { name: 'Handstand workshop', level: 1 }).waitFor();
      await page.context().close();
    }, 60_000);

    test('a studio that does not answer at the start says so, and begins once it does', async () => {
      const page = await noorBehindGate();
      let isAway = true;
      await page.route('**/graphql', (route) => (isAway ? route.abort() : route.continue()));
      await page.goto('/mine');
      await page.getByText('The studio cannot be reached. Trying again…').waitFor();
      await page.getByText('Loading…').first().waitFor({ state: 'attached' });
      isAway = false;
      await page.getByRole('heading', { name: 'Your bookings', level: 1 }).waitFor();
      await page.getByText('Trying again…').waitFor({ state: 'detached' });
      await page.context().close();
    }, 60_000);

    test('what is tried without a network says so, and can be tried again', async () => {
      const page = await noorBehindGate();
      await page.goto('/join');
      await page.getByLabel('Code').fill('ZENMATS7');
      await gate.close();
      await page.getByRole('button', { name: 'Find the session' }).click();
      await page.getByText('The studio cannot be reached. Try again in a moment.').waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('You are still signed in. The studio cannot be reached.').waitFor();
      await gate.open();
      await page.getByRole('button', { name: 'Find the session' }).click();
      await page.getByRole('link', { name: 'Studio lounge' }).waitFor();
      await page.context().close();
    }, 60_000);
  },
);
