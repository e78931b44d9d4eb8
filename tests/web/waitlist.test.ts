import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { book, cancel, password, people, person, schedule } from '../support/studio.ts';
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
});
