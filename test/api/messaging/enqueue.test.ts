import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, mobile } from '../../support/api.ts';
import { alpha, type Client, type Messaging, startMessaging } from './support.ts';

let messaging: Messaging;
let client: Client;
let sms: number;
let voice: number;
let whatsapp: number;
beforeAll(async () => {
  messaging = await startMessaging();
  client = await messaging.client();
  sms = await client.project('SMS', 'Hi {1}, your appointment is at {2}.');
  voice = await client.project('VOICE', 'Hello {1}');
  whatsapp = await client.project('WHATSAPP', 'Your code: {1}');
});
afterAll(() => messaging.api.platform.close());

const PATH = '/api/EnqueueCommunications';
const TRACKING_ID = /^[0-9a-f]{32}$/;
let names = 0;
/** A name that no other test uses. */
const name = () => `message-${++names}`;
const item = (content: object, clientMessageId = name(), recipient = mobile(names)) => ({
  clientMessageId,
  recipient,
  content,
});
const project = (more: object = {}) => ({
  $type: 'SMSProject',
  projectId: sms,
  placeholders: ['Ada', '10:00'],
  ...more,
});
/** Sends one. @returns its result and, by its name, what it led to */
async function enqueueOne(communication: { clientMessageId: string; [field: string]: unknown }, by = client) {
  const results = await by.enqueue(communication);
  expect(Object.keys(results)).toEqual([communication.clientMessageId]);
  const sent = await messaging.communications(`clientMessageId=${communication.clientMessageId}`);
  return { result: results[communication.clientMessageId]!, sent };
}

