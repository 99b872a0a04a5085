import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, everything } from '../../store/whole-world.ts';
import {
  type Answer,
  type Api,
  createWorld,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';
import { type Scratch, scratch } from '../../support/files.ts';
import { type Receiver, startPlainReceiver } from '../../support/tls-receiver.ts';
import { type ContactClient, call, contactClient } from '../contacts/client.ts';

const NUMBERS = Array.from({ length: 10 }, (_, index) => mobile(index));
/** Of whom another customer knows. */
const STRANGER = mobile(50);
/** In names, texts and data fields, then in headers and paths of calls, and nowhere else. */
const WORDS = [
  'Ada Lovelace',
  'Quixotic',
  'zebra crossing',
  'Grace Hopper',
  'hopscotch',
  'Zenobia',
  'walrus',
  'tangerine',
];
/** Of who asked for a PIN code. */
const ADDRESS = '192.0.2.77';

let api: Api;
let directory: Scratch;
let receiver: Receiver;
let client: ContactClient;
let world: Awaited<ReturnType<typeof createWorld>>;
let campaign: Entity;
let before: Record<string, string>;
let bytesBefore: Buffer;
let after: Record<string, string>;
let cleared: Answer<Record<string, number>>;
let list: Entity[];

beforeAll(async () => {
  directory = scratch();
  receiver = await startPlainReceiver((request, response) => {
    // It says again what it was told, in headers, body and all.
    const told = request.url ?? '';
    const fails = told.includes('/failing');
    response
      .writeHead(fails ? 302 : 200, { 'x-told': told, location: `http://127.0.0.1:1${told}` })
      .end(told);
  });
  api = await startApi({ dataDir: directory.path, allowHttpCallbacks: true, maxAttempts: 100 });
  client = await contactClient(api, { inboundNumbers: [{ number: '71120' }], profile: 'all-delivered' });
  world = await createWorld(api, client.customerId);
  await populate();
  before = await everything(api.platform.httpUrl);
  bytesBefore = bytes();
  list = await communications();
  cleared = await api.post(`/customers/${client.customerId}/clear-personal-data`);
  after = await everything(api.platform.httpUrl);
}, 60_000);
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
  directory.remove();
});

/** The store as anybody reads it who has the files. */
function bytes(): Buffer {
  const files = ['', '-wal', '-shm'].map((suffix) => join(directory.path, `store.sqlite${suffix}`));
  return Buffer.concat(files.filter((file) => existsSync(file)).map((file) => readFileSync(file)));
}

/** As SQLite writes whole numbers of that size: six bytes. */
function asInteger(number: string): Buffer {
  const buffer = Buffer.alloc(6);
  buffer.writeUIntBE(Number(number), 0, 6);
  return buffer;
}

const communications = async () =>
  (await api.read<Page>(`/communications?customerId=${client.customerId}&limit=1000`)).items;

