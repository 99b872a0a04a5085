import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../src/config.ts';
import type { Log } from '../../../src/core/log.ts';
import { startPlatform } from '../../../src/platform.ts';
import { BATCH, type Scene, Stage, type StruckDelivery } from '../../support/callback-scene.ts';
import { readAll } from '../../support/journal.ts';

/** As the list shows them: with the number of their attempts. */
type Listed = Omit<StruckDelivery, 'attempts'> & { attempts: number };

const deliveriesOf = ({ api }: Scene, callbackId: number) =>
  readAll<Listed>(api, `/deliveries?callbackId=${callbackId}`);

/**
 * The same requests to a new platform, with two receivers of which one is slow. So many deliveries wait already that
 * new ones are made a few at a time, by whichever callback comes to it first.
 */
async function run(seed: string, slowPath: string): Promise<Omit<Listed, 'id'>[]> {
  await using stage = await Stage.open({ seed });
  await stage.api.put('/clock', { now: '2040-01-01T00:00:00.000Z' });
  const scene = await stage.scene((request, response) => {
    if (request.url.endsWith(slowPath)) setTimeout(() => response.end(), 2);
    else response.end();
  });
  const register = (path: string) => scene.register({ url: scene.url(path), concurrency: 5 });
  const callbacks = [await register('/a'), await register('/b')];
  const delay = await scene.break('DELAY', { delayMs: 31_536_000_000 });
  await scene.campaign(250);
  await scene.tick();
  await stage.api.delete(`/faults/${delay}`);
  await scene.break('LOST_ACKNOWLEDGEMENT', { probability: 0.3 });
  await scene.break('DUPLICATE', { probability: 0.3 });
  await scene.campaign(60);
  await scene.advance('PT10M');
  const outcomes: Omit<Listed, 'id'>[] = [];
  for (const callback of callbacks) {
    const deliveries = await deliveriesOf(scene, callback);
    // IDs are given in the order in which the callbacks come to make their deliveries.
    outcomes.push(
      ...deliveries.filter(({ state }) => state === 'DELIVERED').map(({ id: _, ...delivery }) => delivery),
    );
  }
  return outcomes;
}

describe('faults by chance', () => {
  it('strike the same again with the same seed, whichever receiver is the slower one', async () => {
    const [first, again] = [await run('one', '/a'), await run('one', '/b')];
    expect(again).toEqual(first);
    expect(first.length).toBeGreaterThan(2 * 60);
    for (const kind of ['LOST_ACKNOWLEDGEMENT', 'DUPLICATE'] as const) {
      expect(first.filter(({ faults }) => faults.includes(kind)).length, kind).toBeGreaterThan(20);
    }
  });

  it('strike about as often as their probability says, and others with another seed', async () => {
    const struckWith = async (seed: string) => {
      await using stage = await Stage.open({ seed });
      const scene = await stage.scene();
      const callback = await scene.register();
      const fault = await scene.break('DUPLICATE', { probability: 0.3 });
      await scene.campaign(100);
      await scene.settle();
      const deliveries = await deliveriesOf(scene, callback);
      const struck = deliveries.filter(({ faults }) => faults.length > 0);
      expect((await scene.fault(fault)).struck).toBe(struck.length / 2);
      return new Set(struck.map(({ eventIds: [id] }) => id!));
    };
    const [one, two] = [await struckWith('one'), await struckWith('two')];
    for (const struck of [one, two]) {
      expect(struck.size).toBeGreaterThan(15);
      expect(struck.size).toBeLessThan(46);
    }
    expect(one).not.toEqual(two);
  });
});

describe('the log', () => {
  it('tells of every strike and of everything that is dropped', async () => {
    const lines: { level: string; message: string; facts: Record<string, unknown> }[] = [];
    const write = (level: string) => (facts: Record<string, unknown>, message: string) =>
      void lines.push({ level, message, facts });
    const log: Log = {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
    };
    const settings = resolveSettings({
      flags: { dataDir: ':memory:', httpPort: 0, httpsPort: 0, clock: 'manual' },
    });
    const platform = await startPlatform(settings, log, false);
    const call = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${platform.httpUrl}/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return ((await response.json()) as { id: number }).id;
    };
    const customerId = await call('/customers', { name: 'Acme', testMode: true });
    const auth = { username: 'us', password: 'the-password-itself' };
    const callbackId = await call('/callbacks', {
      ...{ customerId, name: 'log', method: 'POST', url: 'https://127.0.0.1:9/', auth },
      ...BATCH,
    });
    const drop = await call('/faults', { kind: 'DROP', times: 1 });
    const sms = {
      customerId,
      type: 'OUTGOING_SMS',
      recipient: '46701740605',
      sender: 'Acme',
      content: 'secret text',
    };
    await call('/communications', sms);
    await call('/clock/advance', { by: 'PT15S' });
    const wrong = await call('/faults', { kind: 'WRONG_PASSWORD', times: 1 });
    await call('/communications', sms);
    await call('/clock/advance', { by: 'PT15S' });
    await platform.stop();

    const [dropped] = lines.filter(({ message }) => message === 'delivery dropped by a fault');
    expect(dropped).toMatchObject({ level: 'warn', facts: { callbackId, deliveryId: expect.any(Number) } });
    expect(lines).toContainEqual({
      level: 'info',
      message: 'fault DROP strikes',
      facts: expect.objectContaining({ callbackId, faultId: drop }),
    });
    expect(lines).toContainEqual({
      level: 'info',
      message: 'fault WRONG_PASSWORD strikes',
      facts: expect.objectContaining({ callbackId, faultId: wrong }),
    });
    expect(JSON.stringify(lines)).toContain('to be tried again: nothing listens on 127.0.0.1:9');
    expect(JSON.stringify(lines)).not.toMatch(/the-password-itself|secret text|46701740605/);
  });
});
