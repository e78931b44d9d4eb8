import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiptUrl } from '../../src/bookings/receipts/address.ts';
import { completeDrafts } from '../../src/bookings/receipts/service.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { faultsOf } from '../support/axe.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

const pictures = process.env.SHALA_SCREENSHOTS;

async function faultsInEachTheme(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [theme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 800 });
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`), fullPage: true });
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) faults.push(`overflow ${width}`);
    faults.push(...(await faultsOf(page)).map(({ id }) => `${id} ${theme}`));
  }
  return faults;
}

describe.skipIf(studioObstacle)(`papers in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio({ TAX_RATE_PERCENT: '19' }, true);
  });
  afterAll(() => studio?.stop());

  test('the demo’s payments have receipts, which can be read and printed', async () => {
    await completeDrafts(studio.server.app);
    const receipt = await studio.server.database.prisma.receipt.findFirstOrThrow();
    const { app, url } = studio.server;
    const address = receiptUrl(app.env, receipt.paymentId).replace(app.env.PUBLIC_URL, url);
    const context = await studio.newVisitor({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('heading', { name: /^Receipt \d{4}-\d{6}$/ }).waitFor();
    expect(await faultsInEachTheme(page, 'receipt')).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await context.close();
  }, 120_000);

  test('a host prints the list for the door, and a statement, without what is only for the screen', async () => {
    const page = await studio.signIn('mira', publishedPassword);
    await page.goto('/host');
    await page.getByRole('link', { name: 'Lunch break stretch' }).first().click();
    await page.getByText('3 seats · with Tomás').waitFor();
    /** What is on paper, in lines. */
    const printed = async () => {
      await page.emulateMedia({ media: 'print' });
      const lines = (await page.locator('body').innerText()).split('\n').filter((line) => line.trim());
      await page.emulateMedia({ media: null });
      return lines;
    };
    expect(await printed()).toEqual([
      'Lunch break stretch',
      expect.stringMatching(/^Scheduled .* · 30 min$/i),
      'Attendees',
      '1 of 4 in',
      'Irene Costa',
      expect.stringMatching(/^confirmed$/i),
      expect.stringContaining('irene@guests.example'),
      'Olga Petrova',
      expect.stringMatching(/^confirmed$/i),
      expect.stringContaining('3 seats · with Tomás'),
    ]);

    const month = new Date().toISOString().slice(0, 7);
    await page.goto(`/host/money/${month}`);
    await page.getByText('In all').first().waitFor();
    const lines = await printed();
    expect(lines[1]).toBe('Mira Okafor');
    expect(lines).not.toContain('Catalogue');
    expect(lines).not.toContain('Sign out');
    expect(lines).not.toContain('Money');
    expect(lines.filter((line) => /^[A-Z][a-z]+ 20\d\d$/.test(line))).toHaveLength(1);
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('an admin tries a file, reads its faults by line, mends it, and imports it', async () => {
    const page = await studio.signIn('admin', publishedPassword);
    await page.goto('/admin/import');
    const upload = (text: string) =>
      page
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByLabel('Reason').fill('We move in');
    await upload('externalId,email,username\np1,nowhere,newperson\n');
    await page.getByRole('button', { name: 'Try it first' }).click();
    const row = page.getByRole('row', { name: /email/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('2email');
    expect(await faultsInEachTheme(page, 'import-faults')).toEqual([]);
    expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
    await upload('externalId,email,username\np1,new@example.org,newperson\n');
    await page.getByRole('button', { name: 'Try it first' }).click();
    await page.getByRole('heading', { name: 'The file can be imported' }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'Imported' }).waitFor();
    expect(await studio.server.database.prisma.account.count({ where: { externalId: 'p1' } })).toBe(1);
    await page.context().close();
    expect(studio.complaints.filter((one) => !one.includes('400'))).toEqual([]);
  }, 120_000);
});
