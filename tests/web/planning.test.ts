import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password, person } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `planning and bookings in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({}, true);
    });
    afterAll(() => studio?.stop());

    test('an answer that failed says why, and signs nobody out', async () => {
      await person(studio.server, 'unlucky');
      const page = await studio.signIn('unlucky', password);
      await page.goto('/mine?after=nothing');
      await page.getByRole('alert').getByText('must be a cursor that this list returned').waitFor();
      await page.getByRole('link', { name: 'unlucky' }).waitFor();
      expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
      await page.context().close();
    }, 60_000);
  },
);
