import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

/** A page that is left gives up what it was asking for. */
const LEFT = /htmx:(sendAbort|afterRequest)/;

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

describe.skipIf(!hasBrowser)('the editor of callbacks', () => {
  it('completes metrics by keyboard, shows what would be sent, and what is wrong', async () => {
    const page = await openPage(api.platform, '/callbacks/new', { expected: LEFT });
    const template = page.getByLabel('Template of one event');
    const choices = page.getByRole('listbox', { name: 'Metrics' });
    const preview = page.locator('#preview');

    await template.fill('{"id": ');
    await template.pressSequentially('{');
    await choices.waitFor();
    await template.pressSequentially('sent');
    expect(await choices.getByRole('option').allTextContents()).toEqual([
      expect.stringContaining('{SENT_UNIXTIME} When it was sent'),
      expect.stringContaining('{SENT_DATETIME}'),
      expect.stringContaining('{SENT_DATEISO}'),
    ]);
    await template.press('ArrowDown');
    await template.press('ArrowUp');
    await template.press('Enter');
    await template.pressSequentially('}');
    expect(await template.inputValue()).toBe('{"id": {SENT_UNIXTIME}}');
    expect(await choices.isHidden()).toBe(true);
    await preview.getByText('{"id": 1741944413}').first().waitFor();
    await page.locator('#lint-template').getByText('without {ID}').waitFor();

    await template.fill('{"id": {SENT_UNIXTIME}, "s": {STATUS}}');
    await page.locator('#lint-template').getByText('line 1, column').waitFor();
    await preview.getByText('until this is right').waitFor();
    expect(await template.evaluate((field) => field.matches(':focus'))).toBe(true);

    await template.press('End');
    await template.press('{');
    await choices.waitFor();
    await template.press('Escape');
    expect(await choices.isHidden()).toBe(true);
  });

  it('keeps what is being typed while the platform moves on, and leads to what it registered', async () => {
    const page = await openPage(api.platform, '/callbacks/new', { expected: LEFT });
    await page.getByRole('textbox', { name: 'Name As you like' }).fill('Mine');
    await api.create('/contact-lists', { customerId: 1, name: 'New' });
    await page.getByLabel('URL').fill(`${api.platform.httpsUrl}/inbox/mine`);
    await page.getByLabel('Events in a batch').fill('10');
    await page.getByText('A batch', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name As you like' }).inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mine' }).waitFor();

    await page.getByRole('button', { name: 'Send a sample now' }).click();
    await page.getByRole('heading', { name: 'It was taken' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await page.getByRole('heading', { name: 'It was taken' }).isVisible()).toBe(true);
    await page.locator('main').getByText('paused').waitFor();
  });
});
