import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiContext } from '../../../src/api/context.ts';
import { groupApp } from '../../../src/api/control/group.ts';
import { systemRoutes } from '../../../src/api/control/system.ts';
import { SETTING_NAMES, SETTINGS } from '../../../src/config.ts';
import { type Api, startApi } from '../../support/api.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** Of the parts that health depends on. */
interface State {
  failures: string[];
  stopping: AbortSignal;
  isOpen: boolean;
}

let api: Api;
beforeAll(async () => {
  api = await startApi({ seed: 'forty-two' });
});
afterAll(() => api.platform.close());

describe('the health of the platform', () => {
  it('is that of a process that answers, as long as it does', async () => {
    expect(await api.read('/health/live')).toEqual({ live: true });
  });

  it.each([
    [
      'what fell due failed',
      { failures: ['database or disk is full'] },
      'what fell due failed, and is tried again: database or disk is full',
    ],
    ['it is stopping', { stopping: AbortSignal.abort() }, 'it is stopping'],
    ['its store is closed', { isOpen: false }, 'it is stopping'],
  ])('says in plain words that it is not ready when %s', async (_what, state, problem) => {
    const { failures = [], stopping = new AbortController().signal, isOpen = true } = state as Partial<State>;
    const context = {
      store: { isOpen: () => isOpen, callbacks: { enabled: () => [] }, deliveries: { countParked: () => 0 } },
      clock: { mode: 'real', now: () => 0, failures: () => failures },
      world: { seed: '1' },
      running: { dataFolder: null },
      version,
      stopping,
    } as unknown as ApiContext;
    const app = groupApp(context, [systemRoutes]);
    const response = await app.request('http://127.0.0.1/v1/health', {}, {});
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: 'failing',
      live: true,
      ready: false,
      problems: [problem],
    });
  });

  it('says that it works, which version it is, and what a test may want to know', async () => {
    expect(await api.read('/health')).toEqual({
      status: 'ok',
      live: true,
      ready: true,
      problems: [],
      version,
      seed: 'forty-two',
      clock: { mode: 'manual', now: expect.stringMatching(/Z$/) },
      store: 'open',
      callbacks: { enabled: 0, parked: 0 },
    });
  });

  it('counts the callbacks that are enabled, and the deliveries that were given up', async () => {
    const failing = await startApi({ maxAttempts: 1 });
    const callback = { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' };
    await failing.create('/callbacks', callback);
    await failing.create('/callbacks', { ...callback, enabled: false });
    const sms = {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: '46701740605',
      sender: 'Acme',
      content: 'Hello',
    };
    for (let count = 0; count < 2; count++) await failing.create('/communications', sms);
    await failing.settle();
    expect(await failing.read('/health')).toMatchObject({
      status: 'ok',
      callbacks: { enabled: 1, parked: 2 },
    });
    await failing.platform.close();
  });
});

it('says where it listens', async () => {
  const { httpUrl, httpsUrl } = api.platform;
  expect(await api.read('/urls')).toEqual({ httpUrl, httpsUrl, proxyUrl: null });
});

describe('the settings', () => {
  interface Setting {
    name: string;
    value: unknown;
    default: unknown;
  }
  const read = () => api.read<{ items: Setting[]; dataFolder: string | null }>('/settings');

  it('are all there, as the platform runs with them, with how to change them', async () => {
    const { items, dataFolder } = await read();
    expect(dataFolder).toBeNull();
    expect(items.map(({ name }) => name)).toEqual(SETTING_NAMES);
    expect(items).toContainEqual({
      name: 'seed',
      value: 'forty-two',
      default: '1',
      flag: '--seed',
      environment: 'MOCK_WIRAYA_SEED',
      help: SETTINGS.seed.help,
    });
    expect(items).toContainEqual(expect.objectContaining({ name: 'callbackHosts', value: [] }));
  });

  it('hide what is secret', async () => {
    const apiKey = 'a-key-that-nobody-is-to-see';
    await using keyed = await startApi({ apiKey });
    const { items } = await keyed.read<{ items: Setting[] }>('/settings');
    expect(items).toContainEqual(expect.objectContaining({ name: 'apiKey', value: '***' }));
    expect(JSON.stringify(items)).not.toContain(apiKey);
    expect((await read()).items).toContainEqual(expect.objectContaining({ name: 'apiKey', value: null }));
  });
});

describe("the certificate authority's certificate", () => {
  it('is the one that signed the platform, as PEM, and without a key', async () => {
    const { status, contentType, json: pem } = await api.get<string>('/certificates/ca.pem');
    expect({ status, contentType }).toEqual({ status: 200, contentType: 'application/x-pem-file' });
    expect(pem).toBe(api.platform.caCertificate);
    expect(new X509Certificate(pem).ca).toBe(true);
    expect(pem).not.toContain('PRIVATE KEY');
  });
});
