import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

describe.skipIf(!hasBrowser)('a page in a browser', () => {
  it('has its styles and scripts, and follows the platform without losing what somebody is at', async () => {
    const page = await openPage(api.platform, '/');
    await page.getByText('More', { exact: true }).click();
    const by = page.getByLabel('Advance by');
    await by.fill('PT7M');
    await api.post('/clock/advance', { by: 'PT1H' });
    await page.getByText(`Platform time ${(await now()).slice(0, 16).replace('T', ' ')}`).waitFor();
    expect(await by.inputValue()).toBe('PT7M');
    expect(await page.evaluate('document.activeElement.name')).toBe('by');
  });
});

const now = async () => (await api.read<{ now: string }>('/clock')).now;
