import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { password, person } from '../support/studio.ts';
import { countRefreshes, openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`tokens in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'shala-tokens-'));
  let studio: StudioInBrowser;
  beforeAll(async () => {
    const file = join(folder, 'operations.json');
    writeFileSync(file, '{}');
    // In production other documents than those of the studio are refused.
    studio = await openStudio({ NODE_ENV: 'production', PERSISTED_OPERATIONS: file, PAYMENT_PROVIDER: 'none' });
  });
  afterAll(async () => {
    await studio?.stop();
    rmSync(folder, { recursive: true });
  });

  test('no script finds the refresh token, and a reload keeps the person', async () => {
    await person(studio.server, 'keeper');
    const page = await studio.signIn('keeper', password);
    const [cookie] = await page.context().cookies(`${studio.url}/graphql`);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/graphql' });
    expect(cookie?.value).toMatch(/^.{40,}$/);
    const readable = await page.evaluate(() => [
      document.cookie,
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ]);
    expect(readable.join()).not.toContain(cookie?.value);
    expect(readable.join()).not.toMatch(/ey[\w-]+\./);
    await page.goto('/account');
    await page.getByText('This one').waitFor();
    await page.reload();
    await page.getByText('This one').waitFor();
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('one refresh serves all tabs, and a sign-out in one is felt in all', async () => {
    await person(studio.server, 'juggler');
    const first = await studio.signIn('juggler', password);
    const context = first.context();
    const refreshes = countRefreshes(context);
    const others = await Promise.all([context.newPage(), context.newPage()]);
    await Promise.all(others.map((tab) => tab.goto('/mine')));
    await Promise.all(others.map((tab) => tab.getByRole('heading', { name: 'Your bookings' }).waitFor()));
    // The first tab told them its access token.
    expect(refreshes()).toBe(0);
    await Promise.all([first, ...others].map((tab) => tab.close()));
    // All tabs are gone, and with them the access token: of those that come together, one refreshes.
    const tabs = await Promise.all([context.newPage(), context.newPage(), context.newPage()]);
    await Promise.all(tabs.map((tab) => tab.goto('/mine')));
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Your bookings' }).waitFor()));
    expect(refreshes()).toBe(1);

    await tabs[0]?.getByRole('button', { name: 'Sign out' }).click();
    // Whoever uses the browser next is not led to where this person was.
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Catalogue' }).waitFor()));
    expect(tabs.map((tab) => new URL(tab.url()).pathname)).toEqual(['/', '/', '/']);
    expect(await context.cookies(`${studio.url}/graphql`)).toEqual([]);
    await context.close();
  }, 60_000);

  test('a sign-out leads each tab to the catalogue, whether it hears of it by its connection or by the tab', async () => {
    await person(studio.server, 'leaver');
    const first = await studio.signIn('leaver', password);
    const [byConnection, byTab] = [await first.context().newPage(), await first.context().newPage()];
    const tabs = [first, byConnection, byTab];
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    // The page hears that its connection was closed by the server when the test tells it.
    await byTab.addInitScript(() => {
      WebSocket.prototype.close = () => {};
      Object.defineProperty(WebSocket.prototype, 'onclose', {
        set(this: WebSocket, hear: (event: CloseEvent) => void) {
          this.addEventListener('close', (event) => Object.assign(window, { hearEnd: () => hear.call(this, event) }));
        },
      });
    });
    await byTab.clock.install();
    for (const tab of tabs) {
      await tab.goto('/mine');
      await tab.getByRole('heading', { name: 'Your bookings' }).waitFor();
    }
    await first.route('**/graphql', async (route) => {
      const response = await route.fetch();
      await isAnswered;
      await route.fulfill({ response });
    });
    await first.getByRole('button', { name: 'Sign out' }).click();
    await byConnection.waitForURL('**/sign-in?next=%2Fmine');
    answer();
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Catalogue' }).waitFor()));
    await byTab.waitForFunction(() => 'hearEnd' in window);
    await byTab.evaluate('hearEnd()');
    await byTab.clock.runFor(5_000);
    for (const tab of tabs) {
      expect(new URL(tab.url()).pathname).toBe('/');
      expect(await tab.getByText('The connection is lost').count()).toBe(0);
    }
    await first.context().close();
  }, 60_000);

  test('a device that is ended elsewhere is out at once, in all its tabs', async () => {
    const owner = await person(studio.server, 'mobile');
    const page = await studio.signIn('mobile', password);
    const tab = await page.context().newPage();
    await tab.goto('/account');
    await tab.getByText('This one').waitFor();
    await page.goto('/mine');
    await page.getByRole('heading', { name: 'Your bookings' }).waitFor();
    const { deviceSession } = studio.server.database.prisma;
    const [latest] = await deviceSession.findMany({ where: { accountId: owner.id }, orderBy: { createdAt: 'desc' } });
    const ended = Date.now();
    await deviceSession.update({ where: { id: latest?.id ?? '' }, data: { endedAt: new Date(), endedBy: 'REVOKED' } });
    await Promise.all([
      page.getByText('You were signed out on this device.').waitFor(),
      tab.getByText('You were signed out on this device.').waitFor(),
    ]);
    expect(Date.now() - ended).toBeLessThan(5_000);
    await page.context().close();
  }, 60_000);

  test('a visitor of production sees the catalogue, over hashes alone', async () => {
    const visitor = await studio.newVisitor();
    const page = await visitor.newPage();
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    await page.goto('/');
    await vi.waitFor(() => expect(bodies.join()).toContain('sha256Hash'));
    await page.getByText('0 sessions').waitFor();
    expect(bodies.join()).not.toContain('sessions(');
    expect(studio.complaints).toEqual([]);
    await visitor.close();
  }, 60_000);
});
