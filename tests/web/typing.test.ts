import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedPassword } from '../../src/secrets.ts';
import { inHours, password, person, schedule } from '../support/studio.ts';
import { openStudio, type StudioInBrowser, studioObstacle } from '../support/studio-in-browser.ts';

describe.skipIf(studioObstacle)(`typing in Chromium${studioObstacle ? ` (skipped: ${studioObstacle})` : ''}`, () => {
  let studio: StudioInBrowser;
  beforeAll(async () => {
    studio = await openStudio({}, true);
  });
  afterAll(() => studio?.stop());

  test('the search keeps every letter, however slowly it is typed, and follows the address', async () => {
    const page = await (await studio.newVisitor()).newPage();
    await page.goto('/');
    const search = page.getByLabel('Search');
    for (const delay of [230, 330]) {
      await search.fill('');
      await search.pressSequentially('vinyasa flow', { delay });
      expect(await search.inputValue()).toBe('vinyasa flow');
    }
    await page.waitForURL(/q=vinyasa\+flow/);
    await page.goto('/?q=breath');
    expect(await search.inputValue()).toBe('breath');
    await page.context().close();
  }, 60_000);

  test('an address that asks for a price which is no choice shows sessions of any price', async () => {
    const page = await (await studio.newVisitor()).newPage();
    for (const price of ['-1', 'ten', '999999999999']) {
      await page.goto(`/?price=${price}`);
      await page.getByRole('article').first().waitFor();
      expect(await page.getByLabel('Price').inputValue()).toBe('');
    }
    await page.context().close();
  }, 60_000);

  test('a form is sent by the first click after its fault was mended', async () => {
    const page = await (await studio.newVisitor()).newPage();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('E-mail or username').fill('noor');
    await page.getByLabel('Password', { exact: true }).fill(publishedPassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  test('a fault that was mended is shown no longer, whatever is refused instead', async () => {
    const page = await (await studio.newVisitor()).newPage();
    await page.goto('/register');
    await page.getByLabel('E-mail').fill('mender@example.org');
    await page.getByLabel('Username').fill('noor');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('Please lengthen this text').waitFor();
    await page.getByLabel('Password').fill('long enough by far');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('Somebody has this username.').waitFor();
    expect(await page.getByText('Please lengthen this text').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  test('a search of admins is changed and sent again without another click', async () => {
    const page = await studio.signIn('admin', publishedPassword);
    await page.goto('/admin/accounts');
    const search = page.getByLabel('Name, username or e-mail');
    await search.fill('noo');
    await page.keyboard.press('Enter');
    await page.getByText('1 account', { exact: true }).waitFor();
    await page.keyboard.type('x');
    await page.keyboard.press('Enter');
    await page.getByText('0 accounts').waitFor();
    expect(await search.inputValue()).toBe('noox');
    await page.goBack();
    await page.getByText('1 account', { exact: true }).waitFor();
    expect(await search.inputValue()).toBe('noo');
    await page.context().close();
  }, 60_000);

  test('a click beside a dialog closes it, but not once something was typed into it', async () => {
    const page = await studio.signIn('mira', publishedPassword);
    await page.goto('/host/codes');
    const open = () => page.getByRole('button', { name: 'New code…' }).click();
    await open();
    await page.getByRole('dialog').waitFor();
    await page.mouse.click(5, 5);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await open();
    await page.getByLabel('Code', { exact: true }).fill('AUTUMN');
    await page.mouse.click(5, 5);
    await page.getByLabel('Percent off').fill('10');
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('AUTUMN');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  test('faults in closed settings are shown, and a currency that is none is refused', async () => {
    const page = await studio.signIn('mira', publishedPassword);
    await page.goto('/host/sessions/new');
    await page.getByLabel('Title').fill('Evening flow');
    await page.getByText('More settings').click();
    await page.getByLabel('Minutes to pay').fill('0');
    await page.getByText('More settings').click();
    await page.getByRole('button', { name: 'Create the session' }).click();
    await page.getByLabel('Minutes to pay').waitFor({ state: 'visible' });
    await page.getByLabel('Minutes to pay').fill('20');
    await page.getByLabel('Currency').fill('EU');
    await page.getByRole('button', { name: 'Create the session' }).click();
    await page.getByText(/must be an ISO 4217 code/).waitFor();
    await page.context().close();
  }, 60_000);

  test('a form that was open for long leaves what was changed elsewhere', async () => {
    const host = await person(studio.server, 'twotabs', 'CREATOR');
    const { id } = await schedule(host, { title: 'Before' });
    const page = await studio.signIn('twotabs', password);
    await page.goto(`/host/sessions/${encodeURIComponent(id)}/edit`);
    await page.getByLabel('Price').fill('12.50');
    await host.ask(
      'mutation($id: ID!, $at: DateTime!) { sessionUpdate(id: $id, input: { title: "After", startsAt: $at }) { __typename } }',
      {
        ...{ id, at: inHours(96) },
      },
    );
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await page.getByText('The session is changed.').waitFor();
    const answer = await host.ask('query($id: ID!) { session(id: $id) { title startsAt price { amountMinor } } }', {
      id,
    });
    expect(answer.data).toEqual({
      session: { title: 'After', startsAt: inHours(96), price: { amountMinor: 1250 } },
    });
    expect(studio.complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
