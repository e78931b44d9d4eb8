import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UpdateSessionDocument } from '../generated/documents.ts';
import { book, cancel, inMinutes, password, people, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`a line in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio?.stop());

  test('who waits sees the line move on, whoever leaves it', async () => {
    const host = await person(studio.server, 'host', 'CREATOR');
    const [seated, first, second] = await people(studio.server, ['seated', 'first', 'second', 'third']);
    const { id } = await schedule(host, { title: 'Small circle', visibility: 'LISTED', maxParticipants: 1 });
    const seat = await book(seated, id);
    await book(first, id);
    const place = await book(second, id);

    const visitor = await (await studio.newVisitor()).newPage();
    await visitor.goto('/?q=small');
    await visitor.getByText('Full · 2 waiting').waitFor();
    const session = await studio.signIn('third', password);
    await session.goto(`/sessions/${encodeURIComponent(id)}`);
    await session.getByRole('button', { name: 'Join the waitlist' }).click();
    await session.getByText('You are number 3 in line.').waitFor();
    await visitor.getByText('Full · 3 waiting').waitFor();
    const bookings = await session.context().newPage();
    await bookings.goto('/mine');
    await bookings.getByText('Waitlist, number 3').waitFor();

    // One leaves the line, which frees no seat; then one moves up to a seat, and as many are taken as before.
    await cancel(second, place.id);
    await session.getByText('You are number 2 in line.').waitFor();
    await bookings.getByText('Waitlist, number 2').waitFor();
    await cancel(seated, seat.id);
    await session.getByText('You are number 1 in line.').waitFor();
    await bookings.getByText('Waitlist, number 1').waitFor();
    await visitor.getByText('Full · 1 waiting').waitFor();
    expect(studio.complaints).toEqual([]);
    await Promise.all([visitor, session].map((page) => page.context().close()));
  }, 60_000);

  test('a full session offers the waitlist while there is one, and a seat once there is one', async () => {
    const host = await person(studio.server, 'leader', 'CREATOR');
    const [seated, waiting] = await people(studio.server, ['sitter', 'waiter', 'looker']);
    const { id } = await schedule(host, { title: 'Early circle', startsAt: inMinutes(30), maxParticipants: 1 });
    const seat = await book(seated, id);
    const place = await book(waiting, id);
    const address = `/sessions/${encodeURIComponent(id)}`;
    const line = await studio.signIn('waiter', password);
    await line.goto(address);
    await line.getByText('A seat that is freed comes to you by itself.').waitFor();
    const page = await studio.signIn('looker', password);
    await page.goto(address);
    await page.getByRole('button', { name: 'Join the waitlist' }).waitFor();

    // Nobody moves up once bookings have closed.
    const close = (bookingClosesMinutes: number) =>
      host.run(UpdateSessionDocument, { id, input: { settings: { bookingClosesMinutes } } });
    await close(60);
    await page.getByText('Bookings closed 60 minutes before the start.').waitFor();
    expect(await page.getByRole('button', { name: 'Join the waitlist' }).count()).toBe(0);
    await line.getByText('Bookings have closed: nobody moves up to a seat any more.').waitFor();

    await close(0);
    await page.getByRole('button', { name: 'Join the waitlist' }).waitFor();
    await cancel(waiting, place.id);
    await cancel(seated, seat.id);
    await page.getByRole('button', { name: 'Book a seat · Free' }).click();
    await page.getByText('Your seat is booked').waitFor();
    expect(studio.complaints).toEqual([]);
    await Promise.all([line, page].map((one) => one.context().close()));
  }, 60_000);
});
