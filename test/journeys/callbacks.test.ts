import { createPrivateKey } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chance } from '../../src/core/chance.ts';
import type { SettingsInput } from '../../src/index.ts';
import { type Api, mobile, startApi } from '../support/api.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { type Delivery, readDeliveries, readLog } from '../support/journal.ts';
import { type Document, operations } from '../support/openapi.ts';
import { until } from '../support/programs.ts';
import {
  makeCertificate,
  type Receiver,
  type ReceiverHandler,
  startTlsReceiver,
} from '../support/tls-receiver.ts';

const NOON = Date.parse('2031-03-03T12:00:00.000Z');
/** Just after a tick. */
const START = new Date(NOON + 1).toISOString();
const SECOND_MS = 1000;

let certificate: { key: string; cert: string };
let api: Api;
let receiver: Receiver;
/** What the receiver does with each request. */
let answer: ReceiverHandler;
/** A customer in test mode: each of its texts is reported as `TEST` at the very moment at which it is sent. */
let customerId: number;
let directory: Scratch;

const takeAll: ReceiverHandler = (_request, response) => void response.writeHead(204).end();

beforeAll(async () => {
  certificate = await makeCertificate();
});
beforeEach(async () => {
  directory = scratch();
  answer = takeAll;
  receiver = await startTlsReceiver(certificate, (request, response) => answer(request, response));
});
afterEach(async () => {
  await api.platform.close();
  await receiver.close();
  directory.remove();
});

/** Starts a platform at a known time, with a customer whose texts are reported at once. */
async function start(settings: SettingsInput = {}): Promise<void> {
  api = await startApi(settings);
  await api.put('/clock', { now: START });
  customerId = await newCustomer();
}

async function newCustomer(): Promise<number> {
  return (await api.create('/customers', { name: 'Acme', testMode: true })).id;
}

/** Registers a callback that posts `{"id":…,"text":…}`, unless it is to be something else. @returns its ID */
async function register(config: object = {}): Promise<number> {
  const { id } = await api.create('/callbacks', {
    customerId,
    name: 'journey',
    method: 'POST',
    url: url('/'),
    template: '{"id":{ID},"text":"{CONTENT}"}',
    ...config,
  });
  return id;
}

const url = (path: string) => `https://127.0.0.1:${receiver.port}${path}`;

/** Sends a text, now or in so many ms. @returns its ID */
async function text(content: string, options: { inMs?: number; customerId?: number } = {}): Promise<number> {
  const { inMs = 0, ...change } = options;
  const sendAt = new Date((await now()) + inMs).toISOString();
  const sms = {
    customerId,
    type: 'OUTGOING_SMS',
    recipient: mobile(0),
    sender: 'Acme',
    content,
    sendAt,
    ...change,
  };
  return (await api.create('/communications', sms)).id;
}

/** Texts `1` to `count`, now, in this order in the log. */
async function texts(count: number): Promise<string[]> {
  const contents = Array.from({ length: count }, (_, index) => String(index + 1));
  for (const [index, content] of contents.entries()) await text(content, { inMs: index });
  return contents;
}

async function now(): Promise<number> {
  return Date.parse((await api.read<{ now: string }>('/clock')).now);
}

async function advance(by: string): Promise<void> {
  expect((await api.post('/clock/advance', { by })).status).toBe(200);
}

interface Item {
  id: number;
  text: string;
}

/** What came in one request: the items of a batch, or the one item. */
const itemsOf = ({ body }: { body: string }): Item[] => {
  const json = JSON.parse(body);
  return 'batch' in json ? json.batch : [json];
};

const received = () => receiver.requests.flatMap(itemsOf).map((item) => item.text);
const ofPath = (path: string) => receiver.requests.filter((request) => request.url === path);

