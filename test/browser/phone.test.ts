import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, mobile, startApi } from '../support/api.ts';
import { hasBrowser, openPage } from '../support/browser.ts';
import { until } from '../support/programs.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const send = (type: string, recipient: string, body: object) =>
  api.create('/communications', { customerId: 1, type, recipient, sender: '46846500400', ...body });
const advance = () => api.post('/clock/advance', { by: 'PT5S' });
const last = async (number: string) =>
  (await api.read<{ items: Entity[] }>(`/communications?recipient=${number}&order=newest&limit=1`)).items[0]!;

describe.skipIf(!hasBrowser)('the phone in a browser', () => {
  it('rings while somebody looks, is answered, and takes keys from the keyboard and the keypad', async () => {
    const number = mobile(0);
    const page = await openPage(api.platform, `/phone/${number}`);
    await page.getByRole('switch', { name: 'Ask me about calls to this number' }).click();
    await page.getByRole('switch', { checked: true }).waitFor();
    const { id } = await send('OUTGOING_CALL', number, {});
    await advance();
    const call = page.getByRole('form', { name: 'Call from 46846500400' });
    expect(await call.getByRole('button', { name: 'Hang up' }).isVisible()).toBe(false);
    await call.getByRole('button', { name: 'Answer', exact: true }).press('Enter');
    await page.keyboard.type('1*');
    await call.getByRole('button', { name: 'hash' }).click();
    await call.getByText('Talking with 46846500400').waitFor();
    // What changes elsewhere meanwhile does not end the call.
    await send('OUTGOING_SMS', number, { content: 'In between' });
    await page.getByText('In between').first().waitFor();
    expect(await call.getByLabel('Keys').inputValue()).toBe('1*#');
    await call.getByRole('button', { name: 'Hang up' }).click();
    await until('it is decided', () => decided(id));
    await advance();
    await page.getByText('keys 1 * #').waitFor();
    expect(await call.count()).toBe(0);
    expect(await api.read(`/communications/${id}`)).toMatchObject({ keyChoices: ['1', '*', '#'] });
  });

  it('stands at the newest text, writes with Enter, and is ready for more', async () => {
    const number = mobile(1);
    for (let index = 0; index < 15; index++)
      await send('OUTGOING_SMS', number, { content: `Text ${index}.` });
    const page = await openPage(api.platform, `/phone/${number}`, { width: 360, dark: true });
    const screen = (await page.locator('.screen').boundingBox())!;
    const newest = (await page.locator('.bubble', { hasText: 'Text 14.' }).boundingBox())!;
    expect(newest.y).toBeGreaterThan(screen.y);
    expect(newest.y + newest.height).toBeLessThan(screen.y + screen.height);
    const field = page.getByRole('textbox', { name: 'Write' });
    await field.fill('First answer');
    await field.press('Enter');
    await page.locator('.own', { hasText: 'First answer' }).waitFor();
    expect(await field.inputValue()).toBe('');
    await page.keyboard.type('Second');
    await page.getByRole('button', { name: 'STOP' }).press('Enter');
    await page.getByText('Opted out of').waitFor();
    expect(await last(number)).toMatchObject({ bulk: 'STOP' });
  });

  it('works without scripts', async () => {
    const number = mobile(2);
    const { id } = await send('OUTGOING_CALL', number, { outcome: { named: 'ASK_ME' } });
    await advance();
    const page = await openPage(api.platform, `/phone/${number}`, { scripts: false });
    await page.getByLabel('Keys').fill('42');
    await page.getByRole('form', { name: /^Call/ }).getByLabel('Seconds').fill('9');
    await page.getByRole('button', { name: 'Hang up' }).click();
    expect(new URL(page.url()).pathname).toBe(`/phone/${number}`);
    await advance();
    expect(await api.read(`/communications/${id}`)).toMatchObject({ callLength: 9, keyChoices: ['4', '2'] });
  });
});

const decided = async (id: number) => {
  const { decidedBy, held } = await api.read(`/communications/${id}`);
  return decidedBy === 'REQUEST' && held === false;
};
