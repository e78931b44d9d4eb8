import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastMailTo } from '../support/mails.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `mailed links in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio();
    });
    afterAll(() => studio?.stop());

    test('a person registers, confirms the e-mail, and chooses a new password by the links of mails', async () => {
      const page = await (await studio.newVisitor()).newPage();
      const linkIn = async (path: string) => {
        const { text } = await lastMailTo(studio.server, 'newcomer');
        return new RegExp(`${studio.url}/${path}\\S+`).exec(text)?.[0] ?? '';
      };
      await page.goto('/register?next=/account');
      await page.getByLabel('E-mail').fill('newcomer@example.org');
      await page.getByLabel('Username').fill('newcomer');
      await page.getByLabel('Password').fill('password12');
      await page.getByRole('button', { name: 'Register' }).click();
      // A fault of a field stands at the field.
      await page.getByText(/common/).waitFor();
      await page.getByLabel('Password').fill('correct horse battery');
      await page.getByRole('button', { name: 'Register' }).click();
      await page.getByText('Not confirmed').waitFor();

      await page.goto(await linkIn('verify-email'));
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('Your e-mail is confirmed.').waitFor();
      await page.goto('/account');
      await page.getByText('Confirmed', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await page.getByRole('link', { name: 'Sign in' }).first().waitFor();

      await page.goto('/forgot-password');
      await page.getByLabel('E-mail or username').fill('newcomer');
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await page.getByText('a link is on its way').waitFor();
      await page.goto(await linkIn('reset-password'));
      await page.getByLabel('New password').fill('battery horse correct');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByRole('link', { name: 'Sign in with it' }).click();
      await page.getByLabel('E-mail or username').fill('newcomer');
      await page.getByLabel('Password').fill('battery horse correct');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);
  },
);
