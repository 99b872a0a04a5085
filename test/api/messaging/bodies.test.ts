import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mobile } from '../../support/api.ts';
import { type Answer, alpha, type Client, type Messaging, startMessaging } from './support.ts';

const MAX_BODY_BYTES = 100_000;

let messaging: Messaging;
let client: Client;
let sms: number;
beforeAll(async () => {
  messaging = await startMessaging({ maxBodyBytes: MAX_BODY_BYTES });
  client = await messaging.client();
  sms = await client.project('SMS', 'Hi {1}, bring {2}.');
});
afterAll(() => messaging.api.platform.close());

const PATH = '/api/EnqueueCommunications';
const send = (body: string | Uint8Array<ArrayBuffer>, type: string, accept?: string) =>
  client.send(PATH, body, { 'content-type': type, ...(accept !== undefined && { accept }) });
const sentAs = (clientMessageId: string) =>
  messaging.communications(`customerId=${client.customerId}&clientMessageId=${clientMessageId}`);

/** The same two items in each notation. */
const JSON_BODY = (id: string) =>
  JSON.stringify({
    communications: [
      {
        clientMessageId: `${id}-1`,
        recipient: '46701740605',
        content: { projectId: sms, placeholders: ['Ada & Bo', '<2 books>'], $type: 'SMSProject' },
      },
      {
        clientMessageId: `${id}-2`,
        recipient: '46701740606',
        content: { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hej på dig' },
      },
    ],
  });

const XML_BODY = (id: string) => `<?xml version="1.0" encoding="utf-8"?>
<EnqueueCommunicationsRequest xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
  <communications>
    <communication>
      <clientMessageId>${id}-1</clientMessageId>
      <recipient>46701740605</recipient>
      <content i:type="SMSProject">
        <projectId>${sms}</projectId>
        <placeholders>
          <string>Ada &amp; Bo</string>
          <string><![CDATA[<2 books>]]></string>
        </placeholders>
        <nextAttemptUtc i:nil="true"/>
      </content>
    </communication>
    <communication>
      <clientMessageId>${id}-2</clientMessageId>
      <recipient>46701740606</recipient>
      <content i:type="SMSFromAlpha">
        <sender>Acme</sender>
        <text>Hej på dig</text>
      </content>
    </communication>
  </communications>
</EnqueueCommunicationsRequest>`;

const FORM_BODY = (id: string) =>
  [
    `communications[0].clientMessageId=${id}-1`,
    'communications[0].recipient=46701740605',
    'communications[0].content.$type=SMSProject',
    `communications[0].content.projectId=${sms}`,
    'communications[0].content.placeholders[0]=Ada+%26+Bo',
    'communications[0].content.placeholders[1]=%3C2+books%3E',
    `communications[1].clientMessageId=${id}-2`,
    'communications[1].recipient=46701740606',
    'communications[1].content.$type=SMSFromAlpha',
    'communications[1].content.sender=Acme',
    'communications[1].content.text=Hej+p%C3%A5+dig',
  ].join('&');

const BRACKETS_BODY = (id: string) =>
  [
    `communications[1][clientMessageId]=${id}-2`,
    'communications[1][recipient]=46701740606',
    'communications[1][content][$type]=SMSFromAlpha',
    'communications[1][content][sender]=Acme',
    'communications[1][content][text]=Hej+på+dig',
    `communications[0][clientMessageId]=${id}-1`,
    'communications[0][recipient]=46701740605',
    `communications[0][content][projectId]=${sms}`,
    'communications[0][content][placeholders][]=Ada %26 Bo',
    'communications[0][content][placeholders][]=<2 books>',
    'communications[0][content][$type]=SMSProject',
  ].join('&');

describe('a body of EnqueueCommunications', () => {
  it.each<[string, (id: string) => string]>([
    ['application/json', JSON_BODY],
    ['text/json', JSON_BODY],
    ['application/json; charset=utf-8', JSON_BODY],
    ['application/xml', XML_BODY],
    ['text/xml; charset="UTF-8"', XML_BODY],
    ['application/x-www-form-urlencoded', FORM_BODY],
    ['APPLICATION/X-WWW-FORM-URLENCODED', BRACKETS_BODY],
  ])('of type %s says the same', async (type, body) => {
    const id = `${type} ${body.name}`.replace(/\W/g, '-');
    const { status, json } = await send(body(id), type, 'application/json');
    const success = { trackingId: expect.any(String), success: true, isTransientError: false };
    expect({ status, json }).toEqual({
      status: 200,
      json: { results: { [`${id}-1`]: success, [`${id}-2`]: success } },
    });
    expect(await sentAs(`${id}-1`)).toMatchObject([
      { recipient: '46701740605', content: 'Hi Ada & Bo, bring <2 books>.', projectId: sms },
    ]);
    expect(await sentAs(`${id}-2`)).toMatchObject([
      { recipient: '46701740606', content: 'Hej på dig', sender: 'Acme' },
    ]);
  });

  it('may begin with a byte order mark, or be in another charset that it names', async () => {
    const body = (id: string) => JSON.stringify({ communications: [alpha(id, mobile(1), 'på')] });
    expect((await send(`\ufeff${body('marked')}`, 'application/json')).status).toBe(200);
    const utf16 = new Uint8Array(Buffer.from(body('wide'), 'utf16le'));
    expect((await send(utf16, 'application/json; charset=utf-16')).status).toBe(200);
    const latin1 = new Uint8Array(Buffer.from(body('narrow'), 'latin1'));
    expect((await send(latin1, 'text/json;charset=iso-8859-1')).status).toBe(200);
    for (const id of ['marked', 'wide', 'narrow'])
      expect(await sentAs(id)).toMatchObject([{ content: 'på' }]);
  });

  it.each(['', '<placeholders/>', '<placeholders></placeholders>'])(
    'in XML may name no placeholders by %j',
    async (placeholders) => {
      const projectId = await client.project('SMS', 'Hello');
      const id = `none-${placeholders.length}`;
      const xml = `<r xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><communications><c><clientMessageId>${id}</clientMessageId>
        <recipient>${mobile(1)}</recipient><content x:type="a:SMSProject" xmlns:a="urn:a"><projectId>${projectId}</projectId>${placeholders}</content></c></communications></r>`;
      const { json } = await send(xml, 'text/xml', 'application/json');
      expect(json).toMatchObject({ results: { [id]: { success: placeholders !== '' } } });
    },
  );

  it('in a form may name no placeholders by an empty one', async () => {
    const projectId = await client.project('SMS', 'Hello');
    const form = new URLSearchParams({
      'communications[0].clientMessageId': 'form-none',
      'communications[0].recipient': mobile(1),
      'communications[0].content.$type': 'SMSProject',
      'communications[0].content.projectId': String(projectId),
      'communications[0].content.placeholders': '',
    });
    const { json } = await send(form.toString(), 'application/x-www-form-urlencoded');
    expect(json).toMatchObject({ results: { 'form-none': { success: true } } });
  });

  const BROKEN: [string, string, string, RegExp][] = [
    ['no JSON', '{"communications":', 'application/json', /^the body is not JSON$/],
    ['nothing', '', 'application/json', /^the body is not JSON$/],
    ['an array', '[]', 'application/json', /^communications: is missing$/],
    ['null', 'null', 'text/json', /^communications: is missing$/],
    ['an object of nothing', '{}', 'application/json', /^communications: is missing$/],
    ['no array', '{"communications":{"0":{}}}', 'application/json', /^communications: is missing$/],
    ['items that are none', '{"communications":[null]}', 'application/json', /^communications\[0\]\.client/],
    [
      'an item with a name that is no text',
      '{"communications":[{"clientMessageId":true}]}',
      'application/json',
      /^communications\[0\]\.clientMessageId: is no text$/,
    ],
    [
      'an item without a name',
      '{"communications":[{"clientMessageId":null}]}',
      'application/json',
      /^communications\[0\]\.clientMessageId: is missing$/,
    ],
    [
      'too many items',
      JSON.stringify({ communications: Array.from({ length: 10_001 }, () => 0) }),
      'application/json',
      /^communications: are more than 10000$/,
    ],
    ['no XML', '<a><b></a>', 'application/xml', /^the body is not read as XML/],
    ['text', 'hello', 'text/xml', /^the body is not read as XML/],
    [
      'entities of its own',
      '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><communications>&e;</communications></r>',
      'application/xml',
      /DOCTYPE is not allowed/,
    ],
    ['a prefix that is not declared', '<r i:type="a"/>', 'text/xml', /not read as XML/],
    ['an XML that is deep', '<a>'.repeat(17), 'text/xml', /nested more than 16 deep/],
    ['an XML without items', '<r/>', 'application/xml', /^communications: is missing$/],
    ['a form without items', 'a=b', 'application/x-www-form-urlencoded', /^communications: is missing$/],
    ['JSON as a form', '{"communications":[]}', 'application/x-www-form-urlencoded', /the body is JSON, but/],
    [
      'a form that contradicts itself',
      'communications=1&communications[0].recipient=2',
      'application/x-www-form-urlencoded',
      /^communications\[0\]\.recipient: /,
    ],
    [
      'a form that is deep',
      `${'a.'.repeat(40_000)}a=1`,
      'application/x-www-form-urlencoded',
      /^(a\.){50}: is no name/,
    ],
  ];

  it.each(BROKEN)('that is %s is refused as a whole', async (_, body, type, why) => {
    const { status, json } = await send(body, type, 'application/json');
    expect({ status, json }).toEqual({ status: 400, json: { Message: expect.stringMatching(why) } });
  });

  it('that is not in its charset is refused', async () => {
    const { status, json } = await send(new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json');
    expect({ status, json }).toEqual({ status: 400, json: { Message: 'the body is not utf-8' } });
  });

  it.each(['text/plain', 'application/octet-stream', 'application/json; charset=klingon', 'constructor'])(
    'of type %s is not read',
    async (type) => {
      const { status, json } = await send('{"communications":[]}', type);
      expect({ status, json }).toMatchObject({
        status: 415,
        json: { Message: expect.stringMatching(/^Content-Type: /) },
      });
    },
  );

  it('without a type is not read', async () => {
    const { status, json } = await client.send(PATH, new Uint8Array(Buffer.from('{"communications":[]}')));
    expect({ status, json }).toMatchObject({
      status: 415,
      json: { Message: expect.stringContaining('Content-Type: is missing') },
    });
  });

  it.each(['/api/EnqueueCommunications', '/api/SendMessageFromAlpha/json'])(
    'that is compressed is not read at %s',
    async (path) => {
      const body = new Uint8Array(gzipSync('{"communications":[]}'));
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const { status, json } = await client.send(path, body, headers);
      expect({ status, json }).toEqual({
        status: 415,
        json: { Message: 'Content-Encoding: a body compressed with gzip is not read' },
      });
    },
  );

  it('that is too long is not read', async () => {
    const { status, json } = await send('x'.repeat(MAX_BODY_BYTES + 1), 'application/json');
    expect({ status, json }).toEqual({ status: 413, json: { Message: expect.any(String) } });
  });

  it('may hold names that objects have of their own', async () => {
    const { status } = await send('__proto__[x]=1&constructor=2', 'application/x-www-form-urlencoded');
    expect(status).toBe(400);
    const polluted = '{"__proto__":{"communications":[]},"communications":[{"__proto__":{"recipient":"1"}}]}';
    expect((await send(polluted, 'application/json')).status).toBe(400);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('the answer of EnqueueCommunications', () => {
  const body = JSON.stringify({ communications: [alpha('a<&>', mobile(1)), alpha('b', 'nobody')] });
  const JSON_KIND = /^\{"results":\{/;
  const XML_KIND = /^<\?xml version="1.0" encoding="utf-8"\?><EnqueueCommunicationsResponse>/;

  it.each([
    ['application/json', 'application/json', JSON_KIND],
    ['text/json', 'text/json', JSON_KIND],
    ['application/xml', 'application/xml', XML_KIND],
    ['text/xml', 'text/xml', XML_KIND],
    ['*/*', 'application/json', JSON_KIND],
    ['text/*', 'text/json', JSON_KIND],
    ['', 'application/json', JSON_KIND],
    ['image/png', 'application/json', JSON_KIND],
    ['application/json;q=0.5, text/xml;q=0.9', 'text/xml', XML_KIND],
    ['application/xml;q=0, */*', 'application/json', JSON_KIND],
    ['*/*, text/xml', 'text/xml', XML_KIND],
    ['text/html, application/xhtml+xml, Application/XML;q=0.9, */*;q=0.8', 'application/xml', XML_KIND],
  ])('to who accepts %j is %s', async (accept, type, form) => {
    const answer = await send(body, 'application/json', accept);
    expect(answer).toMatchObject({ status: 200, contentType: `${type}; charset=utf-8` });
    expect(answer.text).toMatch(form);
  });

  it('in XML says what it says in JSON', async () => {
    const { json } = await send(body, 'application/json');
    const { results } = json as { results: Record<string, { trackingId: string; error: string }> };
    const { text } = await send(body, 'application/json', 'text/xml');
    expect(text).toBe(
      `<?xml version="1.0" encoding="utf-8"?><EnqueueCommunicationsResponse><results><result><clientMessageId>a&lt;&amp;&gt;</clientMessageId><trackingId>${results['a<&>']!.trackingId}</trackingId><success>true</success><isTransientError>false</isTransientError></result><result><clientMessageId>b</clientMessageId><success>false</success><isTransientError>false</isTransientError><error>${results.b!.error}</error></result></results></EnqueueCommunicationsResponse>`,
    );
  });

  it('is in XML to XML that does not say otherwise', async () => {
    const { port, hostname } = new URL(messaging.api.platform.httpUrl);
    const { request } = await import('node:http');
    const type = await new Promise((resolve, reject) => {
      const sent = request({
        hostname,
        port,
        path: PATH,
        method: 'POST',
        headers: { 'content-type': 'text/xml', 'x-apikey': client.apiKey },
      });
      sent.on('response', (response) => resolve(response.resume().headers['content-type']));
      sent.on('error', reject);
      sent.end(XML_BODY('plain'));
    });
    expect(type).toBe('text/xml; charset=utf-8');
  });

  it('to a broken body is an error in the language that is wanted', async () => {
    const expectError = ({ status, contentType, text }: Answer) => {
      expect({ status, contentType }).toEqual({ status: 400, contentType: 'text/xml; charset=utf-8' });
      expect(text).toMatch(/^<\?xml [^>]+><Error><Message>the body is not JSON<\/Message><\/Error>$/);
    };
    expectError(await send('{', 'application/json', 'text/xml'));
  });
});

describe('the key', () => {
  const communications = [alpha('key', mobile(1))];

  it.each(['X-ApiKey', 'x-apikey', 'X-APIKEY'])('is in the header %s', async (name) => {
    const response = await fetch(messaging.api.platform.httpUrl + PATH, {
      method: 'POST',
      headers: { [name]: client.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ communications }),
    });
    expect(response.status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['wrong', { 'X-ApiKey': 'wrong-key-of-nobody' }],
  ])('that is %s is refused without being told', async (_, headers) => {
    const call = (path: string, body: object) =>
      fetch(messaging.api.platform.httpUrl + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const enqueued = await call(PATH, { communications });
    expect(enqueued.status).toBe(401);
    const text = await enqueued.text();
    expect(JSON.parse(text)).toEqual({ Message: expect.stringContaining('X-ApiKey') });
    expect(text).not.toContain('wrong-key');
    const older = await call('/api/SendMessageFromAlpha/json', {
      recipient: mobile(1),
      sender: 'Acme',
      message: 'x',
    });
    expect({ status: older.status, json: await older.json() }).toEqual({
      status: 200,
      json: { Result: 'ERROR_AUTHENTICATION' },
    });
  });

  it('lets in at paths of any case, with or without a slash at the end', async () => {
    for (const path of ['/api/enqueuecommunications', '/API/ENQUEUECOMMUNICATIONS/', `${PATH}/`])
      expect((await client.post(path, { communications })).status).toBe(200);
  });
});