/** A text and a call to each of 60 people. @returns the log when all is over */
async function runCampaigns() {
  const { id } = await api.create('/customers', { name: 'Real' });
  const create = async (path: string, body: object) =>
    (await api.create(path, { customerId: id, ...body })).id;
  const contactListId = await create('/contact-lists', { name: 'Everyone' });
  const recipients = Array.from({ length: 60 }, (_, index) => ({ number: mobile(index) }));
  await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
  const campaigns: number[] = [];
  for (const type of ['SMS', 'VOICE']) {
    const projectId = await create('/projects', { type, name: type, sender: '46846500400', template: 'Hi' });
    campaigns.push(await create('/campaigns', { projectId, contactListId, name: type, rate: 5 }));
  }
  return {
    customerId: id,
    async run() {
      for (const campaign of campaigns) await api.post(`/campaigns/${campaign}/start`);
      await api.settle();
      return readLog(api, id);
    },
  };
}

describe('ticks', () => {
  /** Each request's time by the platform's clock, in ms since noon, and what it held. */
  async function watch(tick: string, config: object = {}) {
    const seen: [number, string[]][] = [];
    answer = async (_request, response) => {
      const items = itemsOf(receiver.requests.at(-1)!);
      seen.push([(await now()) - NOON, items.map((item) => item.text)]);
      response.end();
    };
    await start({ tick });
    await register({ batch: { maxItems: 100 }, ...config });
    return seen;
  }

  async function textsAt(...instants: number[]): Promise<void> {
    for (const instant of instants) await text(`at ${instant}`, { inMs: NOON + instant - (await now()) });
  }

  it('come at the times of the cron expression, each with what happened since the one before', async () => {
    const seen = await watch('*/15 * * * * *');
    await textsAt(1000, 14_999, 15_001, 29_000, 47_000);
    await advance('PT2M');
    expect(seen).toEqual([
      [15_000, ['at 1000', 'at 14999']],
      [30_000, ['at 15001', 'at 29000']],
      [60_000, ['at 47000']],
    ]);
  });

  it('follow any cron expression', async () => {
    const seen = await watch('7,40 1-59/2 * * * *');
    await textsAt(1, 67_000, 68_000, 101_000);
    await advance('PT4M');
    expect(seen).toEqual([
      [67_000, ['at 1', 'at 67000']],
      [100_000, ['at 68000']],
      [187_000, ['at 101000']],
    ]);
  });

  it('are the only times at which anything is sent', async () => {
    const seen = await watch('*/15 * * * * *');
    await text('now');
    for (const by of ['PT0S', 'PT1S', 'PT5S', 'PT8.998S']) await advance(by);
    expect(seen).toEqual([]);
    await advance('PT0.001S');
    expect(seen).toEqual([[15_000, ['now']]]);
    await advance('PT1H');
    expect(receiver.requests.length).toBe(1);
  });
});

describe('filters', () => {
  it('let through the types and statuses that a callback is for, and no others', async () => {
    await start();
    const world = await runCampaigns();
    const template = '{"id":{ID},"status":"{STATUS}","done":{DONE_UNIXTIME}}';
    const filters = {
      '/all': {},
      '/texts': { types: ['OUTGOING_SMS'] },
      '/calls': { types: ['OUTGOING_CALL'] },
      '/unanswered': { statuses: ['NEXTATTEMPT', 'NOTREACHED'] },
      '/delivered-texts': { types: ['OUTGOING_SMS'], statuses: ['DELIVERED'] },
      '/incoming': { types: ['INCOMING_SMS', 'INCOMING_CALL'] },
    };
    for (const [path, filter] of Object.entries(filters)) {
      const { customerId } = world;
      await register({ customerId, url: url(path), template, batch: { maxItems: 20 }, ...filter });
    }
    const log = await world.run();
    const arrived = (path: string) => ofPath(path).flatMap(({ body }) => JSON.parse(body).batch);
    const logged = (wanted: (type: string, status: string) => boolean) =>
      log
        .filter(({ communication, status }) => wanted(communication.type, status))
        .map(({ communication: { id }, status, at }) => ({
          id,
          status,
          done: Math.floor(Date.parse(at) / SECOND_MS),
        }));
    const isText = (type: string) => type === 'OUTGOING_SMS';
    expect(arrived('/all')).toEqual(logged(() => true));
    expect(arrived('/texts')).toEqual(logged(isText));
    expect(arrived('/calls')).toEqual(logged((type) => !isText(type)));
    expect(arrived('/unanswered')).toEqual(logged((_type, status) => /NEXTATTEMPT|NOTREACHED/.test(status)));
    expect(arrived('/delivered-texts')).toEqual(
      logged((type, status) => isText(type) && status === 'DELIVERED'),
    );
    expect(arrived('/incoming')).toEqual([]);
    for (const path of Object.keys(filters).slice(0, -1)) expect(arrived(path), path).not.toEqual([]);
  });
});

