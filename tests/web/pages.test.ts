import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guestBookingUrl } from '../../src/bookings/guests/links.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import { publishedPassword } from '../../src/secrets.ts';
import { faultsOf } from '../support/axe.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

/** Where pictures of all pages go, for people to look at; none are taken without it. */
const pictures = process.env.SHALA_SCREENSHOTS;
const desktop = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };

describe.skipIf(studioObstacle)(
  `every page in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    const ids = { lounge: '', workshop: '', stretch: '', series: '', olga: '', guest: '' };
    beforeAll(async () => {
      studio = await openStudio({}, true);
      const { prisma } = studio.server.database;
      const session = async (title: string) =>
        encodeURIComponent(globalId('Session', (await prisma.session.findFirstOrThrow({ where: { title } })).id));
      ids.lounge = await session('Studio lounge');
      ids.workshop = await session('Handstand workshop');
      ids.stretch = await session('Lunch break stretch');
      ids.series = encodeURIComponent(globalId('Series', (await prisma.series.findFirstOrThrow()).id));
      const guests = await prisma.booking.findFirstOrThrow({ where: { account: { isGuest: true } } });
      ids.guest = new URL(guestBookingUrl(studio.server.app.env, guests.id)).pathname;
      const { id } = await prisma.account.findFirstOrThrow({ where: { usernameKey: 'olga' } });
      ids.olga = encodeURIComponent(globalId('Account', id));
      if (pictures) mkdirSync(pictures, { recursive: true });
    });
    afterAll(() => studio?.stop());

    /** Visits a page in both themes, on a desk and on a phone: nothing overflows, and axe finds nothing serious. */
    async function look(page: Page, name: string, path: string) {
      const faults: unknown[] = [];
      await page.goto(path);
      for (const [theme, viewport] of [
        ['light', desktop],
        ['dark', desktop],
        ['light', phone],
        ['dark', phone],
      ] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.setViewportSize(viewport);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('main .shapes').first().waitFor({ state: 'detached' });
        const where = `${name}-${theme}-${viewport.width}`;
        if (pictures) await page.screenshot({ path: join(pictures, `${where}.png`), fullPage: true });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) faults.push({ where, overflow });
        const found = await faultsOf(page);
        faults.push(...found.map((fault) => ({ where, ...fault })));
      }
      return faults;
    }

    async function lookAt(page: Page, pages: Record<string, string>) {
      const faults = [];
      for (const [name, path] of Object.entries(pages)) faults.push(...(await look(page, name, path)));
      await page.context().close();
      expect(faults).toEqual([]);
      expect(studio.complaints).toEqual([]);
    }

    test('of a visitor', async () => {
      const page = await (await studio.newVisitor()).newPage();
      await lookAt(page, {
        catalogue: '/',
        'session-visitor': `/sessions/${ids.workshop}`,
        'passes-visitor': '/passes',
        'sign-in': '/sign-in',
        register: '/register',
        'forgot-password': '/forgot-password',
        'reset-password': '/reset-password?token=x',
        'verify-email': '/verify-email?token=x',
        join: '/join/ZENMATS7',
        'guest-booking': ids.guest,
        nothing: '/nothing',
      });
    }, 120_000);

    test('of a member', async () => {
      const page = await studio.signIn('noor', publishedPassword);
      await lookAt(page, {
        'catalogue-member': '/',
        session: `/sessions/${ids.workshop}`,
        mine: '/mine',
        passes: '/passes',
        'my-passes': '/passes/mine',
        practice: '/practice',
        account: '/account',
        'room-refused': `/sessions/${ids.lounge}/room`,
      });
    }, 120_000);

    test('of a host', async () => {
      const page = await studio.signIn('mira', publishedPassword);
      await lookAt(page, {
        host: '/host',
        'host-sessions': '/host/sessions',
        'new-session': '/host/sessions/new',
        'check-in': `/host/sessions/${ids.workshop}`,
        desk: `/host/sessions/${ids.stretch}`,
        'change-session': `/host/sessions/${ids.workshop}/edit`,
        'new-series': '/host/series/new',
        series: `/host/series/${ids.series}`,
        money: '/host/money',
        statement: `/host/money/${new Date().toISOString().slice(0, 7)}`,
        'host-passes': '/host/passes',
        'host-codes': '/host/codes',
        room: `/sessions/${ids.lounge}/room`,
      });
    }, 180_000);

    test('of an admin', async () => {
      const page = await studio.signIn('admin', publishedPassword);
      await lookAt(page, {
        admin: '/admin',
        'admin-accounts': '/admin/accounts',
        'admin-import': '/admin/import',
        'admin-statement': `/admin/accounts/${ids.olga}/statement`,
        'admin-account': `/admin/accounts/${ids.olga}`,
        'admin-devices': '/admin/devices',
        'admin-sessions': '/admin/sessions',
        'admin-passes': '/admin/passes',
        'admin-codes': '/admin/codes',
        audit: '/admin/audit',
        deliveries: '/admin/deliveries',
        webhooks: '/admin/webhooks',
      });
    }, 180_000);
  },
);
