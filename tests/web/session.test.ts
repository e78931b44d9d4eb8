import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateCodeDocument, UpdateSessionDocument } from '../generated/documents.ts';
import { inHours, password, people, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `the page of a session in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio();
    });
    afterAll(() => studio?.stop());

    test('who thinks about booking sees what the host changes meanwhile, and pays no price that they have not seen', async () => {
      const [host] = await people(studio.server, ['planner'], { role: 'CREATOR' });
      await people(studio.server, ['thinker']);
      const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
      const { id } = await schedule(host, {
        ...{ title: 'Slow start', startsAt: inHours(48) },
        ...{ price: euros(2000), visibility: 'LISTED', settings: { freeCancellationHours: 24 } },
      });
      const { promotionCodeCreate } = await host.run(CreateCodeDocument, { input: { code: 'HALF', percent: 50 } });
      expect(promotionCodeCreate).toMatchObject({ __typename: 'PromotionCode' });
      const page = await studio.signIn('thinker', password);
      await page.goto(`/sessions/${encodeURIComponent(id)}`);
      await page.getByText('I have a code').click();
      await page.getByLabel('Promotion code').fill('HALF');
      await page.getByRole('button', { name: 'Apply the code' }).click();
      await page.getByRole('button', { name: 'Book a seat · €10.00' }).waitFor();
      const catalogue = await (await studio.newVisitor()).newPage();
      await catalogue.goto('/');
      await catalogue.getByText('€20.00').waitFor();

      const later = inHours(72);
      await host.run(UpdateSessionDocument, {
        id,
        input: {
          ...{ title: 'Late start', startsAt: later, durationMinutes: 45, price: euros(3000) },
          settings: { freeCancellationHours: 48 },
        },
      });
      await page.getByRole('heading', { name: 'Late start', level: 1 }).waitFor();
      await page.locator(`time[datetime="${later}"]`).first().waitFor();
      await page.getByText('45 min', { exact: true }).waitFor();
      await page.getByText('free until 48 hours before the start').waitFor();
      await page.getByText('€30.00 less €15.00').waitFor();
      await page.getByRole('button', { name: 'Book a seat · €15.00' }).waitFor();
      await catalogue.getByRole('link', { name: 'Late start' }).waitFor();
      await catalogue.getByText('€30.00').waitFor();
      expect(studio.complaints).toEqual([]);
      await Promise.all([page.context().close(), catalogue.context().close()]);
    }, 60_000);
  },
);
