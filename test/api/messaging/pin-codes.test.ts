import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mobile, type Page } from '../../support/api.ts';
import { type Client, type Messaging, startMessaging } from './support.ts';

let messaging: Messaging;
let client: Client;
beforeAll(async () => {
  messaging = await startMessaging();
});
beforeEach(async () => {
  client = await messaging.client();
});
afterAll(() => messaging.api.platform.close());

const ADDRESS = '192.0.2.1';
const wanted = { recipient: mobile(1), sender: 'Acme', message: 'Your code: {code}.', ipaddress: ADDRESS };
const send = async (more: object = {}) => (await client.call('SendPinCode', { ...wanted, ...more })).Result;
const verify = async (pincode: unknown, more: object = {}) =>
  (await client.call('VerifyCode', { recipient: mobile(1), ipaddress: ADDRESS, pincode, ...more })).Result;
const pinCodes = async () =>
  (await messaging.api.read<Page>(`/pin-codes?customerId=${client.customerId}`)).items;
/** Sends one. @returns the PIN */
async function sendPin(more: object = {}): Promise<string> {
  await send(more);
  return (await pinCodes()).at(-1)!.code as string;
}
/** Another code of the same length. */
const wrong = (code: string) => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

describe('SendPinCode', () => {
  it('sends the PIN in place of {code}, and answers the ID of the SMS', async () => {
    const id = await send();
    const [pinCode] = await pinCodes();
    expect(pinCode!.code).toMatch(/^\d{4}$/);
    expect(await messaging.api.read(`/communications/${id}`)).toMatchObject({
      type: 'OUTGOING_SMS',
      recipient: mobile(1),
      sender: 'Acme',
      content: `Your code: ${pinCode!.code}.`,
    });
    expect((await client.call('GetMessageStatus', { MessageId: id })).Result).toBe('SENT');
  });

  it.each<[string, object]>([
    ['ERROR_CONTENT', { message: 'no code' }],
    ['ERROR_CONTENT', { message: undefined }],
    ['ERROR_SENDER', { sender: 'Twelve chars' }],
    ['ERROR_RECIPIENT', { recipient: 'Ada' }],
    ['ERROR_IPADDRESS', { ipaddress: undefined }],
    ['ERROR_IPADDRESS', { ipaddress: ' ' }],
  ])('answers %s and sends nothing for %j', async (code, more) => {
    expect(await send(more)).toBe(code);
    expect(await pinCodes()).toEqual([]);
  });

  it('makes PINs as the customer wants them', async () => {
    client = await messaging.client({ pinCodes: { digits: 12, validSeconds: 60, tries: 1 } });
    expect(await sendPin()).toMatch(/^\d{12}$/);
  });

  it('makes the same PINs for the same seed, and others for another', async () => {
    const made = [];
    for (const seed of ['1', '1', '2']) {
      const fresh = await startMessaging({ seed });
      client = await fresh.client({ pinCodes: { digits: 12, validSeconds: 60, tries: 1 } });
      await send();
      await send();
      const { items } = await fresh.api.read<Page>('/pin-codes');
      made.push(items.map(({ code }) => code));
      await fresh.api.platform.close();
    }
    expect(made[0]).toEqual(made[1]);
    expect(new Set(made.flat()).size).toBe(4);
  });
});

describe('VerifyCode', () => {
  it('says OK once', async () => {
    const code = await sendPin();
    expect(await verify(code)).toBe('OK');
    expect(await verify(code)).toBe('ERROR_CODE');
  });

  it('wants the recipient and the address that it was sent for', async () => {
    const code = await sendPin();
    expect(await verify(code, { recipient: mobile(2) })).toBe('ERROR_CODE');
    expect(await verify(code, { ipaddress: '192.0.2.2' })).toBe('ERROR_CODE');
    expect(await verify(code, { recipient: `+${mobile(1)}` })).toBe('OK');
  });

  it.each([
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['192.0.2.1', '::FFFF:192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['fe80::1%eth0', 'FE80:0::1'],
    ['unknown', 'unknown'],
    ['one%two', 'one%two'],
  ])('knows the address %s as %s', async (sentFor, told) => {
    const code = await sendPin({ ipaddress: sentFor });
    expect(await verify(code, { ipaddress: told })).toBe('OK');
  });

  it.each([
    ['2001:db8::1', '2001:db8::2'],
    ['Unknown', 'unknown'],
    ['one%two', 'one'],
  ])('does not take the address %s for %s', async (sentFor, told) => {
    const code = await sendPin({ ipaddress: sentFor });
    expect(await verify(code, { ipaddress: told })).toBe('ERROR_CODE');
  });

  it('knows the PINs of the customer only', async () => {
    const code = await sendPin();
    client = await messaging.client();
    expect(await verify(code)).toBe('ERROR_CODE');
  });

  it('takes it for as long as it holds by the platform clock', async () => {
    client = await messaging.client({ pinCodes: { digits: 6, validSeconds: 60, tries: 3 } });
    const first = await sendPin();
    await messaging.advance('PT59.999S');
    expect(await verify(first)).toBe('OK');
    const second = await sendPin();
    await messaging.advance('PT60S');
    expect(await verify(second)).toBe('ERROR_CODE');
  });

  it('takes so many wrong guesses as the customer allows', async () => {
    client = await messaging.client({ pinCodes: { digits: 4, validSeconds: 60, tries: 2 } });
    const first = await sendPin();
    expect(await verify(wrong(first))).toBe('ERROR_CODE');
    expect(await verify(first)).toBe('OK');
    const second = await sendPin();
    for (const guess of [wrong(second), undefined, second]) expect(await verify(guess)).toBe('ERROR_CODE');
  });

  it('takes the newest for the same recipient and address, with all its tries', async () => {
    const first = await sendPin();
    await verify(wrong(first));
    const second = await sendPin();
    expect((await pinCodes()).map(({ triesLeft }) => triesLeft)).toEqual([2, 3]);
    if (first !== second) expect(await verify(first)).toBe('ERROR_CODE');
    expect(await verify(second)).toBe('OK');
  });

  it('takes the PIN of each address by itself', async () => {
    const first = await sendPin();
    const second = await sendPin({ ipaddress: '192.0.2.2' });
    expect(await verify(second, { ipaddress: '192.0.2.2' })).toBe('OK');
    expect(await verify(first)).toBe('OK');
  });

  it('takes one that is a number, as far as that says the same', async () => {
    const code = await sendPin();
    expect(await verify(Number(code))).toBe(code.startsWith('0') ? 'ERROR_CODE' : 'OK');
  });

  it('answers what is wrong with the call', async () => {
    expect(await verify('1234', { recipient: 'Ada' })).toBe('ERROR_RECIPIENT');
    expect(await verify('1234', { ipaddress: '' })).toBe('ERROR_IPADDRESS');
  });
});
