import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

const ADA = '46701740605';
/** Reserved for fiction, and stands for a number that nobody has. */
const NOBODY = '447700900020';
const CSV = `number,first name\n${ADA},Ada\n${NOBODY},Nobody\n`;
/** A page that is left gives up what it was asking for. */
const LEFT = /htmx:(sendAbort|afterRequest)/;

let api: Api;
beforeAll(async () => {
  api = await startApi({ profile: 'all-delivered' });
});
afterAll(() => api.platform.close());

describe.skipIf(!hasBrowser)('a newcomer', () => {
  it('goes from a CSV to a callback, an edge case and an opt-out without leaving the browser', {
    timeout: 40_000,
  }, async () => {
    const page = await openPage(api.platform, '/contact-lists', { expected: LEFT });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();

    await page.locator('input[name=name]').first().fill('Friday');
    await press('Create');
    await page.locator('input[type=file]').setInputFiles({
      name: 'friday.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(CSV),
    });
    await press('Import');
    await page.getByText('2 recipients were added').waitFor();

    // The first callback points at the inbox.
    await page.goto('/callbacks');
    await page.getByRole('button', { name: /inbox/ }).first().click();
    await page.getByText('/inbox/first').first().waitFor();

    await page.goto('/campaigns/new');
    await page.locator('[name="name"]').first().fill('Reminders');
    await page.locator('[name="project.name"]').fill('Reminder');
    await page.locator('[name="project.sender"]').fill('Acme');
    await page.locator('[name="project.template"]').fill('Hi {1}, see you on Friday.');
    await page.locator('[name="contactListId"]').selectOption({ index: 0 });
    await press('Create');
    await page.getByRole('heading', { name: 'Reminders' }).waitFor();
    await api.post('/clock/advance', { by: 'PT1M' });
    await page.getByText('DELIVERED').first().waitFor();

    // What the receiver got, and what it said.
    await page.goto('/deliveries');
    await page.locator('main a[href^="/deliveries/"]').first().click();
    await page.getByRole('heading', { name: 'Came back' }).waitFor();
    expect(await page.locator('main').textContent()).toContain(NOBODY);

    // The number that does not exist.
    await page.goto(`/communications?recipient=${NOBODY}`);
    await page.locator('main table a[href^="/communications/"]').first().click();
    await page.getByText('DOESNOTEXIST').first().waitFor();

    await page.goto(`/phone/${ADA}`);
    await page.getByText('Hi Ada, see you on Friday.').first().waitFor();
    await press('STOP');
    await page.getByText('opted out', { exact: false }).first().waitFor();
    const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: ADA, sender: 'Acme', content: 'Once more' };
    const { id } = await api.create('/communications', sms);
    await api.post('/clock/advance', { by: 'PT1M' });
    await page.goto(`/communications/${id}`);
    await page.getByText('OPTOUT').first().waitFor();
    expect(await page.getByText('the recipient has opted out').count()).toBeGreaterThan(0);
  });
});
