import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`names in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.stop());

  test('a name from right to left leaves the number behind it where it is', async () => {
    const host = await person(studio.server, 'sara', 'CREATOR');
    const name = 'سارة الأحمد';
    await studio.server.database.prisma.account.updateMany({
      where: { usernameKey: 'sara' },
      data: { displayName: name },
    });
    await schedule(host, { title: 'Slow flow', visibility: 'LISTED', durationMinutes: 120 });
    const page = await (await studio.newVisitor()).newPage();
    await page.goto('/');
    const line = page.getByText(`${name} · 2 h`);
    await line.waitFor();
    const [number, hours] = await line.evaluate((paragraph) => {
      const text = [...paragraph.childNodes].findLast((node) => node.textContent?.endsWith('h')) as Node;
      const leftOf = (letter: string) => {
        const range = document.createRange();
        const index = (text.textContent ?? '').lastIndexOf(letter);
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        return range.getBoundingClientRect().left;
      };
      return [leftOf('2'), leftOf('h')];
    });
    // A space lies between them, and no name.
    expect((hours as number) - (number as number)).toBeLessThan(30);
    expect(hours).toBeGreaterThan(number as number);
    await page.context().close();
  }, 60_000);

  test('the name of the studio stays on its line', async () => {
    await person(studio.server, 'tablet-at-the-door');
    const page = await studio.signIn('tablet-at-the-door', 'correct horse battery', {
      viewport: { width: 960, height: 700 },
    });
    const brand = page.getByRole('link', { name: 'Shala' });
    expect((await brand.boundingBox())?.height).toBeLessThan(36);
    // Nor does anything reach beyond the page, as wide as tablets are.
    for (const width of [768, 820, 900, 1024]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${width}`).toBe(0);
    }
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
