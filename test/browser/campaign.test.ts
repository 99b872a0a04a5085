import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, mobile, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

let api: Api;
let id: number;
beforeAll(async () => {
  api = await startApi();
  const { sms: projectId, list: contactListId } = await createWorld(api);
  const recipients = Array.from({ length: 20 }, (_, index) => ({ number: mobile(index) }));
  await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
  const campaign = { customerId: 1, projectId, contactListId, name: 'Spring', rate: 1 };
  ({ id } = await api.create('/campaigns', campaign));
});
afterAll(() => api.platform.close());

describe.skipIf(!hasBrowser)('a campaign', () => {
  it('is started, watched and paused without the page being left', async () => {
    const page = await openPage(api.platform, `/campaigns/${id}`);
    const progress = page.getByRole('progressbar', { name: 'Spring: sent' });
    expect(await progress.getAttribute('value')).toBe('0');
    await page.evaluate('window.isTheSamePage = true');
    await page.getByRole('button', { name: 'Start' }).press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await api.post('/clock/advance', { by: 'PT9S' });
    await page.locator('progress[value="10"]').waitFor();
    await page.getByText(mobile(9)).waitFor();
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });
});
