import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import seed from '../../../seed/demo.json' with { type: 'json' };
import { type Answer, type Api, createWorld, type Entity, mobile, startApi } from '../../support/api.ts';
import { type Schema, violations } from '../../support/json-schema.ts';
import { type Document, type Operation, operations, withExamples } from '../../support/openapi.ts';
import { type Receiver, startPlainReceiver } from '../../support/tls-receiver.ts';
import { clientOf } from '../contacts/client.ts';
import { messagingClient } from '../messaging/support.ts';

const SNAPSHOT = 'application/vnd.sqlite3';

let api: Api;
let receiver: Receiver;
let document: Document;
let all: Operation[];

beforeAll(async () => {
  receiver = await startPlainReceiver((_, response) => response.writeHead(204).end());
  api = await startApi({ allowHttpCallbacks: true, maxAttempts: 1 });
  const response = await fetch(`${api.platform.httpUrl}/openapi.json`);
  expect(response.headers.get('content-type')).toBe('application/json');
  document = (await response.json()) as Document;
  all = operations(document);
});
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
});

const named = () => document.components.schemas;
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** Every schema of the document, with where it stands. */
function schemas(): { at: string; schema: Schema & { example?: unknown } }[] {
  const found: { at: string; schema: Schema }[] = [];
  const visit = (schema: Schema, at: string): void => {
    found.push({ at, schema });
    for (const [name, inner] of Object.entries(schema.properties ?? {})) visit(inner, `${at}.${name}`);
    if (schema.items) visit(schema.items, `${at}[]`);
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, `${at}.*`);
    for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
      visit(inner, at);
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name);
  for (const operation of all) {
    for (const { name, schema } of operation.parameters ?? []) visit(schema, `${nameOf(operation)} ${name}`);
    const contents = [operation.requestBody, ...Object.values(operation.responses)].map(
      (part) => part?.content ?? {},
    );
    for (const content of contents) {
      for (const [type, { schema }] of Object.entries(content)) visit(schema, `${nameOf(operation)} ${type}`);
    }
  }
  return found;
}

describe('the OpenAPI document', () => {
  it('is one of version 3.1, of this version of the platform', async () => {
    const { version } = await api.read<{ version: string }>('/health');
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version }, servers: [{ url: '/v1' }] });
    expect(document.info.title).not.toBe('');
  });

  it('names every operation once, under a tag, with a summary', () => {
    expect(all.length).toBeGreaterThan(35);
    expect(new Set(all.map(({ summary }) => summary)).size).toBe(all.length);
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    for (const { summary, tags, path, operationId } of all) {
      // Of several words, but for what has but one, as clients call it.
      expect(operationId).toMatch(/^(?:[a-z]+[A-Z][A-Za-z]*|seed|reset)$/);
      expect(summary).toMatch(/^[A-Z].*[^.]$/);
      expect(tags).toHaveLength(1);
      expect(path).toMatch(/^\/[a-z]/);
    }
  });

  it('declares the parameters of every path, and no others', () => {
    for (const { path, parameters = [] } of all) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const { required } of inPath) expect(required).toBe(true);
      expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
    }
  });

  it('gives every success a schema, and every refusal that of a problem', () => {
    for (const operation of all) {
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.filter((status) => status.startsWith('2')),
        nameOf(operation),
      ).toHaveLength(1);
      for (const [status, { description, content }] of Object.entries(operation.responses)) {
        expect(description).not.toBe('');
        if (status === '204') expect(content).toBeUndefined();
        else if (status.startsWith('4')) {
          expect(content).toEqual({
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          });
        } else {
          expect(Object.values(content!).every(({ schema }) => Object.keys(schema).length > 0)).toBe(true);
        }
      }
    }
  });

  it('reads JSON wherever it reads a body, CSV besides for recipients, and files as snapshots', () => {
    const reading = all.filter(({ requestBody }) => requestBody);
    const others: Record<string, string[]> = {
      '/contact-lists/{id}/recipients': ['application/json', 'text/csv'],
      '/snapshot': [SNAPSHOT],
    };
    for (const { path, requestBody } of reading)
      expect(Object.keys(requestBody!.content)).toEqual(others[path] ?? ['application/json']);
  });

  it('holds schemas of JSON Schema 2020-12, whose references lead somewhere', () => {
    for (const { at, schema } of schemas()) {
      expect(Object.keys(schema), at).not.toContain('nullable');
      if (schema.exclusiveMinimum !== undefined) expect(typeof schema.exclusiveMinimum, at).toBe('number');
      if (schema.enum) expect(schema.enum.length, at).toBeGreaterThan(0);
      if (schema.type === 'array') expect(schema.items, at).toBeDefined();
      for (const name of schema.required ?? [])
        expect(Object.keys(schema.properties ?? {}), at).toContain(name);
      // Throws for a reference that leads nowhere, and tells of keywords that nobody checks.
      expect(violations(schema, undefined, named(), at).filter((text) => text.includes('keyword'))).toEqual(
        [],
      );
    }
  });

  it('has examples that its own schemas accept', () => {
    const withExample = schemas().filter(({ schema }) => schema.example !== undefined);
    expect(withExample.length).toBeGreaterThan(10);
    for (const { at, schema } of withExample)
      expect(violations(schema, schema.example, named(), at)).toEqual([]);
  });

  it('refuses unknown fields of every JSON body', () => {
    for (const operation of all) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const itself = schema?.$ref ? named()[schema.$ref.split('/').at(-1)!] : schema;
      if (itself) expect(itself.additionalProperties, nameOf(operation)).toBe(false);
    }
  });

  it('leads to something for every operation it names', async () => {
    for (const operation of all) {
      const answer = await api.send<{ detail?: string }>(
        operation.method,
        `${withExamples(operation.path)}?surplus=1`,
      );
      expect(answer.json?.detail ?? '', nameOf(operation)).not.toContain('there is nothing at');
    }
  });
});