/** Something of everything that can hold a number, a name or a text. */
async function populate(): Promise<void> {
  const { customerId, sms, voice } = world;
  const url = `http://127.0.0.1:${receiver.port}`;
  const callback = { customerId, method: 'POST', format: 'JSON' };
  const template = '{"to":{RECIPIENT},"from":"{SENDER}","text":"{CONTENT}","name":"{1}","bulk":"{BULK}"}';
  await api.create('/callbacks', { ...callback, url: `${url}/batched`, batch: { maxItems: 2 }, template });
  const personal = '?to={RECIPIENT}&from={SENDER}&name={1}';
  await api.create('/callbacks', { customerId, method: 'GET', url: `${url}/plain${personal}` });
  await api.create('/callbacks', {
    ...callback,
    template,
    types: ['OUTGOING_SMS'],
    url: `${url}/failing${personal}`,
    headers: { 'x-person': '{RECIPIENT}', 'x-plain': 'plain' },
  });
  await api.create('/callbacks', {
    ...callback,
    template,
    url: `${api.platform.httpUrl}/inbox/mine${personal}`,
  });

  const recipients = NUMBERS.slice(0, 4).map((number) => ({
    number,
    fields: { '1': WORDS[0]!, '9': WORDS[1]! },
  }));
  await api.create(`/contact-lists/${world.list}/recipients`, { recipients });
  const wanted = { customerId, projectId: sms, contactListId: world.list };
  const outcomes = {
    [NUMBERS[0]!]: { status: 'DELIVERED', replies: [{ kind: 'SMS', text: `My ${WORDS[2]}`, afterMs: 5000 }] },
    [NUMBERS[1]!]: { status: 'DELIVERED', replies: [{ kind: 'SMS', text: WORDS[2], afterMs: 86_400_000 }] },
  };
  campaign = await api.create('/campaigns', { ...wanted, name: 'Spring', outcomes });
  await api.post(`/campaigns/${campaign.id}/start`);
  const slow = await api.create('/campaigns', { ...wanted, name: 'Slow', rate: 0.01 });
  await api.post(`/campaigns/${slow.id}/start`);

  const ring = { customerId, type: 'OUTGOING_CALL', recipient: NUMBERS[6], projectId: voice };
  const reports = [
    { afterMs: 1000, status: 'NEXTATTEMPT' },
    { afterMs: 90_000_000, status: 'DELIVERED' },
  ];
  await api.create('/communications', { ...ring, outcome: { reports } });
  await api.create('/communications', {
    ...ring,
    outcome: { status: 'DELIVERED', afterMs: 90_000_000, keyChoices: ['1', '2'] },
  });
  const text = { customerId, type: 'OUTGOING_SMS', sender: 'Acme', content: `A ${WORDS[2]}` };
  await api.create('/communications', { ...text, recipient: NUMBERS[7], sendAt: '2098-01-01T00:00:00Z' });
  await api.create('/incoming-sms', { customerId, from: NUMBERS[8], text: `Hello ${WORDS[2]}` });
  await api.create('/incoming-calls', { customerId, from: NUMBERS[8], callLength: 5 });
  await api.create('/incoming-sms', { customerId, from: NUMBERS[9], text: 'STOP' });
  await api.put(`/customers/${customerId}/whitelist`, { numbers: NUMBERS });
  await api.create('/outcome-rules', {
    match: { customerId, number: NUMBERS[5] },
    outcome: { status: 'FAILURE' },
  });
  await api.create('/outcome-rules', { match: { customerId, nth: 77 }, outcome: { status: 'FAILURE' } });

  await client.bind({ foo: sms });
  await client.put('/Contact/c-1', {
    personal: { phoneNumber: NUMBERS[4], givenName: WORDS[0] },
    general: { plan: 'Solar' },
  });
  await client.post('/Contact/c-1/campaigns', { campaign: 'foo' });
  await client.put(`/Contact/c-1?note=${WORDS[1]}`, {
    personal: { phoneNumber: NUMBERS[4], note: WORDS[1] },
  });

  const key = { 'x-apikey': client.apiKey };
  const pin = { recipient: NUMBERS[3], sender: 'Acme', message: `${WORDS[1]} {code}`, ipaddress: ADDRESS };
  await call(api, 'POST', '/api/SendPinCode/json', pin, key);
  const content = { $type: 'SMSFromAlpha', sender: 'Acme', text: WORDS[2] };
  const enqueued = { clientMessageId: 'message-1', recipient: NUMBERS[2], content };
  await call(api, 'POST', '/api/EnqueueCommunications', { communications: [enqueued] }, key);
  const free = {
    'user-agent': `Phone of ${WORDS[3]}`,
    referer: `http://in.test/${WORDS[4]}`,
    'x-of': WORDS[5]!,
  };
  await call(api, 'POST', '/api/GetMessageStatus/json', {}, { ...key, ...free });
  // Nobody's, as its key is wrong.
  await call(api, 'POST', '/api/SendPinCode/json', pin, { 'x-apikey': 'wrong' });
  await call(api, 'PUT', `/api/Contact/${WORDS[6]}`, {}, { authorization: 'Bearer wrong' });
  // There is nothing.
  await call(api, 'POST', `/api/Nothing/${WORDS[7]}`, {}, key);

  const stranger = await api.create('/customers', { name: 'Other' });
  await api.create('/communications', {
    ...text,
    customerId: stranger.id,
    recipient: STRANGER,
    content: 'Hi stranger',
  });
  await api.post('/clock/advance', { by: 'PT1M' });
}

