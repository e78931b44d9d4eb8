import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`passes in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio({}, true);
  });
  afterAll(() => studio?.stop());

  test('a host makes a code, and a member books by it at the price that is quoted', async () => {
    const host = await studio.signIn('mira', publishedPassword);
    await host.goto('/host/codes');
    await host.getByRole('button', { name: 'New code…' }).click();
    await host.getByLabel('Code', { exact: true }).fill('Summer');
    await host.getByLabel('Percent off').fill('40');
    await host.getByRole('button', { name: 'Make the code' }).click();
    await host.getByText('40 % off').waitFor();

    const member = await studio.signIn('noor', publishedPassword);
    await member.goto('/');
    await member.getByRole('link', { name: 'Handstand workshop' }).click();
    await member.getByLabel('Pay with').selectOption('money');
    await member.getByText('I have a code').click();
    await member.getByLabel('Promotion code').fill('winter');
    await member.getByRole('button', { name: 'Apply the code' }).click();
    await member.getByText('There is no such code for this session.').waitFor();
    await member.getByLabel('Promotion code').fill('summer');
    await member.getByLabel('Promotion code').press('Enter');
    await member.getByText('€25.00 less €10.00: €15.00').waitFor();
    await member.getByRole('button', { name: 'Book a seat · €15.00' }).click();
    await member.getByRole('link', { name: 'Pay €15.00' }).waitFor();
    await host.reload();
    await host.getByText('1 use').waitFor();
    await host.getByText('Uses', { exact: true }).first().click();
    await host.getByText(/Noor Haddad · €10.00/).waitFor();

    // Unpaid, it gives the use back.
    await member.getByRole('button', { name: 'Cancel the booking…' }).click();
    await member.getByRole('button', { name: 'Cancel the booking', exact: true }).click();
    await member.getByRole('button', { name: 'Book a seat · by your pass' }).waitFor();
    await host.reload();
    await host.getByText('0 uses', { exact: false }).first().waitFor();
    expect(studio.complaints).toEqual([]);
  }, 120_000);

  test('a host offers a pass, a member buys it, books by it and returns it, an admin corrects one', async () => {
    const host = await studio.signIn('mira', publishedPassword);
    await host.goto('/host/passes');
    await host.getByRole('button', { name: 'New offer…' }).click();
    await host.getByLabel('Title').fill('Four handstands');
    await host.getByLabel('Seats', { exact: true }).fill('4');
    await host.getByLabel('Price').fill('80');
    await host.getByLabel('Tags').fill('handstand');
    await host.getByLabel('Paid back of what is unused, in percent').fill('50');
    await host.getByLabel('Valid for days').fill('0');
    await host.getByRole('button', { name: 'Offer the pass' }).click();
    await host.getByText('must be at least 1').waitFor();
    await host.getByLabel('Valid for days').fill('90');
    await host.getByRole('button', { name: 'Offer the pass' }).click();
    await host.getByRole('button', { name: 'Change… Four handstands' }).waitFor();

    const member = await studio.signIn('noor', publishedPassword);
    await member.goto('/passes');
    await member.getByRole('button', { name: /Buy Four handstands/ }).click();
    await member.getByRole('button', { name: 'Pay', exact: true }).click();
    await member.getByText('Your pass can be used.').waitFor();
    await member.getByRole('link', { name: 'Back to your passes' }).click();
    const pass = member.getByRole('region', { name: 'Four handstands' });
    await pass.getByText('4 of 4 seats left').waitFor();

    await member.goto('/');
    await member.getByRole('link', { name: 'Handstand workshop' }).click();
    await member.getByLabel('Pay with').selectOption({ label: 'Four handstands (4 of 4 seats left)' });
    await member.getByRole('button', { name: 'Book a seat · by your pass' }).click();
    await member.getByText('paid by your pass Four handstands').waitFor();
    await member.getByText('cancelling gives 1 credit back to your pass').waitFor();
    const { pass: passes, passEntry, passOffer } = studio.server.database.prisma;
    const setCredits = (credits: number | null) =>
      passes.updateMany({ where: { title: 'Four handstands' }, data: { credits } });
    await setCredits(null);
    await member.reload();
    await member.getByRole('button', { name: 'Cancel the booking…' }).click();
    await member.getByText('Your place goes to the next person in line.').waitFor();
    expect(await member.getByText('credit').count()).toBe(0);
    await setCredits(4);

    await member.goto('/passes/mine');
    await pass.getByText('3 of 4 seats left').waitFor();
    await pass.getByText('Ledger').click();
    await pass.getByRole('cell', { name: 'Use: Handstand workshop' }).waitFor();
    // Of a long ledger, the rest is a page further; and so it is of offers.
    const { id: passId, offerId } = await passes.findFirstOrThrow({ where: { title: 'Four handstands' } });
    await passEntry.createMany({
      data: Array.from({ length: 50 }, () => ({ passId, kind: 'CORRECTION' as const, credits: 0, reason: 'Counted' })),
    });
    const { id: _, createdAt, ...same } = await passOffer.findUniqueOrThrow({ where: { id: offerId } });
    await passOffer.createMany({
      data: Array.from({ length: 50 }, (_, index) => ({ ...same, title: `Later ${index}` })),
    });
    await member.reload();
    await pass.getByText('Ledger').click();
    await pass.getByRole('row').nth(50).waitFor();
    await pass.getByRole('button', { name: 'Next page' }).click();
    await pass.getByRole('cell', { name: 'Use: Handstand workshop' }).waitFor();
    await host.reload();
    await host.getByRole('button', { name: 'Change… Later 49' }).waitFor();
    await host.getByRole('navigation', { name: 'Pages of the offers' }).getByText('Next page').click();
    await host.getByRole('button', { name: 'Change… Four handstands' }).waitFor();
    await pass.getByRole('button', { name: /Return the pass…/ }).click();
    await member.getByText('€30.00 will be paid back.').waitFor();
    await member.getByRole('button', { name: 'Return the pass', exact: true }).click();
    await pass.getByText('Returned', { exact: true }).waitFor();

    await host.reload();
    await host.getByText('Noor Haddad').first().waitFor();
    const admin = await studio.signIn('admin', publishedPassword);
    await admin.goto('/admin/passes');
    await admin.getByRole('button', { name: 'Correct… the pass of Noor Haddad' }).last().click();
    await admin.getByLabel('Credits to add, or with a minus to take').fill('2');
    await admin.getByLabel('Reason, for the ledger and the audit').fill('A present.');
    await admin.getByRole('button', { name: 'Correct', exact: true }).click();
    await admin.getByText('12 of 10 seats left').waitFor();
    expect(studio.complaints).toEqual([]);
  }, 120_000);
});
