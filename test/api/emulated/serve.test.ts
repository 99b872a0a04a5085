import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiContext } from '../../../src/api/context.ts';
import type { Answer } from '../../../src/api/emulated/answer.ts';
import { RequestLog } from '../../../src/api/emulated/request-log.ts';
import { type Handler, type House, serve } from '../../../src/api/emulated/serve.ts';
import { openStore, type Store } from '../../../src/store/store.ts';

/** Serves endpoints that a test makes up, in a house whose only key is `right`. */
let handle: Handler;
let store: Store;
let server: Server;
let url: string;
let logged: [facts: Record<string, unknown>, message: string][];

const house: House = {
  identify: (c) => {
    if (c.req.header('x-apikey') === 'broken') throw new Error('the house is on fire');
    return c.req.header('x-apikey') === 'right' ? store.customers.get(1) : null;
  },
  open: ['Token'],
  turnDown: (_c, why) => textAnswer(why, why === 'FAILED' ? 500 : 403, { 'x-house': 'fake' }),
};

beforeEach(async () => {
  store = openStore(':memory:');
  store.customers.create(
    { name: 'Acme', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false },
    'hash',
    0,
  );
  logged = [];
  const note = (facts: Record<string, unknown>, message: string) => void logged.push([facts, message]);
  const log = { debug: note, info: note, warn: note, error: note };
  const context = {
    store,
    clock: { now: () => 5000 },
    world: { seed: '1' },
    limits: { maxBodyBytes: 1000 },
    requestLog: new RequestLog(store, 100, log),
    log,
  } as unknown as ApiContext;
  const app = new Hono();
  for (const endpoint of ['GetVoiceStatus', 'Token'] as const)
    serve(app, context, house, endpoint, (c, call) => handle(c, call));
  server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  store.close();
});

const textAnswer = (body: string, status = 200, headers = {}): Answer => ({ status, headers, body });

const post = (body: string, key = 'right', path = '/api/getvoicestatus/json') =>
  fetch(url + path, { method: 'POST', headers: { 'x-apikey': key }, body });
const recorded = () => store.requests.list({ limit: 10 }, {}).items;

describe('an endpoint', () => {
  it('gets the body as it was sent, and whose call it is', async () => {
    const seen: unknown[] = [];
    handle = (_c, { endpoint, body, customer }) => {
      seen.push(endpoint, [...body], customer?.name);
      return textAnswer('done', 202, { 'x-more': 'yes' });
    };
    const answer = await post('å\n');
    expect([answer.status, answer.headers.get('x-more'), await answer.text()]).toEqual([202, 'yes', 'done']);
    expect(seen).toEqual(['GetVoiceStatus', [0xc3, 0xa5, 10], 'Acme']);
    expect(recorded()).toMatchObject([{ at: 5000, customerId: 1, status: 202, response: { body: 'done' } }]);
  });

  it('does not see calls of nobody, unless it is open to all', async () => {
    let calls = 0;
    handle = (_c, call) => {
      calls += 1;
      call.customer = store.customers.get(1);
      return textAnswer('done');
    };
    expect(await (await post('', 'wrong')).text()).toBe('UNAUTHENTICATED');
    expect(calls).toBe(0);
    expect(await (await post('', 'wrong', '/auth/token/apikey')).text()).toBe('done');
    expect(calls).toBe(1);
    expect(recorded().map(({ customerId }) => customerId)).toEqual([null, 1]);
  });

  it.each([
    [
      'at once',
      () => {
        throw new Error('deep inside');
      },
    ],
    [
      'later',
      async () => {
        throw new Error('deep inside');
      },
    ],
  ] as [string, Handler][])(
    'that throws %s is answered for by its house, logged and recorded',
    async (_when, throwing) => {
      handle = throwing;
      const answer = await post('{}');
      expect([answer.status, answer.headers.get('x-house'), await answer.text()]).toEqual([
        500,
        'fake',
        'FAILED',
      ]);
      expect(logged).toEqual([
        [{ error: new Error('deep inside'), endpoint: 'GetVoiceStatus' }, 'a call of the real API broke off'],
      ]);
      expect(recorded()).toMatchObject([{ status: 500, response: { body: 'FAILED' }, customerId: 1 }]);
    },
  );

  it('whose house throws is answered for all the same', async () => {
    handle = () => textAnswer('done');
    expect((await post('{}', 'broken')).status).toBe(500);
    expect(recorded()).toMatchObject([{ status: 500, customerId: null }]);
  });

  it('without a body to answer answers without one', async () => {
    handle = () => ({ status: 204, headers: {}, body: '' });
    const answer = await post('');
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(recorded()).toMatchObject([{ status: 204, response: { body: '', bytes: 0 } }]);
  });

  it('goes on when calls cannot be recorded', async () => {
    handle = () => textAnswer('done');
    store.requests.add = () => {
      throw new Error('disk full');
    };
    expect(await (await post('')).text()).toBe('done');
    expect(logged).toEqual([
      [{ error: new Error('disk full') }, 'calls of the real API could not be recorded'],
    ]);
  });
});
