import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

/** For as long as Playwright waits: an act takes its time on a busy machine. */
const patience = { timeout: 30_000 };

/** Waits until what has the focus begins with a text. */
const focused = (page: Page, text: string) =>
  vi.waitFor(async () => {
    const found = await page.evaluate(() => {
      const { activeElement } = document;
      return `${activeElement?.tagName}: ${activeElement?.textContent}`;
    });
    expect(found.startsWith(text), found.slice(0, 80)).toBe(true);
  }, patience);

describe.skipIf(studioObstacle)(`the focus in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio({}, true);
  });
  afterAll(() => studio?.stop());

  test('a control keeps the focus while its act is under way', async () => {
    const page = await studio.signIn('noor', publishedPassword);
    await page.goto('/practice');
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await focused(page, 'BUTTON: Go on');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();

    await page.goto('/account');
    const reminders = page.getByLabel('Session reminder');
    await reminders.focus();
    await page.keyboard.press('Space');
    await vi.waitFor(async () => expect(await reminders.isChecked()).toBe(false), patience);
    await vi.waitFor(
      async () => expect(await reminders.evaluate((one) => one === document.activeElement)).toBe(true),
      patience,
    );
    await page.context().close();
  }, 60_000);

  test('whoever begins with a page at once keeps the focus', async () => {
    const page = await studio.signIn('noor', publishedPassword);
    await page.goto('/?q=vinyasa');
    // As fast as a scanner, or a person on a slow device: between the page and what it does once it is shown.
    await page.evaluate(() => {
      new MutationObserver(() => {
        const control = document.querySelector<HTMLElement>('[aria-labelledby="booking"] button');
        if (!control || control.dataset.begun) return;
        control.dataset.begun = 'yes';
        control.focus();
      }).observe(document.body, { subtree: true, childList: true });
    });
    await page.getByRole('link', { name: 'Morning vinyasa flow' }).first().click();
    await page.locator('[data-begun]').waitFor();
    // Two frames later everything is done that follows a rendering.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
    );
    expect(await page.locator('[data-begun]').evaluate((one) => one === document.activeElement)).toBe(true);
    await page.context().close();
  }, 60_000);

  test('where a control is gone, the focus stays beside it', async () => {
    const page = await studio.signIn('noor', publishedPassword);
    await page.goto('/?q=lunch');
    await page.getByRole('link', { name: 'Lunch break stretch' }).click();
    await page.getByRole('button', { name: 'Book a seat · Free' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Your seat is booked').waitFor();
    await focused(page, 'SECTION: Your booking');
    await page.getByRole('button', { name: 'Cancel the booking…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the booking' }).focus();
    await page.keyboard.press('Enter');
    await focused(page, 'SECTION: Your bookingCancelled');
    // A navigation still leads to the heading.
    await page.getByRole('link', { name: 'Passes', exact: true }).focus();
    await page.keyboard.press('Enter');
    await focused(page, 'H1: Passes');
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('a dialog whose act was refused keeps the focus, and is closed by a key', async () => {
    const page = await studio.signIn('mira', publishedPassword);
    await page.clock.install();
    await page.goto('/host');
    await page.getByRole('link', { name: 'Lunch break stretch' }).first().click();
    await page.getByRole('button', { name: 'Delete…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the session' }).focus();
    // Only in its first half second does the dialog take the focus itself.
    await page.clock.runFor(1_000);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await focused(page, 'BUTTON: Delete the session');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await focused(page, 'BUTTON: Delete…');
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('people are checked in one after the other, without a mouse', async () => {
    const { prisma } = studio.server.database;
    const page = await studio.signIn('mira', publishedPassword);
    await page.goto('/host');
    await page.getByRole('link', { name: 'Lunch break stretch' }).first().click();
    const bookings = await prisma.booking.findMany({
      where: { session: { title: 'Lunch break stretch' }, status: 'CONFIRMED', checkedInAt: null },
      include: { account: true },
    });
    expect(bookings.length).toBeGreaterThan(0);
    // A scanner types a code and Enter, wherever the focus is.
    await page.getByLabel('Code of a booking').focus();
    for (const { checkInCode, account } of [...bookings, ...bookings]) {
      await page.keyboard.type(checkInCode);
      await page.keyboard.press('Enter');
      await page
        .getByRole('status')
        .filter({ hasText: account.displayName ?? '' })
        .waitFor();
      await focused(page, 'INPUT');
    }
    await page
      .getByRole('button', { name: /^Undo the check-in of/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await focused(page, 'LI');
    await page.keyboard.press('Tab');
    await focused(page, 'BUTTON: Check in');
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
