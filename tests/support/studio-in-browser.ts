import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { fillDemo } from '../../src/demo/studio.ts';
import { browserObstacle, launchChromium } from './browser.ts';
import { freePort } from './processes.ts';
import { startServer } from './server.ts';

/** Why the studio is not tried in a browser; null where it is. `npm test` does without: only a CHROMIUM that is named is used. */
export const studioObstacle = process.env.CHROMIUM ? browserObstacle : 'CHROMIUM names no browser';

export type StudioInBrowser = Awaited<ReturnType<typeof openStudio>>;

/** A server that serves the studio as it is built before the tests, and a browser to visit it with. With `isDemo` it has the demo's people and sessions. */
export async function openStudio(settings: Record<string, string> = {}, isDemo = false) {
  const port = await freePort();
  const demo: Record<string, string> = isDemo ? { DEMO: 'true' } : {};
  const server = await startServer({ PORT: String(port), WEB: 'true', ...demo, ...settings });
  if (isDemo) await fillDemo(server.app);
  const browser: Browser = await launchChromium();
  /** What pages complained about: none may. */
  const complaints: string[] = [];
  const url = `http://localhost:${port}`;

  /** A browser of one person. */
  async function newVisitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      baseURL: url,
      locale: 'en-GB',
      timezoneId: 'Europe/Lisbon',
      ...options,
    });
    context.on('weberror', (error) => complaints.push(error.error().message));
    context.on('console', (message) => {
      // The browser itself says so of a network that a test has cut.
      const isNetwork = /ERR_|WebSocket|Failed to load resource/.test(message.text());
      if (message.type() === 'error' && !isNetwork) complaints.push(message.text());
    });
    return context;
  }

  return {
    url,
    server,
    complaints,
    newVisitor,
    /** A page on which a person has signed in by typing. */
    async signIn(login: string, password: string, options: BrowserContextOptions = {}): Promise<Page> {
      const page = await (await newVisitor(options)).newPage();
      await page.goto('/sign-in');
      await page.getByLabel('E-mail or username').fill(login);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      return page;
    },
    async stop() {
      await browser.close();
      await server.stop();
    },
  };
}

/** Counts how often pages of a browser ask for a new access token from now on. They send the hash of the operation alone. */
export function countRefreshes(context: BrowserContext): () => number {
  const file = new URL('../../web/src/generated/operations.json', import.meta.url);
  const operations = Object.entries<string>(JSON.parse(readFileSync(file, 'utf8')));
  const [hash] = operations.find(([, document]) => document.startsWith('mutation Refresh{')) ?? [];
  if (!hash) throw new Error('no operation refreshes');
  let count = 0;
  context.on('request', (request) => {
    if (request.postData()?.includes(hash)) count += 1;
  });
  return () => count;
}