describe('batches', () => {
  it('hold no more than their maximum, and a tick sends as many as it takes', async () => {
    await start();
    const callback = await register({ batch: { maxItems: 10 } });
    const sent = await texts(95);
    await advance('PT15S');
    expect(received()).toEqual(sent);
    expect(receiver.requests.map((request) => itemsOf(request).length)).toEqual([...Array(9).fill(10), 5]);
    const deliveries = await readDeliveries(api, callback);
    const ticks = new Set(deliveries.map(({ attempts }) => attempts[0]!.startedAt));
    expect([...ticks]).toEqual(['2031-03-03T12:00:15.000Z']);
  });

  it.each([1, 10_000])(
    'are an array named batch even with one item, at a maximum of %d',
    async (maxItems) => {
      await start();
      await register({ batch: { maxItems } });
      const id = await text('only one');
      await advance('PT15S');
      expect(receiver.requests.map(({ body }) => JSON.parse(body))).toEqual([
        { batch: [{ id, text: 'only one' }] },
      ]);
    },
  );

  it('are not made for a callback without them: each event has a request of its own', async () => {
    await start();
    await register();
    await texts(3);
    await advance('PT15S');
    expect(receiver.requests.map(({ body }) => JSON.parse(body).text)).toEqual(['1', '2', '3']);
  });
});

describe('order', () => {
  it.each([1, 7])(
    'is that of the log when requests fail at random, with up to %d items each',
    async (maxItems) => {
      await start({ maxAttempts: 1000, retryCapSeconds: 60 });
      const accepted: unknown[] = [];
      const bodies: { body: string; ok: boolean }[] = [];
      answer = (_request, response) => {
        const { body } = receiver.requests.at(-1)!;
        const ok = chance('journey', String(bodies.length), `fails/${maxItems}`) >= 0.35;
        bodies.push({ body, ok });
        if (ok) accepted.push(...JSON.parse(body).batch);
        response.writeHead(ok ? 200 : 500).end();
      };
      const world = await runCampaigns();
      await register({
        customerId: world.customerId,
        template: '{"id":{ID},"status":"{STATUS}"}',
        batch: { maxItems },
      });
      const log = await world.run();
      expect(accepted).toEqual(log.map(({ communication: { id }, status }) => ({ id, status })));
      const failed = bodies.flatMap(({ ok }, index) => (ok ? [] : [index]));
      expect(failed.length).toBeGreaterThan(10);
      for (const index of failed) expect(bodies[index + 1]!.body).toBe(bodies[index]!.body);
    },
  );

  it('gives way to speed when several requests may be under way, and nothing is lost', async () => {
    await start();
    const callback = await register({ batch: { maxItems: 2 }, concurrency: 4 });
    let underWay = 0;
    let most = 0;
    const held: (() => void)[] = [];
    // Answers only when four are there at once, or none are left to come.
    answer = (_request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      held.push(() => {
        underWay -= 1;
        response.end();
      });
      if (underWay === 4 || receiver.requests.length > 16) for (const release of held.splice(0)) release();
    };
    const sent = await texts(40);
    await advance('PT15S');
    expect(most).toBe(4);
    expect(received().sort()).toEqual(sent.sort());
    expect((await readDeliveries(api, callback)).map(({ state }) => state)).toEqual(
      Array(20).fill('DELIVERED'),
    );
  });
});