describe('before it is cleared', () => {
  it('personal data stands in the store, in the file and in what the receivers got', () => {
    const shown = JSON.stringify(before);
    for (const one of [...NUMBERS, ...WORDS, ADDRESS, STRANGER]) {
      expect(shown, one).toContain(one);
      expect(bytesBefore.includes(one), one).toBe(true);
    }
    expect(receiver.requests.some(({ url }) => url.includes(NUMBERS[0]!))).toBe(true);
    expect(shown).toContain('redirect to');
  });
});

describe('clearing the personal data of a customer', () => {
  it('says how much there was', () => {
    expect(cleared).toMatchObject({ status: 200, json: { contacts: 1, recipients: 4 } });
    expect(cleared.json.communications).toBe(list.length);
    expect(cleared.json.attempts).toBeGreaterThan(5);
    expect(cleared.json.requests).toBeGreaterThan(2);
  });

  it('leaves none of it in anything that is shown', () => {
    const shown = JSON.stringify(after);
    for (const one of [...NUMBERS, ...WORDS, ADDRESS]) expect(shown.includes(one), one).toBe(false);
    for (const one of WORDS) expect(shown.includes(encodeURIComponent(one)), one).toBe(false);
  });

  it('leaves none of it in the file, in the log beside it or in its index', () => {
    const left = bytes();
    for (const one of [...NUMBERS, ...WORDS, ADDRESS, ...WORDS.map(encodeURIComponent)]) {
      expect(left.includes(one), one).toBe(false);
      expect(left.includes(Buffer.from(one, 'utf16le')), one).toBe(false);
    }
    for (const number of NUMBERS) expect(left.includes(asInteger(number)), number).toBe(false);
    expect(left.includes(STRANGER)).toBe(true);
  });

  it('leaves IDs, statuses, counts and times as they are', async () => {
    const kept = ({ recipient, sender, content, bulk, nextAt, state, decidedBy, reason, ...rest }: Entity) =>
      rest;
    expect((await communications()).map(kept)).toEqual(list.map(kept));
    const counted = (paths: Record<string, string>, path: string) => JSON.parse(paths[path]!);
    const { size } = counted(after, `/contact-lists/${world.list}`);
    expect(size).toBe(4);
    expect(counted(after, `/campaigns/${campaign.id}`)).toEqual(counted(before, `/campaigns/${campaign.id}`));
    const deliveries = (paths: Record<string, string>) =>
      counted(paths, '/deliveries?limit=1000').items.map(({ error, ...delivery }: Entity) => delivery);
    expect(deliveries(after)).toEqual(deliveries(before));
  });

  it('leaves what is not personal of contacts', async () => {
    expect(await client.contact('c-1')).toMatchObject({
      personal: null,
      general: {},
      campaigns: [{ campaign: 'foo', state: 'SENT' }],
    });
  });

  it('leaves what is of other customers', () => {
    const changed = differences(after, before).filter((path) => /communications/.test(path));
    const [{ id }] = JSON.parse(after['/communications?limit=1000']!).items.filter(
      ({ recipient }: Entity) => recipient === STRANGER,
    );
    expect(changed).not.toContain(`/communications/${id}`);
    expect(changed.length).toBeGreaterThan(10);
  });

  it('stops what was still to go out', async () => {
    const { items } = await api.read<Page>(`/campaigns?customerId=${client.customerId}`);
    expect(items).toMatchObject([{ state: 'COMPLETED' }, { name: 'Slow', state: 'CANCELLED' }]);
    const [queued] = list.filter(({ state }) => state === 'QUEUED');
    expect(await api.read(`/communications/${queued!.id}`)).toMatchObject({
      state: 'DONE',
      status: null,
      reason: 'stopped before it was over: its personal data was cleared',
    });
  });

  it('cannot be asked of a customer that there is not', async () => {
    expectProblem(await api.post('/customers/999999/clear-personal-data'), 404, 'id');
  });
});

