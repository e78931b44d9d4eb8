import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BookForDocument } from '../generated/documents.ts';
import { book, password, people, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

const hour = new Date().getUTCHours();
/** A zone in which it is about noon now: what ends soon ends today. */
const atNoon = `Etc/GMT${hour < 12 ? '' : '+'}${hour - 12}`;
const price = { amountMinor: 1500, currency: 'EUR' };
const timeAlone = /^\d\d:\d\d /;
const withDay = /^[A-Z][a-z]+,? \d+ [A-Z][a-z]+(?: \d+)?, \d\d:\d\d /;

describe.skipIf(studioObstacle)(`holds in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.stop());

  test('who holds a seat reads its day where that is not today', async () => {
    const host = await person(studio.server, 'host', 'CREATOR');
    const [payer] = await people(studio.server, ['payer'], { timeZone: atNoon });
    const settings = { bookingHoldMinutes: 1440 };
    const short = await schedule(host, { title: 'Short', price, settings: { bookingHoldMinutes: 30 } });
    const long = await schedule(host, { title: 'Long', price, settings });
    await book(payer, short.id);
    const page = await studio.signIn('payer', password);
    const until = async (address: string, before: string) => {
      await page.goto(address);
      const sentence = page.locator('p, span').filter({ hasText: before }).last();
      return sentence.locator('time').last().innerText();
    };
    const addressOf = ({ id }: { id: string }) => `/sessions/${encodeURIComponent(id)}`;
    expect(await until(addressOf(short), 'held for you until')).toMatch(timeAlone);
    expect(await until('/mine', 'held until')).toMatch(timeAlone);
    await studio.server.database.prisma.booking.deleteMany();
    await book(payer, long.id);
    expect(await until(addressOf(long), 'held for you until')).toMatch(withDay);
    expect(await until('/mine', 'held until')).toMatch(withDay);

    const guest = { name: 'Gil', email: 'gil@guests.example' };
    await host.run(BookForDocument, { input: { sessionId: long.id, guest } });
    await studio.server.app.mail.idle();
    const mail = studio.server.app.mail.outbox.find(({ to }) => to === guest.email);
    const { pathname } = new URL(/http\S+guest-bookings\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    expect(await until(pathname, 'held until')).toMatch(withDay);
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