describe('a receiver that fails', () => {
  const secondsBetween = ({ attempts }: Delivery) =>
    attempts
      .slice(1)
      .map(
        ({ startedAt }, index) =>
          (Date.parse(startedAt) - Date.parse(attempts[index]!.startedAt)) / SECOND_MS,
      );

  it('is tried again after pauses that double up to a limit', async () => {
    await start({ tick: '* * * * * *', retryBaseSeconds: 20, retryCapSeconds: 200, maxAttempts: 9 });
    answer = (_request, response) => void response.writeHead(500).end('out of order');
    const callback = await register();
    await text('hello');
    await api.settle();
    const [delivery] = await readDeliveries(api, callback);
    const pauses = secondsBetween(delivery!);
    expect(pauses.length).toBe(8);
    for (const [index, pause] of pauses.entries()) {
      const whole = Math.min(200, 20 * 2 ** index);
      // Up to a fifth is taken off by chance, and the next tick is less than a second away.
      expect(pause).toBeGreaterThanOrEqual(0.8 * whole);
      expect(pause).toBeLessThan(whole + 1);
    }
    expect(delivery).toMatchObject({
      state: 'PARKED',
      error: 'the receiver answered 500 Internal Server Error',
      nextAttemptAt: null,
    });
    expect(delivery!.attempts[0]!.response!.body).toBe('out of order');
  });

  it.each<{ what: string; status: number; headers: Record<string, string> }>([
    { what: 'seconds', status: 429, headers: { 'retry-after': '600' } },
    {
      what: 'a date',
      status: 503,
      headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:10:00 GMT' },
    },
  ])('is left alone for as long as its Retry-After asks, in $what', async ({ status, headers }) => {
    await start();
    answer = (_request, response) =>
      void (receiver.requests.length === 1 ? response.writeHead(status, headers) : response).end();
    const callback = await register();
    await text('hello');
    await advance('PT15S');
    const [delivery] = await readDeliveries(api, callback);
    expect(delivery!.nextAttemptAt).toBe('2031-03-03T12:10:15.000Z');
    await advance('PT9M59.998S');
    expect(receiver.requests.length).toBe(1);
    await api.settle();
    const [settled] = await readDeliveries(api, callback);
    expect(settled!.state).toBe('DELIVERED');
    expect(secondsBetween(settled!)).toEqual([600]);
  });

  it('gets what comes after a delivery that was given up', async () => {
    await start({ maxAttempts: 3 });
    const isPoison = () => itemsOf(receiver.requests.at(-1)!).some((item) => item.text === 'poison');
    answer = (_request, response) => void response.writeHead(isPoison() ? 400 : 200).end();
    const callback = await register();
    for (const [index, content] of ['before', 'poison', 'after'].entries()) {
      await text(content, { inMs: index });
    }
    await advance('PT15S');
    expect(received()).toEqual(['before', 'poison']);
    await api.settle();
    await text('later');
    await api.settle();
    expect(received()).toEqual(['before', 'poison', 'poison', 'poison', 'after', 'later']);
    const states = (await readDeliveries(api, callback)).map(({ state }) => state);
    expect(states).toEqual(['DELIVERED', 'PARKED', 'DELIVERED', 'DELIVERED']);
    const health = await api.read<{ callbacks: object }>('/health');
    expect(health.callbacks).toMatchObject({ parked: 1 });
  });

  it('does not hold up the callbacks to others', async () => {
    await start();
    answer = ({ url }, response) => void response.writeHead(url === '/broken' ? 500 : 200).end();
    const broken = await register({ url: url('/broken') });
    await register({ url: url('/fine') });
    const sent = await texts(5);
    await advance('PT15S');
    expect(ofPath('/broken').flatMap(itemsOf)).toMatchObject([{ text: '1' }]);
    expect(
      ofPath('/fine')
        .flatMap(itemsOf)
        .map((item) => item.text),
    ).toEqual(sent);
    expect(await api.read(`/deliveries?callbackId=${broken}&limit=1`)).toMatchObject({
      items: [{ state: 'PENDING', error: 'the receiver answered 500 Internal Server Error' }],
    });
  });

  it('may be one that does not even listen', async () => {
    await start();
    const { port } = receiver;
    await receiver.close();
    const callback = await register();
    await text('hello');
    await advance('PT15S');
    expect(await readDeliveries(api, callback)).toMatchObject([
      { state: 'PENDING', error: `nothing listens on 127.0.0.1:${port}` },
    ]);
  });
});