describe('after it was cleared', () => {
  it('reports that were to come still do, nobody replies, and callbacks go out without values', async () => {
    const from = receiver.requests.length;
    await api.post('/clock/advance', { by: 'P2D' });
    const now = await communications();
    expect(now).toHaveLength(list.length);
    const calls = now.filter(({ type }) => type === 'OUTGOING_CALL');
    expect(calls).toMatchObject([{ status: 'NOTREACHED' }, { status: 'DELIVERED', keyChoices: ['1', '2'] }]);
    const later = receiver.requests.slice(from);
    const batched = later.filter(({ url }) => url === '/batched');
    expect(batched.length).toBeGreaterThan(0);
    for (const { body } of batched)
      expect(JSON.parse(body).batch[0]).toMatchObject({ to: 0, text: '', name: '' });
    // What had failed before is tried again.
    const failing = later.filter(({ url }) => url.startsWith('/failing'));
    expect(failing.length).toBeGreaterThan(0);
    for (const { url, headers } of failing)
      expect([url.split('&')[0], headers['x-person']]).toEqual(['/failing?to=0', '0']);
    for (const { url, body } of later)
      for (const one of [...NUMBERS, ...WORDS]) expect(url + body).not.toContain(one);
  });

  it('who has opted out still has, and can opt in again', async () => {
    const send = async () =>
      (
        await api.create('/communications', {
          customerId: client.customerId,
          type: 'OUTGOING_SMS',
          recipient: NUMBERS[9],
          sender: 'Acme',
          content: 'Hello',
        })
      ).decidedBy;
    const optOuts = `/customers/${client.customerId}/opt-outs`;
    expect((await api.read<Page>(optOuts)).items).toHaveLength(1);
    expect((await api.read<Page>(optOuts)).items[0]!.number).toMatch(/^cleared:[0-9a-f]{40}$/);
    expect(await send()).toBe('OPT_OUT');
    expect((await api.delete(`${optOuts}/${NUMBERS[9]}`)).status).toBe(204);
    expect(await send()).toBe('PROFILE');
  });

  it('goes on as ever: lists are sent to, contacts put, and all of it can be cleared again', async () => {
    const more = { recipients: [{ number: NUMBERS[3], fields: { '1': WORDS[0] } }] };
    await api.create(`/contact-lists/${world.list}/recipients`, more);
    const next = await api.create('/campaigns', {
      customerId: client.customerId,
      projectId: world.sms,
      contactListId: world.list,
      name: 'Autumn',
    });
    await api.post(`/campaigns/${next.id}/start`);
    await api.post('/clock/advance', { by: 'PT5M' });
    // Who is not known any more is not sent to.
    expect(await api.read(`/campaigns/${next.id}`)).toMatchObject({
      state: 'COMPLETED',
      sent: 1,
      recipients: 5,
    });
    await client.renew();
    expect((await client.post('/Contact/c-1/campaigns', { campaign: 'foo', iteration: '2' })).status).toBe(
      400,
    );
    const again = await api.post<Record<string, number>>(
      `/customers/${client.customerId}/clear-personal-data`,
    );
    expect(again.json).toMatchObject({ contacts: 0, recipients: 1 });
    for (const one of [...NUMBERS, ...WORDS]) expect(bytes().includes(one), one).toBe(false);
  });

  it('the store is whole, and starts again', async () => {
    const shown = await communications();
    await api.platform.close();
    const db = new BetterSqlite3(join(directory.path, 'store.sqlite'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
    api = await startApi({ dataDir: directory.path, allowHttpCallbacks: true, maxAttempts: 100 });
    expect(await communications()).toEqual(shown);
  });
});
