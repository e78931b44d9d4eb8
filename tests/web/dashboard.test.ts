import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UpdateSessionDocument } from '../generated/documents.ts';
import { inHours, inMinutes, password, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `a host’s day in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio();
    });
    afterAll(() => studio?.stop());

    test('a session that is moved to another day leaves those of today, and comes back with them', async () => {
      const host = await person(studio.server, 'mover', 'CREATOR');
      // Where it is noon now, so that an hour from now is today.
      const ahead = 12 - new Date().getUTCHours();
      const timeZone = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
      await host.ask('mutation ($input: AccountUpdateInput!) { accountUpdate(input: $input) { __typename } }', {
        input: { timeZone },
      });
      const { id } = await schedule(host, { title: 'Wandering', startsAt: inMinutes(60), draft: true });
      const page = await studio.signIn('mover', password);
      await page.goto('/host');
      const ofToday = page.getByRole('region', { name: 'Sessions of the day' });
      const comingUp = page.getByRole('region', { name: 'Coming up' });
      await ofToday.getByText('No session today').waitFor();

      // A draft is none of them, whatever is changed in it.
      const update = (input: object) => host.run(UpdateSessionDocument, { id, input });
      await update({ title: 'Wandering far' });
      await host.ask('mutation ($id: ID!) { sessionPublish(id: $id) { __typename } }', { id });
      await ofToday.getByText('Wandering far').waitFor();
      expect(await comingUp.getByText('Wandering far').count()).toBe(0);

      await update({ startsAt: inHours(48) });
      await comingUp.getByText('Wandering far').waitFor();
      await ofToday.getByText('No session today').waitFor();

      await update({ startsAt: inMinutes(90) });
      await ofToday.getByText('Wandering far').waitFor();
      await comingUp.getByText('Nothing is planned').waitFor();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  },
);
