import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { browserObstacle, startBrowser } from '../support/browser.ts';
import { startGate } from '../support/gate.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { book, type Person, password, people, person, schedule } from '../support/studio.ts';
import type { Shala } from './page.ts';

declare const shala: Shala;

describe.skipIf(browserObstacle)(`in Chromium${browserObstacle ? ` (${browserObstacle})` : ''}`, () => {
  let server: TestServer;
  let browser: Awaited<ReturnType<typeof startBrowser>>;
  let host: Person;
  let url: string;
  beforeAll(async () => {
    server = await startServer();
    url = `${server.url}/graphql`;
    browser = await startBrowser('front-ends/page.ts');
    host = await person(server, 'host', 'CREATOR');
  });
  afterAll(async () => {
    await browser?.stop();
    await server?.stop();
  });

  const signIn = (page: Page, username: string) =>
    page.evaluate(([at, name, secret]) => shala.createTokens(at).signIn(name, secret), [
      url,
      username,
      password,
    ] as const);
  const attempts = (page: Page) => page.evaluate(() => shala.attempts());
  const until = (page: Page, expected: unknown[]) =>
    vi.waitFor(async () => expect(await page.evaluate(() => shala.events())).toEqual(expected), {
      timeout: 20_000,
      interval: 100,
    });

  test('a subscription outlives a server that is away, a cut, silence, a slow network and its token, and misses nothing', async () => {
    const watcher = await person(server, 'watcher');
    const { id: sessionId } = await schedule(host, { title: 'Watched', maxParticipants: 9 });
    await book(watcher, sessionId);
    const guests = await people(server, ['one', 'two', 'three', 'four', 'five', 'six']);
    const [one, two, three, four, five, six] = guests;
    const gate = await startGate(server.url);
    const page = await browser.openTab(await browser.newContext());
    await signIn(page, 'watcher');
    await page.evaluate(([at, socketAt, id]) => shala.watch(at, socketAt, id), [
      url,
      `${gate.url.replace('http', 'ws')}/graphql`,
      sessionId,
    ] as const);
    await until(page, ['SessionSnapshot']);

    // Refused: the page tries in vain, more than once.
    let before = await attempts(page);
    await gate.close();
    await vi.waitFor(async () => expect(await attempts(page)).toBeGreaterThan(before + 1), 20_000);
    await book(one, sessionId);
    await gate.open();
    await until(page, ['SessionSnapshot', 7]);

    gate.cut();
    await book(two, sessionId);
    await until(page, ['SessionSnapshot', 7, 6]);

    // Silence: connections are accepted and answered by nobody.
    before = await attempts(page);
    gate.mute(true);
    await book(three, sessionId);
    await vi.waitFor(async () => expect(await attempts(page)).toBeGreaterThan(before + 1), 20_000);
    gate.mute(false);
    await until(page, ['SessionSnapshot', 7, 6, 5]);

    // Slow is not silent: the socket stays.
    gate.slow(100);
    gate.cut();
    await book(four, sessionId);
    await until(page, ['SessionSnapshot', 7, 6, 5, 4]);
    before = await attempts(page);
    await book(five, sessionId);
    await until(page, ['SessionSnapshot', 7, 6, 5, 4, 3]);
    expect(await attempts(page)).toBe(before);

    // An access token that has expired meanwhile is refreshed.
    gate.slow(0);
    await page.evaluate((at) => shala.createTokens(at).expire(), url);
    gate.cut();
    await book(six, sessionId);
    await until(page, ['SessionSnapshot', 7, 6, 5, 4, 3, 2]);
    expect(await page.evaluate((at) => shala.createTokens(at).access, url)).toMatch(/^ey/);
    await page.context().close();
    await gate.close();
  }, 90_000);

  test('tokens survive a reload, and all tabs refresh once', async () => {
    await person(server, 'reader');
    const context = await browser.newContext();
    const tabs = [await browser.openTab(context), await browser.openTab(context)] as const;
    await signIn(tabs[0], 'reader');
    await tabs[0].reload();
    let refreshes = 0;
    context.on('request', (request) => {
      refreshes += request.postData()?.includes('accountRefresh') ? 1 : 0;
    });
    await tabs[0].evaluate((at) => shala.createTokens(at).expire(), url);
    const stored = () => tabs[1].evaluate((at) => shala.createTokens(at).access, url);
    await vi.waitFor(async () => expect(await stored()).toBe('expired'));
    // As after a request that each tab sent with the token that has expired.
    const refreshed = await Promise.all(
      tabs.map((tab) =>
        tab.evaluate(async (at) => {
          const tokens = shala.createTokens(at);
          if (tokens.access === 'expired') await tokens.refresh();
          return tokens.access;
        }, url),
      ),
    );
    expect(refreshed[0]).toMatch(/^ey/);
    expect(refreshed[1]).toBe(refreshed[0]);
    expect(refreshes).toBe(1);
    await context.close();
  });
});
