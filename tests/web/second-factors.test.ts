import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from '../support/axe.ts';
import { password, people } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';
import { codeOf, passSteps } from '../support/totp.ts';

const pictures = process.env.SHALA_SCREENSHOTS;

describe.skipIf(studioObstacle)(
  `second factors in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({ REQUIRE_ADMIN_TOTP: 'true' });
      if (pictures) mkdirSync(pictures, { recursive: true });
    });
    afterAll(() => studio?.stop());

    /** Axe finds nothing serious in either theme, and nothing overflows on a phone. */
    async function look(page: Page, name: string) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width: 360, height: 740 });
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
        expect(await faultsOf(page), `${name}, ${colorScheme}`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, name).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
    }

    const goToAccount = async (page: Page) => {
      await page.goto('/account');
      await page.getByRole('heading', { name: 'Authenticator app' }).waitFor();
    };

    async function typeCode(page: Page, login: string, code: string) {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail or username').fill(login);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    }

    test('an authenticator app is set up, asked for, and switched off', async () => {
      await people(studio.server, ['noor']);
      const page = await studio.signIn('noor', password);
      await goToAccount(page);
      await page.getByRole('button', { name: 'Set up…' }).click();
      await page.getByRole('img', { name: 'QR code of the secret' }).waitFor();
      await look(page, 'codes-setup');
      const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
      await page.getByLabel('Code', { exact: true }).fill('000000');
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByText('The code is wrong').waitFor();
      await page.getByLabel('Code', { exact: true }).fill(codeOf(secret));
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
      const codes = await page.locator('.recovery-codes code').allTextContents();
      expect(codes).toHaveLength(10);
      await look(page, 'recovery-codes');
      // Nobody loses them by a key or a click beside.
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('10 recovery codes left').waitFor();
      await look(page, 'account-with-codes');

      const visitor = await studio.newVisitor();
      const elsewhere = await visitor.newPage();
      await passSteps(studio.server);
      await typeCode(elsewhere, 'noor', '111111');
      await elsewhere.getByText('The code is wrong').waitFor();
      await look(elsewhere, 'sign-in-code');
      await elsewhere.getByLabel('Code', { exact: true }).fill(codeOf(secret));
      await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
      await elsewhere.getByRole('button', { name: 'Sign out' }).click();
      await typeCode(elsewhere, 'noor', (codes[0] ?? '').toLowerCase());
      await elsewhere.getByRole('button', { name: 'Sign out' }).waitFor();
      await visitor.close();

      await goToAccount(page);
      await page.getByText('9 recovery codes left').waitFor();
      await page.getByRole('button', { name: 'Switch off…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Password').fill(password);
      await dialog.getByLabel('Code', { exact: true }).fill(codes[1] ?? '');
      await dialog.getByRole('button', { name: 'Switch off' }).click();
      await page.getByRole('button', { name: 'Set up…' }).waitFor();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 120_000);

    test('a passkey is added, signs in alone, is renamed and deleted', async () => {
      await people(studio.server, ['mira']);
      const page = await studio.signIn('mira', password);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('WebAuthn.enable');
      await cdp.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          ...({ protocol: 'ctap2', transport: 'internal' } as const),
          ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
          automaticPresenceSimulation: true,
        },
      });
      await goToAccount(page);
      await page.getByRole('button', { name: 'Add a passkey…' }).click();
      await look(page, 'passkey-add');
      await page.getByLabel('Name', { exact: true }).fill('This laptop');
      await page.getByRole('button', { name: 'Add it' }).click();
      await page.getByText('not used yet').waitFor();
      // The device has one by now.
      await page.getByRole('button', { name: 'Add a passkey…' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Again');
      await page.getByRole('button', { name: 'Add it' }).click();
      await page.getByText('This device has a passkey of yours already.').waitFor();
      await page.getByRole('button', { name: 'Go back' }).click();

      await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
      await page.goto('/sign-in?next=/account');
      await look(page, 'sign-in-passkey');
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
      expect(await page.getByText('not used yet').count()).toBe(0);

      // A sign-in of long ago has to prove again who it is.
      const createdAt = new Date(Date.now() - 11 * 60_000);
      await studio.server.database.prisma.deviceSession.updateMany({ data: { createdAt } });
      await page.getByRole('button', { name: 'Rename This laptop' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Laptop');
      await page.getByRole('button', { name: 'Rename', exact: true }).click();
      await page.getByRole('button', { name: 'Delete Laptop' }).click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByText('You signed in some time ago').waitFor();
      await look(page, 'passkey-delete');
      await page.getByRole('dialog').getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.getByRole('button', { name: 'Delete Laptop' }).waitFor({ state: 'detached' });
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 120_000);

    test('an admin sets an app up first, then resets that of a person', async () => {
      const [root, olga] = await people(studio.server, ['root', 'olga']);
      const { prisma } = studio.server.database;
      await prisma.account.update({ where: { id: root.id }, data: { role: 'ADMIN' } });
      await prisma.account.update({ where: { id: olga.id }, data: { totpEnabledAt: new Date() } });
      await prisma.totpSecret.create({ data: { accountId: olga.id, sealed: 'unreadable' } });
      const page = await studio.signIn('root', password);
      await page.goto('/admin');
      await page.getByText('Admins need an authenticator app here.').waitFor();
      await look(page, 'admin-withheld');
      await page.getByRole('link', { name: 'Set one up in your account' }).click();
      await page.getByRole('button', { name: 'Set up…' }).click();
      const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
      await page.getByLabel('Code', { exact: true }).fill(codeOf(secret));
      await page.getByRole('button', { name: 'Switch on' }).click();
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByText('Admins may not switch it off here.').waitFor();

      await page.goto(`/admin/accounts/${encodeURIComponent(olga.accountId)}`);
      await page.getByRole('button', { name: 'Reset the second factors…' }).click();
      await page.getByLabel('Reason, for the audit').fill('The phone is lost');
      await look(page, 'admin-reset');
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await page.getByRole('button', { name: 'Reset the second factors…' }).waitFor({ state: 'detached' });
      expect(await prisma.totpSecret.count({ where: { accountId: olga.id } })).toBe(0);
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 120_000);
  },
);
