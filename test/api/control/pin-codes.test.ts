import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectProblem, mobile, type Page } from '../../support/api.ts';
import { type Client, type Messaging, startMessaging } from '../messaging/support.ts';

let messaging: Messaging;
let client: Client;
beforeAll(async () => {
  messaging = await startMessaging();
  client = await messaging.client({ pinCodes: { digits: 6, validSeconds: 60, tries: 2 } });
});
afterAll(() => messaging.api.platform.close());

const send = async (recipient: string, by = client, ipaddress = '192.0.2.1') =>
  Number((await by.call('SendPinCode', { recipient, sender: 'Acme', message: '{code}', ipaddress })).Result);
const verify = (recipient: string, pincode: unknown) =>
  client.call('VerifyCode', { recipient, ipaddress: '192.0.2.1', pincode });
const list = async (query = `customerId=${client.customerId}`) =>
  (await messaging.api.read<Page>(`/pin-codes?${query}`)).items;
const last = async () => (await list()).at(-1)!;

it('a PIN code is shown with its SMS and what has become of it', async () => {
  const { now } = await messaging.api.read<{ now: string }>('/clock');
  const communicationId = await send(mobile(1));
  const expected = {
    id: expect.any(Number),
    customerId: client.customerId,
    recipient: mobile(1),
    ipAddress: '192.0.2.1',
    code: expect.stringMatching(/^\d{6}$/),
    state: 'ACTIVE',
    triesLeft: 2,
    communicationId,
    createdAt: now,
    expiresAt: new Date(Date.parse(now) + 60_000).toISOString(),
    verifiedAt: null,
  };
  expect(await last()).toEqual(expected);
  await verify(mobile(1), 'x');
  expect(await last()).toEqual({ ...expected, triesLeft: 1 });
  await verify(mobile(1), (await last()).code);
  expect(await last()).toEqual({ ...expected, triesLeft: 1, state: 'VERIFIED', verifiedAt: now });
});

it('a PIN code that is no longer active says why', async () => {
  await send(mobile(2));
  await send(mobile(2));
  await verify(mobile(2), 'x');
  await verify(mobile(2), 'x');
  await send(mobile(3));
  await messaging.advance('PT1M');
  const states = async (number: string) =>
    (await list(`customerId=${client.customerId}&recipient=${number}`)).map(({ state }) => state);
  expect(await states(mobile(2))).toEqual(['REPLACED', 'NO_TRIES_LEFT']);
  expect(await states(mobile(3))).toEqual(['EXPIRED']);
});

it('PIN codes are found by customer and by recipient, in any notation of the number', async () => {
  const other = await messaging.client();
  await send(mobile(4));
  await send(mobile(4), other);
  await send(mobile(5), other);
  const recipients = async (query: string) => (await list(query)).map(({ recipient }) => recipient);
  expect(await recipients(`customerId=${other.customerId}`)).toEqual([mobile(4), mobile(5)]);
  expect(await recipients(`recipient=${encodeURIComponent(`+${mobile(4)}`)}`)).toEqual([
    mobile(4),
    mobile(4),
  ]);
  expect(await recipients(`recipient=${mobile(60)}`)).toEqual([]);
});

it('PIN codes are gone when the customer is reset', async () => {
  const other = await messaging.client();
  await send(mobile(6), other);
  await messaging.api.post('/reset', { customerId: other.customerId });
  expect(await list(`customerId=${other.customerId}`)).toEqual([]);
});

it('what is asked for wrongly is refused', async () => {
  expectProblem(await messaging.api.get('/pin-codes?recipient=x'), 400, 'recipient');
  expectProblem(await messaging.api.get('/pin-codes?customerId=0'), 400, 'customerId');
});
