import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mobile } from '../../support/api.ts';
import { alpha, type Client, type Messaging, startMessaging } from './support.ts';

let messaging: Messaging;
let client: Client;
beforeAll(async () => {
  messaging = await startMessaging();
  client = await messaging.client();
});
afterAll(() => messaging.api.platform.close());

const sms = { recipient: mobile(1), sender: 'Acme', message: 'Hello' };
const send = async (more: object = {}, by = client) =>
  (await by.call('SendMessageFromAlpha', { ...sms, ...more })).Result;
const status = async (MessageId: unknown, by = client) =>
  (await by.call('GetMessageStatus', { MessageId })).Result;
const count = async () =>
  (await messaging.communications(`customerId=${client.customerId}&limit=1000`)).length;

describe('SendMessageFromAlpha', () => {
  it('sends one SMS and answers its ID', async () => {
    const { status: code, contentType, text } = await client.post('/api/SendMessageFromAlpha/json', sms);
    expect({ code, contentType }).toEqual({ code: 200, contentType: 'application/json; charset=utf-8' });
    const [, id] = /^\{"Result":"(\d+)"\}$/.exec(text)!;
    expect(await messaging.api.read(`/communications/${id}`)).toMatchObject({
      customerId: client.customerId,
      type: 'OUTGOING_SMS',
      recipient: mobile(1),
      sender: 'Acme',
      content: 'Hello',
      projectId: null,
      state: 'SENT',
    });
  });

  it('takes the recipient in any notation, and fields beside those it reads', async () => {
    const id = await send({ recipient: '+46 70-174 06 09', username: 'me', password: 'none' });
    expect(await messaging.api.read(`/communications/${id}`)).toMatchObject({ recipient: '46701740609' });
  });

  it.each<[string, object]>([
    ['ERROR_SENDER', { sender: 'Twelve chars' }],
    ['ERROR_SENDER', { sender: '' }],
    ['ERROR_SENDER', { sender: undefined }],
    ['ERROR_SENDER', { sender: '+46701740605' }],
    ['ERROR_CONTENT', { message: '' }],
    ['ERROR_CONTENT', { message: undefined }],
    ['ERROR_CONTENT', { message: 'x'.repeat(100_001) }],
    ['ERROR_RECIPIENT', { recipient: 'Ada' }],
    ['ERROR_RECIPIENT', { recipient: undefined }],
    ['ERROR_RECIPIENT', { recipient: ['46701740605'] }],
  ])('answers %s and sends nothing for %j', async (code, wrong) => {
    const before = await count();
    expect(await send(wrong)).toBe(code);
    expect(await count()).toBe(before);
  });

  it.each<[string, Record<string, string>]>([
    ['no content type', {}],
    ['that of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text/plain', { 'content-type': 'text/plain' }],
  ])('reads its JSON with %s', async (_, headers) => {
    const body = new Uint8Array(Buffer.from(JSON.stringify(sms)));
    const { json } = await client.send('/api/sendmessagefromalpha/JSON', body, headers);
    expect(json).toEqual({ Result: expect.stringMatching(/^\d+$/) });
  });

  it.each(['', '{', '[]', '"text"', 'null', 'a=b'])('refuses the body %j', async (body) => {
    const { status: code, json } = await client.send('/api/SendMessageFromAlpha/json', body);
    expect({ code, json }).toEqual({
      code: 400,
      json: { Message: expect.stringMatching(/^the body is no/) },
    });
  });

  it('takes POST only', async () => {
    const response = await fetch(`${messaging.api.platform.httpUrl}/api/SendMessageFromAlpha/json`, {
      headers: { 'X-ApiKey': client.apiKey },
    });
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({
      status: 405,
      allow: 'POST',
    });
  });
});

describe('GetMessageStatus', () => {
  /** Sends an SMS with an outcome. @returns its ID */
  const sendWith = async (outcome: object, more: object = {}) =>
    String(
      (
        await messaging.api.create('/communications', {
          customerId: client.customerId,
          type: 'OUTGOING_SMS',
          recipient: mobile(2),
          sender: 'Acme',
          content: 'Hello',
          outcome,
          ...more,
        })
      ).id,
    );

  it('follows the life of an SMS', async () => {
    const now = Date.parse((await messaging.api.read<{ now: string }>('/clock')).now);
    const id = await sendWith({ named: 'DELIVERED' }, { sendAt: new Date(now + 60_000).toISOString() });
    expect(await status(id)).toBe('INQUEUE');
    await messaging.advance('PT1M');
    expect(await status(id)).toBe('SENT');
    await messaging.advance('PT2S');
    expect(await status(id)).toBe('DELIVERED');
  });

  it.each([
    ['DELIVERED', 'DELIVERED'],
    ['DOESNOTEXIST', 'NOT DELIVERED'],
    ['NOT_DELIVERED', 'TOOLATE'],
    ['FAILURE', 'FAILURE'],
  ])('of the outcome %s is %s', async (named, expected) => {
    const id = await sendWith({ named });
    await messaging.advance('P2D');
    expect(await status(id)).toBe(expected);
  });

  it.each([
    ['NOT_DELIVERED', 'NOT DELIVERED'],
    ['UNKNOWN', 'SENT'],
    ['OPTOUT', 'FAILURE'],
    ['NOT_WHITELISTED', 'FAILURE'],
    ['SPAM', 'FAILURE'],
    ['TEST', 'FAILURE'],
  ])('of the status %s is %s', async (reported, expected) => {
    const id = await sendWith({ status: reported });
    await messaging.advance('PT1M');
    expect(await status(id)).toBe(expected);
  });

  it('stays SENT while no report comes', async () => {
    const id = await sendWith({ reports: [] });
    await messaging.advance('P2D');
    expect(await status(id)).toBe('SENT');
  });

  it('knows SMS that were sent another way, and IDs in numbers', async () => {
    await client.enqueue(alpha('elsewhere', mobile(3)));
    const [sent] = await messaging.communications('clientMessageId=elsewhere');
    expect(await status(sent!.id)).toBe('SENT');
  });

  it('knows nothing of others', async () => {
    const other = await messaging.client();
    const ofOther = await send({}, other);
    const voice = await client.project('VOICE', 'Hello');
    const { Result: call } = await client.call('AddCallListRecipient', {
      ProjectId: voice,
      recipient: mobile(1),
    });
    for (const id of [ofOther, call, '1', '', 'x', undefined, {}, -1])
      expect(await status(id)).toBe('ERROR_MESSAGE_NOT_FOUND');
    expect(await status(ofOther, other)).toBe('SENT');
  });
});
