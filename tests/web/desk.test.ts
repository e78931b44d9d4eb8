import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { faultsOf } from '../support/axe.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(
  `guests and the desk in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`,
  () => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await openStudio({ MAIL_FROM: 'Studio <studio@example.org>' }, true);
    });
    afterAll(() => studio?.stop());

    test('a member books for guests, shows the code, and gives a seat back', async () => {
      const page = await studio.signIn('noor', publishedPassword, { viewport: { width: 360, height: 740 } });
      await page.goto('/');
      await page.getByRole('link', { name: 'Handstand workshop' }).click();
      await page.getByLabel('Seats', { exact: true }).selectOption('3 seats');
      await page.getByLabel('Pay with').selectOption('money');
      await page.getByLabel('Name of guest 1, if you like').fill('Ada');
      await page.getByRole('button', { name: 'Book 3 seats · €75.00' }).click();
      await page.getByText('3 seats are held for you').waitFor();
      await page.getByText('3 seats: you, Ada and 1 guest').waitFor();
      await page.getByRole('link', { name: 'Pay €75.00' }).click();
      await page.getByRole('button', { name: /pay/i }).first().click();
      await page.getByRole('link', { name: 'Back to the session' }).click();
      await page.getByText('Your 3 seats are booked').waitFor();
      await page.getByText('Your code for the entrance').click();
      await page.getByRole('img', { name: 'QR code' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);

      await page.getByRole('button', { name: 'Change the guests…' }).click();
      await page.getByLabel('Seats that you keep, your own included').selectOption('2 seats');
      await page.getByText('€25.00 will be refunded.').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Give 1 seat back' }).click();
      await page.getByText('Your 2 seats are booked for €75.00; €25.00 of it go back.').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 90_000);

    test('a host books for somebody, checks people in by list and code, and hands the session over', async () => {
      const page = await studio.signIn('mira', publishedPassword);
      await page.goto('/');
      await page.getByRole('link', { name: 'Lunch break stretch' }).click();
      await page.getByRole('link', { name: 'Check-in and changes' }).click();
      await page.getByText('Checked in · irene@guests.example').waitFor();

      await page.getByText('Book for somebody').click();
      await page.getByLabel('Name', { exact: true }).fill('Gil');
      await page.getByLabel('E-mail').fill('gil@guests.example');
      await page.getByRole('button', { name: 'Book', exact: true }).click();
      await page.getByText('Gil is booked.').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Check in Gil' }).click();
      await page.getByRole('button', { name: 'Undo the check-in of Gil' }).click();

      const gil = await studio.server.database.prisma.booking.findFirstOrThrow({
        where: { account: { displayName: 'Gil' } },
      });
      await page.getByLabel('Code of a booking').fill('0000000000');
      await page.getByRole('button', { name: 'Check in', exact: true }).click();
      await page.getByText('There is no such booking with this code').waitFor();
      await page.getByLabel('Code of a booking').fill(gil.checkInCode.toLowerCase());
      await page.getByRole('button', { name: 'Check in', exact: true }).click();
      await page.getByText('Gil: checked in.').waitFor();

      // A party comes without one of them.
      const party = page.getByRole('listitem').filter({ hasText: '3 seats' });
      await party.getByLabel('Came').selectOption('2');
      await party.getByRole('button', { name: /Check in/ }).click();
      await page.getByText('2 of 3 people checked in').waitFor();

      await page.getByRole('button', { name: 'Hand over…' }).click();
      await page.getByLabel('Username of the new host').fill('noor');
      await page.getByRole('button', { name: 'Hand it over' }).click();
      await page.getByText('must be a creator or an admin').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByLabel('Username of the new host').fill('jonas');
      await page.getByRole('button', { name: 'Hand it over' }).click();
      await page.waitForURL(/\/host$/);
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 90_000);

    test('a code before the camera is checked in, where the browser reads codes', async () => {
      const { prisma } = studio.server.database;
      const code = (await prisma.booking.findFirstOrThrow({ where: { account: { username: 'olga' }, seats: 3 } }))
        .checkInCode;
      const page = await studio.signIn('jonas', publishedPassword);
      // What Chromium has on most systems, and a camera: this browser has neither.
      await page.addInitScript((shown) => {
        Object.assign(window, {
          BarcodeDetector: class {
            detect = async () => [{ rawValue: shown }];
          },
        });
        const canvas = document.createElement('canvas');
        const picture = canvas.getContext('2d');
        setInterval(() => picture?.fillRect(0, 0, 10, 10), 100);
        const camera = async () => canvas.captureStream(5);
        Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: camera } });
      }, code);
      await page.goto('/host');
      await page.getByRole('link', { name: 'Lunch break stretch' }).first().click();
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.getByText('Olga Petrova: 2 of 3 people checked in.').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Stop the camera' }).click();
      expect(studio.complaints).toEqual([]);
      await page.context().close();
    }, 60_000);

    test('a guest follows the mail, and cancels without an account', async () => {
      await studio.server.app.mail.idle();
      const mail = studio.server.app.mail.outbox.find(({ to }) => to === 'gil@guests.example');
      const address = new URL(/http\S+guest-bookings\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
      const page = await (await studio.newVisitor()).newPage();
      await page.goto(address.pathname);
      await page.getByRole('heading', { name: 'Lunch break stretch', level: 1 }).waitFor();
      await page.getByRole('button', { name: 'Cancel the booking…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the booking' }).click();
      await page.getByText('Cancelled').waitFor();
      await page.goto('/guest-bookings/wrong');
      await page.getByRole('heading', { name: 'No such booking' }).waitFor();
      expect(studio.complaints).toEqual([]);
    }, 60_000);
  },
);