describe('the check of answers against their schemas', () => {
  const schema: Schema = {
    type: 'object',
    properties: { id: { type: 'integer', minimum: 1 }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['id'],
  };

  it.each([
    [{ id: 1 }, 0],
    [{ id: 1, tags: ['a'] }, 0],
    [{}, 1],
    [[], 1],
    [null, 1],
    [{ id: 1.5 }, 1],
    [{ id: 0 }, 1],
    [{ id: 1, tags: [1] }, 1],
    [{ id: 1, surplus: true }, 1],
  ])('finds in %j what is wrong', (value, count) => {
    expect(violations(schema, value, named())).toHaveLength(count);
  });
});

describe('every operation', () => {
  const checked = new Set<string>();

  /** Makes a request whose body and answer must be as documented. */
  async function check<Body = Entity>(method: string, path: string, body?: unknown): Promise<Body> {
    const template = path
      .replace(/\?.*$/, '')
      .replace(/\/\d+(?=\/|$)/, '/{id}')
      .replace(/(?<=\/opt-outs\/)\d+$/, '{number}')
      .replace(/(?<=^\/profiles\/).+$/, '{name}')
      .replace(/(?<=^\/inbox\/)[^/]+/, '{name}');
    const operation = all.find((one) => one.method === method && one.path === template);
    if (!operation) throw new Error(`${method} ${template} is not documented`);
    if (body !== undefined) {
      expect(violations(operation.requestBody!.content['application/json']!.schema, body, named())).toEqual(
        [],
      );
    }
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await api.send<Body>(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      headers,
    );
    expectDocumented(operation, answer);
    return answer.json;
  }

  function expectDocumented(operation: Operation, { status, contentType, json }: Answer<unknown>): void {
    const response = operation.responses[status];
    expect({ operation: nameOf(operation), status, json }).toMatchObject({
      status: expect.toSatisfy((code) => code < 300),
    });
    expect(response, `${nameOf(operation)} answers ${status}`).toBeDefined();
    if (status !== 204) {
      const content = response!.content![contentType];
      expect(content, `${nameOf(operation)} answers ${contentType}`).toBeDefined();
      expect(violations(content!.schema, json, named(), nameOf(operation))).toEqual([]);
    }
    checked.add(nameOf(operation));
  }

  it('answers as documented', async () => {
    const url = `http://127.0.0.1:${receiver.port}/callbacks`;
    const customer = await check('POST', '/customers', {
      name: 'Acme',
      accountLevel: 'ESTIMATED',
      testMode: false,
      whitelistMode: false,
    });
    const customerId = customer.id;
    await check('PATCH', `/customers/${customerId}`, { name: 'Acme AB' });
    await check('PUT', `/customers/${customerId}/whitelist`, { numbers: [mobile(0)] });

    const project = { customerId, name: 'Reminder', sender: 'Acme', template: 'Hi {1}' };
    const { id: projectId } = await check('POST', '/projects', { ...project, type: 'SMS' });
    const { id: voiceId } = await check('POST', '/projects', { ...project, type: 'VOICE' });
    await check('PATCH', `/projects/${projectId}`, { template: 'Hello {1}' });

    const { id: listId } = await check('POST', '/contact-lists', {
      customerId,
      name: 'Patients',
      fieldNames: { '1': 'name' },
    });
    await check('PATCH', `/contact-lists/${listId}`, { name: 'Guests' });
    const recipients = Array.from({ length: 5 }, (_, index) => ({
      number: mobile(index),
      fields: { '1': 'Ada' },
    }));
    const { ids } = await check<{ ids: number[] }>('POST', `/contact-lists/${listId}/recipients`, {
      recipients,
    });
    const importing = all.find(
      ({ path, method }) => method === 'POST' && path === '/contact-lists/{id}/recipients',
    )!;
    const csv = `number\n${mobile(0)}\nx\n`;
    expectDocumented(
      importing,
      await api.send('POST', `/contact-lists/${listId}/recipients`, csv, { 'content-type': 'text/csv' }),
    );

    const callback = { customerId, url, method: 'POST', name: 'Mine', headers: { 'x-secret': 's' } };
    const { id: callbackId } = await check('POST', '/callbacks', {
      ...callback,
      format: 'JSON',
      template: '{"id":{ID},"status":"{STATUS}"}',
      auth: { username: 'me', password: 'secret' },
      batch: { maxItems: 10 },
    });
    const { id: getId } = await check('POST', '/callbacks', {
      customerId,
      url: `${url}?id={ID}`,
      method: 'GET',
    });
    await check('POST', '/callbacks', {
      customerId,
      url: 'http://127.0.0.1:1/',
      method: 'POST',
      format: 'XML',
    });
    await check('PATCH', `/callbacks/${callbackId}`, {
      name: 'Ours',
      types: ['OUTGOING_SMS', 'OUTGOING_CALL'],
    });
    await check('POST', '/callbacks/preview', { url, method: 'POST', template: '{"id":{ID}}' });
    await check('POST', `/callbacks/${callbackId}/test`, {});
    await check('POST', `/callbacks/${callbackId}/pause`);
    await check('POST', `/callbacks/${callbackId}/resume`);
    await check('POST', `/callbacks/${callbackId}/cursor`, { to: 'END' });

    const campaign = { customerId, projectId, contactListId: listId, name: 'Spring', rate: 10 };
    const { id: campaignId } = await check('POST', '/campaigns', campaign);
    for (const action of ['start', 'pause', 'resume', 'cancel'])
      await check('POST', `/campaigns/${campaignId}/${action}`);
    const { id: runId } = await check('POST', '/campaigns', { ...campaign, startAt: '2000-01-01T00:00:00Z' });
    const calls = await check('POST', '/campaigns', { ...campaign, projectId: voiceId });
    await check('POST', `/campaigns/${calls.id}/start`);
    const sms = { customerId, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme' };
    const { id: communicationId } = await check('POST', '/communications', { ...sms, content: 'Hello' });
    await check('POST', '/communications', {
      ...sms,
      projectId,
      fields: { '1': 'Ada' },
      sendAt: '2099-01-01T00:00:00Z',
    });
    const outcome = {
      reports: [
        { afterMs: 0, status: 'FAILURE', recipientStatus: 'UNKNOWN' },
        { afterMs: 9000, status: 'DELIVERED', doneAfterMs: 3000 },
      ],
      replies: [{ kind: 'SMS', text: 'YES', afterMs: 20_000 }],
    };
    await check('POST', '/communications', { ...sms, content: 'Hello', outcome });
    const asked = await check('POST', '/communications', {
      ...sms,
      content: 'Hello',
      outcome: { named: 'ASK_ME' },
    });
    await check('POST', `/communications/${asked.id}/outcome`, { status: 'FAILURE', afterMs: 0 });
    await check('POST', '/campaigns', { ...campaign, outcomes: { [mobile(0)]: outcome }, outcomeField: 1 });
    await check('POST', '/incoming-sms', { customerId, from: mobile(1), to: '71120', text: 'STOP' });
    await check('POST', '/incoming-calls', { customerId, from: mobile(1), to: '71120' });
    await check('GET', `/customers/${customerId}/opt-outs`);
    await check('PUT', `/customers/${customerId}/opt-outs/${mobile(2)}`);
    await check('DELETE', `/customers/${customerId}/opt-outs/${mobile(2)}`);
    await check('DELETE', `/customers/${customerId}/opt-outs`);
    const client = clientOf(api, customer);
    await client.renew();
    await client.put('/Contact/ada', { personal: { phoneNumber: mobile(1) }, schema: 1 });
    await client.bind({ spring: projectId });
    await client.post('/Contact/ada/campaigns', { campaign: 'spring' });
    await client.post('/Contact/ada/events', { name: 'Conversion' });
    await client.post('/Contact/ada/metrics', { name: 'score', value: 7 });
    const contacts = await check<{ items: Entity[] }>('GET', '/contacts');
    await check('GET', `/contacts/${contacts.items[0]!.id}`);
    await check('POST', `/contacts/${contacts.items[0]!.id}/resume`);
    const rule = await check('POST', '/outcome-rules', {
      match: { prefix: '46701', nth: 3 },
      outcome: { named: 'DOESNOTEXIST' },
      times: 1,
    });
    await check('GET', '/outcome-rules');
    await check('DELETE', `/outcome-rules/${rule.id}`);
    await check('DELETE', '/outcome-rules');
    const { call } = messagingClient(api);
    const pin = { recipient: mobile(0), sender: 'Acme', message: 'PIN {code}', ipaddress: '192.0.2.1' };
    await call('SendPinCode', pin);
    await check('GET', `/pin-codes?recipient=${mobile(0)}`);
    await check('GET', '/magic-numbers');
    const { items: profiles } = await check<{ items: Entity[] }>('GET', '/profiles');
    for (const { name } of profiles) await check('GET', `/profiles/${name}`);
    const { name: _, own, ...data } = profiles[0]!;
    await check('PUT', '/profiles/quiet-sunday', data);
    await check('PATCH', `/customers/${customerId}`, {
      profile: 'quiet-sunday',
      optOutWords: ['NEJ'],
      spamLimit: null,
      inboundNumbers: [{ number: '71120', prefixes: [{ prefix: 'ACME', identifiers: ['YES'] }] }],
    });
    await check('DELETE', '/profiles/quiet-sunday');
    await check('POST', '/faults', { kind: 'LOST_ACKNOWLEDGEMENT', times: 1 });
    await check('POST', '/faults', {
      target: 'api',
      kind: 'STATUS_429',
      endpoint: 'GetMessageStatus',
      customerId,
      retryAfterSeconds: 5,
    });
    await check('GET', '/faults');

    await fetch(`${api.platform.httpUrl}/api/nowhere`, { method: 'POST', body: '{"sender":"Acme"}' });
    const match = encodeURIComponent('{"sender":"Acme"}');
    const { items: calls404 } = await check<{ items: Entity[] }>('GET', `/requests?match=${match}`);
    await check('GET', `/requests/${calls404[0]!.id}`);
    await check('GET', '/requests/count?status=404');
    await check('GET', '/requests/wait?timeoutMs=0');
    await check('DELETE', '/requests');

    const inbox = { answer: { status: 202 }, next: [{ status: 503, headers: { 'retry-after': '1' } }] };
    await check('PUT', '/inbox/first', { ...inbox, auth: { username: 'u', password: 'p' } });
    await check('GET', '/inbox/first');
    await fetch(`${api.platform.httpUrl}/inbox/first`, { method: 'POST', body: 'a' });
    await check('GET', '/inbox');
    const arrived = await check<{ items: Entity[] }>('GET', '/inbox/first/requests');
    await check('GET', `/inbox/first/requests/${arrived.items[0]!.id}`);
    await check('GET', '/inbox/first/wait?timeoutMs=0');
    await check('DELETE', '/inbox/first/requests');
    await check('DELETE', '/inbox/first');

    await check('GET', '/clock');
    await check('POST', '/clock/advance', { by: 'PT1M' });
    await check('POST', '/callbacks/flush');
    await check('POST', '/clock/advance', { until: 'idle' });
    await check('PUT', '/clock', { speed: 2 });

    for (const [path, id] of [
      ['/customers', customerId],
      ['/projects', projectId],
      ['/contact-lists', listId],
      ['/campaigns', runId],
      ['/communications', communicationId],
      ['/callbacks', callbackId],
    ] as const) {
      const page = await check<{ items: unknown[] }>('GET', path);
      expect(page.items.length).toBeGreaterThan(0);
      await check('GET', `${path}/${id}`);
    }
    await check('GET', `/callbacks/${getId}`);
    await check('GET', `/customers/${customerId}/whitelist`);
    await check('GET', `/contact-lists/${listId}/recipients`);
    await check('GET', `/recipients/${ids[0]}`);
    const called = await api.read<{ items: Entity[] }>(`/communications?campaignId=${calls.id}`);
    for (const { id } of called.items) await check('GET', `/communications/${id}`);

    const deliveries = await check<{ items: Entity[] }>('GET', '/deliveries');
    expect(new Set(deliveries.items.map(({ state }) => state))).toEqual(new Set(['DELIVERED', 'PARKED']));
    for (const { id } of deliveries.items) await check('GET', `/deliveries/${id}`);
    await check('GET', '/deliveries/wait?timeoutMs=0');
    await check('GET', '/attempts/wait?timeoutMs=0');
    await check('GET', '/events/wait?timeoutMs=0');
    await check('POST', `/callbacks/${getId}/probe`);
    await check('POST', `/deliveries/${deliveries.items[0]!.id}/replay`);
    await check('POST', '/deliveries/replay', { state: 'PARKED' });

    await check('DELETE', '/faults');
    const fault = await check('POST', '/faults', { kind: 'DELAY', callbackId });
    await check('DELETE', `/faults/${fault.id}`);
    await check('DELETE', `/callbacks/${getId}`);
    await check('POST', '/certificates/client', { commonName: 'me', days: 10 });
    await check('GET', '/certificates/ca.pem');
    await check('GET', '/certificates');
    await check('GET', '/certificates/trust?shell=fish&system=macos');
    await check('GET', '/settings');
    await check('GET', '/statistics');
    await check('GET', '/source-addresses');
    await check('GET', '/urls');
    await check('GET', '/health');
    await check('GET', '/health/live');
    await check('PUT', '/alive', { enabled: false, everySeconds: 30 });
    await check('GET', '/alive');
    await check('POST', `/customers/${customerId}/api-key`);
    await check('POST', `/customers/${customerId}/clear-personal-data`);
    const sown = await check<{ campaigns: number[] }>('POST', '/seed', seed);
    expect(sown.campaigns).toHaveLength(2);

    const snapshot = await fetch(`${api.platform.httpUrl}/v1/snapshot`);
    expect(snapshot.headers.get('content-type')).toBe(SNAPSHOT);
    checked.add('GET /snapshot');
    const restoring = all.find(({ path, method }) => method === 'PUT' && path === '/snapshot')!;
    const file = new Uint8Array(await snapshot.arrayBuffer());
    expectDocumented(restoring, await api.send('PUT', '/snapshot', file, { 'content-type': SNAPSHOT }));
    await check('POST', '/reset', { customerId });
    await check('POST', '/reset', {});

    expect(all.map(nameOf).filter((name) => !checked.has(name))).toEqual([]);
  });

  it('refuses as documented', async () => {
    const { sms, list } = await createWorld(api);
    const campaign = await api.create('/campaigns', {
      customerId: 1,
      projectId: sms,
      contactListId: list,
      name: 'c',
    });
    const answers = [
      await api.get('/customers/x'),
      await api.get('/customers/9999'),
      await api.post(`/campaigns/${campaign.id}/resume`),
      await api.send('POST', '/customers', 'x'.repeat(11_000_000), { 'content-type': 'application/json' }),
      await api.send('POST', '/customers', 'x', { 'content-type': 'text/plain' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 409, 413, 415]);
    for (const { json } of answers) expect(violations(named().Problem!, json, named())).toEqual([]);
  });
});