describe('a callback', () => {
  it('keeps its place in the log while it is disabled', async () => {
    await start();
    const callback = await register();
    await text('first');
    await advance('PT15S');
    await api.patch(`/callbacks/${callback}`, { enabled: false });
    await text('second');
    await advance('PT1H');
    expect(received()).toEqual(['first']);
    await text('third');
    await api.patch(`/callbacks/${callback}`, { enabled: true });
    await advance('PT15S');
    expect(received()).toEqual(['first', 'second', 'third']);
  });

  it('starts with what was, or with what comes', async () => {
    await start();
    await text('old');
    await advance('PT15S');
    await register({ url: url('/all'), startAt: 'BEGINNING' });
    await register({ url: url('/new'), startAt: 'END' });
    await advance('PT15S');
    await text('new');
    await advance('PT15S');
    expect(
      ofPath('/all')
        .flatMap(itemsOf)
        .map((item) => item.text),
    ).toEqual(['old', 'new']);
    expect(
      ofPath('/new')
        .flatMap(itemsOf)
        .map((item) => item.text),
    ).toEqual(['new']);
  });

  it("never tells one customer of another's communications", async () => {
    await start();
    const other = await newCustomer();
    for (const [id, startAt] of [
      [customerId, 'BEGINNING'],
      [other, 'END'],
    ]) {
      await register({ customerId: id, startAt, url: url(`/${id}/{CID}`), batch: { maxItems: 100 } });
    }
    for (let index = 0; index < 20; index++) {
      await text(index % 2 ? 'other' : 'own', {
        inMs: index,
        customerId: index % 2 ? other : customerId,
      });
    }
    await advance('PT15S');
    const arrived = (id: number) =>
      ofPath(`/${id}/${id}`)
        .flatMap(itemsOf)
        .map((item) => item.text);
    expect(arrived(customerId)).toEqual(Array(10).fill('own'));
    expect(arrived(other)).toEqual(Array(10).fill('other'));
    expect(receiver.requests.length).toBe(2);
  });

  it('carries the headers that its customer wants', async () => {
    await start();
    await register({
      url: url('/one'),
      headers: { 'X-Tenant': 'Åre & co', 'x-id': 'sms/{ID}; {CONTENT}', 'User-Agent': 'theirs' },
      auth: { username: 'us', password: 'sésame' },
    });
    await register({ url: url('/many'), headers: { 'X-Customer': '{CID}' }, batch: { maxItems: 5 } });
    const id = await text('line one\r\nX-Evil: 1');
    await advance('PT15S');
    const [one] = ofPath('/one');
    const utf8 = (value: unknown) => Buffer.from(String(value), 'latin1').toString('utf8');
    expect(utf8(one!.headers['x-tenant'])).toBe('Åre & co');
    expect(one!.headers).toMatchObject({
      'x-id': `sms/${id}; line one  X-Evil: 1`,
      'user-agent': 'theirs',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('us:sésame').toString('base64')}`,
    });
    expect(one!.headers).not.toHaveProperty('x-evil');
    const [many] = ofPath('/many');
    expect(many!.headers).toMatchObject({ 'x-customer': String(customerId), 'user-agent': 'mock-wiraya' });
    expect(many!.headers).not.toHaveProperty('authorization');
  });

  it('writes XML that says what happened, whatever the content', async () => {
    await start();
    const template = '<sms id="{ID}" text="{CONTENT}"><text>{CONTENT}</text><cdata>]]</cdata></sms>';
    const batch = {
      maxItems: 2,
      element: 'reports',
      envelope: '<?xml version="1.0" encoding="UTF-8"?>\n<from customer="{CID}">{BATCH}</from>',
    };
    await register({ url: url('/batch'), format: 'XML', template, batch });
    await register({ url: url('/one'), format: 'XML', template, types: ['OUTGOING_SMS'] });
    const contents = ['<b>"R&D"</b> & \'co\' ]]>', 'två\n  rader\tåäö 😀', '{ID}&amp;&#60;'];
    const ids: number[] = [];
    for (const [index, content] of contents.entries()) ids.push(await text(content, { inMs: index }));
    await advance('PT15S');
    const read = (path: string) =>
      ofPath(path).map(({ body, headers }) => {
        expect(headers['content-type']).toBe('application/xml; charset=utf-8');
        const onError = (_level: string, message: string) => expect.unreachable(message);
        const document = new DOMParser({ onError }).parseFromString(body, 'application/xml');
        return {
          document,
          items: [...document.getElementsByTagName('sms')].map((item) => [
            Number(item.getAttribute('id')),
            item.getAttribute('text'),
            item.getElementsByTagName('text')[0]!.textContent,
          ]),
        };
      });
    const expected = contents.map((content, index) => [ids[index], content, content]);
    const batches = read('/batch');
    expect(batches.map(({ items: { length } }) => length)).toEqual([2, 1]);
    expect(batches.flatMap(({ items }) => items)).toEqual(expected);
    for (const { document } of batches) {
      expect(document.documentElement!.getAttribute('customer')).toBe(String(customerId));
      expect(document.getElementsByTagName('reports').length).toBe(1);
    }
    expect(read('/one').flatMap(({ items }) => items)).toEqual(expected);
  });
});

describe('a restart', () => {
  const restart = async () => {
    const before = await now();
    await api.platform.close();
    api = await startApi({ dataDir: directory.path });
    expect(await now()).toBe(before);
  };

  it('goes on where the platform stopped, with its failures remembered', async () => {
    await start({ dataDir: directory.path });
    let works = true;
    answer = (_request, response) => {
      if (receiver.requests.length === 4) works = false;
      response.writeHead(works ? 200 : 503).end();
    };
    const callback = await register({ batch: { maxItems: 3 } });
    const sent = await texts(20);
    await advance('PT15S');
    expect(received()).toEqual(sent.slice(0, 12));
    const [waiting] = (await readDeliveries(api, callback)).filter(({ state }) => state === 'PENDING');
    await restart();
    expect(await readDeliveries(api, callback)).toContainEqual(waiting);
    works = true;
    answer = takeAll;
    receiver.requests.length = 0;
    await text('21', { inMs: SECOND_MS });
    await api.settle();
    expect(received()).toEqual([...sent.slice(9), '21']);
  });

  it('in the middle of a tick repeats nothing and forgets nothing', async () => {
    await start({ dataDir: directory.path });
    const held: (() => void)[] = [];
    answer = (_request, response) => {
      if (receiver.requests.length < 10) response.end();
      else held.push(() => response.end());
    };
    await register();
    const sent = await texts(40);
    const advancing = api.post('/clock/advance', { by: 'PT15S' }).catch(() => null);
    await until('the tenth request is under way', () => held.length > 0);
    const closing = api.platform.close();
    await until('the platform has stopped listening', () =>
      fetch(`${api.platform.httpUrl}/v1/health`).then(
        () => false,
        () => true,
      ),
    );
    for (const release of held) release();
    await Promise.all([advancing, closing]);
    expect(received()).toEqual(sent.slice(0, 10));
    answer = takeAll;
    api = await startApi({ dataDir: directory.path });
    await api.settle();
    expect(received()).toEqual(sent);
  });
});

describe('secrets', () => {
  it('are in no answer to any GET, but for the snapshot, which is there to restore them', async () => {
    await start();
    const password = 'the-password-of-a-callback';
    const passphrase = 'the-passphrase-of-a-key';
    const header = 'the-token-in-a-header';
    const client = await makeCertificate({ commonName: 'shown' });
    const key = createPrivateKey(client.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
      .toString();
    const auth = { username: 'shown-user', password };
    const headers = { 'X-Api-Token': header, 'X-Shown': 'shown' };
    // One receiver that fails and one that does not; the attempts of both are remembered.
    answer = ({ url }, response) => void response.writeHead(url === '/broken' ? 401 : 200).end();
    for (const path of ['/fine', '/broken']) {
      const clientCertificate = { cert: client.cert, key, passphrase };
      await register({ url: url(path), auth, headers, clientCertificate });
    }
    const { apiKey } = await api.create('/customers', { name: 'shown once' });
    const listId = (await api.create('/contact-lists', { customerId, name: 'shown' })).id;
    await api.create(`/contact-lists/${listId}/recipients`, { recipients: [{ number: mobile(1) }] });
    await text('shown');
    await api.settle();

    const pages = await everyPage();
    const all = pages.map(({ body }) => body).join('\n');
    const secrets = [
      ...[password, passphrase, header, String(apiKey), api.platform.apiKey!],
      Buffer.from(`${auth.username}:${password}`).toString('base64'),
      ...key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----')),
    ];
    for (const secret of secrets) {
      const leaks = pages.filter(({ body }) => body.includes(secret)).map(({ path }) => path);
      expect(leaks, secret).toEqual([]);
    }
    for (const shown of [auth.username, '"authorization":"Basic ***"', '"X-Api-Token":"***"', 'CN=shown']) {
      expect(all).toContain(shown);
    }
  });

  /** What every documented GET answers, for every ID that any of the answers names. */
  async function everyPage(): Promise<{ path: string; body: string }[]> {
    const { httpUrl } = api.platform;
    const pages = new Map<string, string>();
    const get = async (path: string) => {
      const response = await fetch(`${httpUrl}${path}`);
      const body = await response.text();
      if (response.status !== 404) expect({ path, status: response.status }).toEqual({ path, status: 200 });
      pages.set(path, body);
      return body;
    };
    for (const path of ['/docs', '/docs/style.css']) await get(path);
    const document: Document = JSON.parse(await get('/openapi.json'));
    const base = new URL(document.servers[0]!.url, httpUrl).pathname.replace(/\/$/, '');
    const paths = operations(document)
      .filter(({ method, path }) => method === 'GET' && path !== '/snapshot')
      .map(({ path }) => `${base}${path}${path.endsWith('/wait') ? '?timeoutMs=0' : ''}`);
    for (const path of paths.filter((path) => !path.includes('{'))) await get(path);
    const ids = new Set([...pages.values()].flatMap((body) => body.match(/(?<="id":)\d+/g) ?? []));
    for (const path of paths.filter((path) => path.includes('{'))) {
      for (const id of ids) await get(path.replaceAll(/\{\w+\}/g, id));
    }
    expect(paths.length).toBeGreaterThan(12);
    expect(pages.size).toBeGreaterThan(25);
    return [...pages].map(([path, body]) => ({ path, body }));
  }
});