describe('EnqueueCommunications', () => {
  it('answers each item under its clientMessageId, as the vendor documents it', async () => {
    const first = item(project());
    const { status, contentType, text } = await client.post(PATH, { communications: [first] });
    expect({ status, contentType }).toEqual({
      status: 200,
      contentType: 'application/json; charset=utf-8',
    });
    const [trackingId] = /[0-9a-f]{32}/.exec(text)!;
    expect(text).toBe(
      `{"results":{"${first.clientMessageId}":{"trackingId":"${trackingId}","success":true,"isTransientError":false}}}`,
    );
  });

  it('sends each type of content', async () => {
    const cases = [
      [project(), { type: 'OUTGOING_SMS', content: 'Hi Ada, your appointment is at 10:00.', projectId: sms }],
      [
        { $type: 'VoiceProject', projectId: voice, placeholders: ['Ada'] },
        { type: 'OUTGOING_CALL', content: null, projectId: voice, sender: '46846500400' },
      ],
      [
        { $type: 'WhatsappProject', projectId: whatsapp, placeholders: ['4711'] },
        { type: 'OUTGOING_SMS', content: 'Your code: 4711', projectId: whatsapp },
      ],
      [
        { $type: 'SMSFromAlpha', sender: 'Åsa & Co', text: 'Hej' },
        { type: 'OUTGOING_SMS', content: 'Hej', projectId: null, sender: 'Åsa & Co' },
      ],
    ] as const;
    for (const [content, expected] of cases) {
      const one = item(content);
      const { result, sent } = await enqueueOne(one);
      expect(result).toEqual({
        trackingId: expect.stringMatching(TRACKING_ID),
        success: true,
        isTransientError: false,
      });
      expect(sent).toMatchObject([
        { customerId: client.customerId, recipient: one.recipient, campaignId: null, ...expected },
      ]);
    }
  });

  it('takes $type in any place of the object', async () => {
    const { $type, ...rest } = project();
    for (const content of [
      { $type, ...rest },
      { ...rest, $type },
    ]) {
      expect((await enqueueOne(item(content))).result.success).toBe(true);
    }
  });

  it('takes names that differ in case, numbers for texts and texts of digits for IDs', async () => {
    const clientMessageId = name();
    const body = {
      Communications: [
        {
          ClientMessageId: clientMessageId,
          Recipient: Number(mobile(3)),
          Content: { $type: 'SMSProject', ProjectId: String(sms), Placeholders: ['Ada', 10] },
        },
      ],
    };
    expect((await client.post(PATH, body)).json).toMatchObject({
      results: { [clientMessageId]: { success: true } },
    });
    expect(await messaging.communications(`clientMessageId=${clientMessageId}`)).toMatchObject([
      { recipient: mobile(3), content: 'Hi Ada, your appointment is at 10.' },
    ]);
  });

  it('sends at nextAttemptUtc, by the platform clock', async () => {
    const now = Date.parse((await messaging.api.read<{ now: string }>('/clock')).now);
    const at = new Date(now + 3_600_000).toISOString();
    const one = item(project({ nextAttemptUtc: at }));
    const call = item({ $type: 'VoiceProject', projectId: voice, placeholders: [], nextAttemptUtc: at });
    const withoutZ = item(project({ nextAttemptUtc: at.slice(0, -1) }));
    for (const waiting of [one, call, withoutZ]) {
      expect((await enqueueOne(waiting)).sent).toMatchObject([{ state: 'QUEUED', sentAt: null, nextAt: at }]);
    }
    await messaging.advance('PT1H');
    for (const { clientMessageId } of [one, call, withoutZ]) {
      expect(await messaging.communications(`clientMessageId=${clientMessageId}`)).toMatchObject([
        { sentAt: at },
      ]);
    }
  });

  it.each([null, '', '2001-01-01T00:00:00Z', '2001-01-01T01:00:00.1234567+02:00', '2001-01-01'])(
    'sends at once when nextAttemptUtc is %j',
    async (nextAttemptUtc) => {
      expect((await enqueueOne(item(project({ nextAttemptUtc })))).sent).toMatchObject([{ state: 'SENT' }]);
    },
  );

  it.each<[string, (good: ReturnType<typeof project>) => object, RegExp]>([
    ['an unknown type', (good) => ({ ...good, $type: 'EmailProject' }), /\$type is none of VoiceProject/],
    ['no type', ({ $type, ...rest }) => rest, /\$type/],
    ['a project that there is not', (good) => ({ ...good, projectId: 999_999 }), /no SMS project 999999/],
    ['a project of another type', (good) => ({ ...good, projectId: voice }), /no SMS project/],
    ['a WhatsApp project as an SMS', (good) => ({ ...good, projectId: whatsapp }), /no SMS project/],
    ['no project', ({ projectId, ...rest }) => rest, /projectId/],
    ['too few placeholders', (good) => ({ ...good, placeholders: ['Ada'] }), /asks for 2 .* there are 1/],
    ['too many placeholders', (good) => ({ ...good, placeholders: ['a', 'b', 'c'] }), /there are 3/],
    ['an empty placeholder', (good) => ({ ...good, placeholders: ['Ada', ' '] }), /\{2\} is empty/],
    ['no placeholders', ({ placeholders, ...rest }) => rest, /placeholders/],
    ['placeholders that are no texts', (good) => ({ ...good, placeholders: [{}, []] }), /placeholders/],
    ['a date that is none', (good) => ({ ...good, nextAttemptUtc: 'soon' }), /nextAttemptUtc/],
    ['a day that is none', (good) => ({ ...good, nextAttemptUtc: '2026-02-30T00:00:00Z' }), /nextAttemptUtc/],
    ['a time in numbers', (good) => ({ ...good, nextAttemptUtc: 1_700_000_000 }), /nextAttemptUtc/],
    [
      'a WhatsApp text that does not conform',
      () => ({ $type: 'WhatsappProject', projectId: whatsapp, placeholders: [] }),
      /asks for 1/,
    ],
    ['a long sender', () => ({ $type: 'SMSFromAlpha', sender: 'Twelve chars', text: 'x' }), /sender/],
    ['a sender with odd signs', () => ({ $type: 'SMSFromAlpha', sender: 'Acme<b>', text: 'x' }), /sender/],
    ['no sender', () => ({ $type: 'SMSFromAlpha', text: 'x' }), /sender/],
    ['no text', () => ({ $type: 'SMSFromAlpha', sender: 'Acme', text: '' }), /text is missing/],
    [
      'a text without end',
      () => ({ $type: 'SMSFromAlpha', sender: 'Acme', text: 'x'.repeat(100_001) }),
      /too long/,
    ],
  ])('fails an item with %s, for good, and says why', async (_, spoil, why) => {
    const { result, sent } = await enqueueOne(item(spoil(project())));
    expect(result).toEqual({
      trackingId: null,
      success: false,
      isTransientError: false,
      error: expect.stringMatching(why),
    });
    expect(sent).toEqual([]);
  });

  it.each([undefined, '', 'Ada', '0701740605', {}])(
    'fails an item with the recipient %j',
    async (recipient) => {
      const { result } = await enqueueOne({ ...item(project()), recipient });
      expect(result).toMatchObject({ success: false, error: expect.stringContaining('recipient') });
    },
  );

  it('fails an item for the project of another customer', async () => {
    const other = await messaging.client();
    const { result } = await enqueueOne(item(project()), other);
    expect(result).toMatchObject({
      success: false,
      error: expect.stringContaining('there is no SMS project'),
    });
  });

  it('sends the good items of a request whatever the others are', async () => {
    const [a, b, c] = [item(project()), item({ $type: 'nothing' }), item(project())];
    const results = await client.enqueue(a, b, c);
    expect(Object.entries(results).map(([id, { success }]) => [id, success])).toEqual([
      [a.clientMessageId, true],
      [b.clientMessageId, false],
      [c.clientMessageId, true],
    ]);
    for (const [one, count] of [
      [a, 1],
      [b, 0],
      [c, 1],
    ] as const)
      expect(await messaging.communications(`clientMessageId=${one.clientMessageId}`)).toHaveLength(count);
  });

  it('answers in the order of the request, and escapes names', async () => {
    const ids = ['9', '10', '__proto__', 'a"b\\<&>', '1'].map((id) => `${id}`);
    const { text } = await client.post(PATH, {
      communications: ids.map((id, index) => alpha(id, mobile(index))),
    });
    const names = [...text.matchAll(/("(?:[^"\\]|\\.)*"):\{"trackingId"/g)].map(([, id]) => JSON.parse(id!));
    expect(names).toEqual(ids);
  });

  it('takes a request without items', async () => {
    expect((await client.post(PATH, { communications: [] })).text).toBe('{"results":{}}');
  });
});

describe('a clientMessageId', () => {
  it('that comes again gives the first answer and sends nothing', async () => {
    const one = item(project());
    const first = await enqueueOne(one);
    const again = await enqueueOne({
      ...one,
      content: { $type: 'SMSFromAlpha', sender: 'B', text: 'other' },
    });
    expect(again.result).toEqual(first.result);
    expect(again.sent).toHaveLength(1);
    expect(again.sent[0]!.content).toBe('Hi Ada, your appointment is at 10:00.');
  });

  it('of an item that failed may come again, and is then sent', async () => {
    const one = item(project({ placeholders: [] }));
    expect((await enqueueOne(one)).result.success).toBe(false);
    expect((await enqueueOne({ ...one, content: project() })).result.success).toBe(true);
  });

  it('is of one customer', async () => {
    const one = alpha(name(), mobile(1));
    const first = await enqueueOne(one);
    const other = await messaging.client();
    const { [one.clientMessageId]: result } = await other.enqueue(one);
    expect(result!.success).toBe(true);
    expect(result!.trackingId).not.toBe(first.result.trackingId);
  });

  it('that comes again is sent again for a customer who wants that', async () => {
    const other = await messaging.client({ uniqueMessageIds: false });
    const one = alpha(name(), mobile(1));
    const results = [
      await enqueueOne(one, other),
      await enqueueOne(one, other),
      await enqueueOne(one, other),
    ];
    expect(new Set(results.map(({ result }) => result.trackingId)).size).toBe(3);
    expect(results.at(-1)!.sent).toHaveLength(3);
  });

  it.each([true, false])(
    'twice in one request sends the first (uniqueMessageIds: %s)',
    async (uniqueMessageIds) => {
      const other = await messaging.client({ uniqueMessageIds });
      const id = name();
      const results = await other.enqueue(alpha(id, mobile(1), 'first'), alpha(id, mobile(2), 'second'));
      expect(Object.keys(results)).toEqual([id]);
      expect(await messaging.communications(`clientMessageId=${id}`)).toMatchObject([{ content: 'first' }]);
    },
  );

  it.each([undefined, '', null, {}, 'x'.repeat(201)])(
    '%j fails the whole request',
    async (clientMessageId) => {
      const good = item(project());
      const { status, json } = await client.post(PATH, {
        communications: [good, { ...item(project()), clientMessageId }],
      });
      expect({ status, json }).toEqual({
        status: 400,
        json: { Message: expect.stringContaining('communications[1].clientMessageId: ') },
      });
      expect(await messaging.communications(`clientMessageId=${good.clientMessageId}`)).toEqual([]);
    },
  );
});

describe('a trackingId', () => {
  it('leads to the communication, which shows it', async () => {
    const one = alpha(name(), mobile(7));
    const { result, sent } = await enqueueOne(one);
    const found = await messaging.communications(`trackingId=${result.trackingId}`);
    expect(found).toEqual(sent);
    const shown = await messaging.api.read(`/communications/${found[0]!.id}`);
    for (const communication of [found[0], shown])
      expect(communication).toMatchObject({
        recipient: mobile(7),
        trackingId: result.trackingId,
        clientMessageId: one.clientMessageId,
      });
  });

  it('is none of what was sent another way', async () => {
    const { Result: id } = await client.call('SendMessageFromAlpha', {
      recipient: mobile(1),
      sender: 'Acme',
      message: 'Hello',
    });
    const expected = { trackingId: null, clientMessageId: null };
    expect(await messaging.api.read(`/communications/${id}`)).toMatchObject(expected);
    expect(await messaging.communications(`trackingId=${'0'.repeat(32)}`)).toEqual([]);
  });

  it('must look like one', async () => {
    expectProblem(await messaging.api.get('/communications?trackingId=x'), 400, 'trackingId');
  });

  it('is the same for the same seed, customer and name, and another for another seed', async () => {
    const trackingIds = [];
    for (const seed of ['7', '7', '8']) {
      const fresh = await startMessaging({ seed });
      const [one] = Object.values(await (await fresh.client()).enqueue(alpha('order-1', mobile(1))));
      trackingIds.push(one!.trackingId);
      await fresh.api.platform.close();
    }
    expect(trackingIds[0]).toBe(trackingIds[1]);
    expect(trackingIds[2]).not.toBe(trackingIds[0]);
  });
});

describe('what was enqueued', () => {
  it('is gone, names and all, when the customer is reset', async () => {
    const other = await messaging.client();
    const first = await other.enqueue(alpha('order-1', mobile(1)));
    await messaging.api.post('/reset', { customerId: other.customerId });
    expect(await messaging.communications(`customerId=${other.customerId}`)).toEqual([]);
    expect(await other.enqueue(alpha('order-1', mobile(1)))).toEqual(first);
    expect(await messaging.communications(`customerId=${other.customerId}`)).toHaveLength(1);
  });

  it('is reported as anything else that is sent', async () => {
    const { sent } = await enqueueOne(alpha(name(), mobile(1)));
    await messaging.api.settle();
    expect(await messaging.api.read(`/communications/${sent[0]!.id}`)).toMatchObject({ status: 'DELIVERED' });
  });
});
