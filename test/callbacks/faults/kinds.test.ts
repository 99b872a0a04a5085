import { DOMParser } from '@xmldom/xmldom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLBACK_FAULT_KINDS, CALLBACK_FAULTS, type CallbackFaultKind } from '../../../src/core/faults.ts';
import {
  BATCH,
  itemsOf,
  refuseFirst,
  type Scene,
  Stage,
  type StruckDelivery,
  XML_TEMPLATE,
} from '../../support/callback-scene.ts';
import { makeCertificate } from '../../support/tls-receiver.ts';
import { startWatchedReceiver } from '../../support/watched-receiver.ts';

const AUTH = { username: 'us', password: 'the-real-password' };
/** A callback that every kind of fault can strike. */
const CAPABLE = { batch: { maxItems: 2 }, auth: AUTH };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** The deliveries that a fault left its mark on. */
const marked = (deliveries: readonly StruckDelivery[], kind: CallbackFaultKind) =>
  deliveries.filter(({ faults }) => faults.includes(kind));

/** What a delivery was to carry, by the texts' numbers. */
const sizes = (scene: Scene) => scene.seen().map((request) => itemsOf(request).map(({ text }) => text));

describe.each(CALLBACK_FAULT_KINDS)('the fault %s, once', (kind) => {
  it('strikes once, leaves its mark, and loses nothing unless that is its point', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(CAPABLE);
    const fault = await scene.break(kind, { callbackId: callback, times: 1, trickleMs: 20 });
    const sent = await scene.texts(6);
    await scene.settle();
    await scene.text('after');
    await scene.settle();

    expect(await scene.fault(fault)).toMatchObject({ kind, struck: 1, remaining: 0 });
    const deliveries = await scene.deliveries(callback);
    const struck = marked(deliveries, kind);
    const attempts = deliveries.flatMap((delivery) => delivery.attempts);
    const struckAttempts = attempts.filter(({ faults }) => faults.includes(kind));
    switch (CALLBACK_FAULTS[kind].moment) {
      case 'TICK':
        // A tick that was held has nothing that could bear a mark.
        expect(struck.length).toBe(kind === 'HOLD_TICK' ? 0 : 3);
        expect(struckAttempts.length).toBe(struck.length);
        break;
      case 'DELIVERY':
        expect(struck.length).toBe(kind === 'DUPLICATE' || kind === 'SPLIT_BATCH' ? 2 : 1);
        expect(struckAttempts).toEqual([]);
        break;
      default:
        expect(struck.length).toBe(1);
        expect(struckAttempts.length).toBe(1);
    }
    expect(deliveries.flatMap(({ faults }) => faults).every((name) => name === kind)).toBe(true);
    const lost = kind === 'DROP' ? ['1', '2'] : [];
    expect([...new Set(scene.arrived())].sort()).toEqual(
      [...sent, 'after'].filter((text) => !lost.includes(text)).sort(),
    );
    const states = new Set(deliveries.map(({ state }) => state));
    expect([...states].sort()).toEqual(kind === 'DROP' ? ['DELIVERED', 'DROPPED'] : ['DELIVERED']);
    expect((await scene.callback(callback)).lag).toEqual({ backlog: 0, pending: 0, lagMs: 0, error: null });
  });
});

describe('HOLD_TICK', () => {
  it('lets a tick pass without sending, and the next one send all of it together', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    await scene.break('HOLD_TICK', { callbackId: callback, times: 2 });
    await scene.text('before');
    await scene.tick();
    await scene.tick();
    expect(scene.seen()).toEqual([]);
    await scene.text('meanwhile');
    await scene.tick();
    expect(sizes(scene)).toEqual([['before', 'meanwhile']]);
  });

  it('is not used up by ticks that find nothing to send', async () => {
    const scene = await stage.scene();
    const other = await stage.scene();
    const callback = await scene.register();
    await other.register();
    const fault = await scene.break('HOLD_TICK', { callbackId: callback, times: 1 });
    await other.texts(1);
    await scene.tick();
    expect(other.arrived()).toEqual(['1']);
    expect(await scene.fault(fault)).toMatchObject({ struck: 0, remaining: 1 });
    await scene.texts(1);
    await scene.tick();
    expect(scene.seen()).toEqual([]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1, remaining: 0 });
  });
});

describe('BURST', () => {
  it('sends many requests side by side, however many the callback is set to', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const held: (() => void)[] = [];
    let most = 0;
    // Answers when fifty are there at once, or the last has come.
    scene.answer = (_request, response) => {
      held.push(() => response.end());
      most = Math.max(most, held.length);
      if (held.length === 50 || scene.seen().length === 60) for (const answer of held.splice(0)) answer();
    };
    await scene.break('BURST', { callbackId: callback, times: 1 });
    const sent = await scene.texts(60);
    await scene.tick();
    expect(most).toBe(50);
    expect(scene.arrived().sort()).toEqual(sent.sort());
    scene.answer = (_request, response) => void response.end();
    await scene.texts(5);
    await scene.tick();
    expect(scene.arrived().slice(60)).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('DUPLICATE', () => {
  it('makes a delivery twice, with the same items', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    await scene.break('DUPLICATE', { callbackId: callback, times: 1 });
    await scene.texts(4);
    await scene.tick();
    expect(sizes(scene)).toEqual([['1', '2', '3'], ['1', '2', '3'], ['4']]);
    expect(scene.seen()[1]!.body).toBe(scene.seen()[0]!.body);
  });

  it('makes every delivery twice, as long as it is switched on', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const fault = await scene.break('DUPLICATE', { callbackId: callback });
    await scene.texts(3);
    await scene.tick();
    expect(scene.arrived()).toEqual(['1', '1', '2', '2', '3', '3']);
    expect(await scene.fault(fault)).toMatchObject({ struck: 3, remaining: null });
    expect((await scene.api.delete(`/faults/${fault}`)).status).toBe(204);
    await scene.text('once');
    await scene.tick();
    expect(scene.arrived().slice(6)).toEqual(['once']);
  });
});

describe('SPLIT_BATCH', () => {
  it('makes two deliveries of one batch, in order', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    await scene.break('SPLIT_BATCH', { callbackId: callback, times: 1 });
    await scene.texts(4);
    await scene.tick();
    expect(sizes(scene)).toEqual([['1', '2'], ['3'], ['4']]);
  });

  it('waits for a batch that can be split', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    const fault = await scene.break('SPLIT_BATCH', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.tick();
    expect(await scene.fault(fault)).toMatchObject({ struck: 0, remaining: 1 });
    expect(marked(await scene.deliveries(callback), 'SPLIT_BATCH')).toEqual([]);
    await scene.texts(2);
    await scene.tick();
    expect(sizes(scene)).toEqual([['1'], ['1'], ['2']]);
  });
});

describe('MERGE_BATCHES', () => {
  it('puts two batches into one delivery, above the maximum', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    await scene.break('MERGE_BATCHES', { callbackId: callback, times: 1 });
    await scene.texts(8);
    await scene.tick();
    expect(sizes(scene)).toEqual([
      ['1', '2', '3', '4', '5', '6'],
      ['7', '8'],
    ]);
  });

  it('waits until there are two batches', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(BATCH);
    const fault = await scene.break('MERGE_BATCHES', { callbackId: callback, times: 1 });
    await scene.texts(3);
    await scene.tick();
    expect(await scene.fault(fault)).toMatchObject({ struck: 0, remaining: 1 });
    await scene.texts(4);
    await scene.tick();
    expect(sizes(scene)).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3', '4'],
    ]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1, remaining: 0 });
  });
});

describe('OUT_OF_ORDER', () => {
  it('lets the delivery after it go first', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('OUT_OF_ORDER', { callbackId: callback, times: 1 });
    await scene.texts(4);
    await scene.tick();
    expect(scene.arrived()).toEqual(['2', '1', '3', '4']);
  });

  it('swaps pair after pair, as long as it is switched on', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const fault = await scene.break('OUT_OF_ORDER', { callbackId: callback });
    await scene.texts(7);
    await scene.tick();
    expect(scene.arrived()).toEqual(['2', '1', '4', '3', '6', '5', '7']);
    expect(await scene.fault(fault)).toMatchObject({ struck: 3 });
    const deliveries = await scene.deliveries(callback);
    expect(
      marked(deliveries, 'OUT_OF_ORDER').map(({ eventIds: [id] }) => id! - deliveries[1]!.eventIds[0]!),
    ).toEqual([0, 2, 4]);
  });

  it('waits for a delivery that can be overtaken', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const fault = await scene.break('OUT_OF_ORDER', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.tick();
    expect(await scene.fault(fault)).toMatchObject({ struck: 0, remaining: 1 });
    await scene.texts(2);
    await scene.tick();
    expect(scene.arrived()).toEqual(['1', '2', '1']);
  });
});

describe('DELAY', () => {
  it("holds a delivery back by the platform's clock, and with it all that comes after", async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const fault = await scene.break('DELAY', { callbackId: callback, times: 1, delayMs: 3_600_000 });
    const sent = await scene.texts(3);
    await scene.tick();
    const [delayed] = await scene.deliveries(callback);
    expect(Date.parse(delayed!.nextAttemptAt!) - Date.parse(delayed!.createdAt)).toBe(3_600_000);
    expect((await scene.callback(callback)).lag).toMatchObject({ pending: 3, error: null });
    await scene.advance('PT59M45S');
    expect(scene.seen()).toEqual([]);
    await scene.tick();
    expect(scene.arrived()).toEqual(sent);
    const [{ attempts }] = (await scene.deliveries(callback)) as [StruckDelivery];
    expect(attempts).toMatchObject([{ ok: true, queuedMs: 3_600_000 }]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1, delayMs: 3_600_000 });
  });

  it('holds back nothing else when several requests may be under way', async () => {
    const scene = await stage.scene();
    const callback = await scene.register({ concurrency: 2 });
    await scene.break('DELAY', { callbackId: callback, times: 1 });
    await scene.texts(3);
    await scene.tick();
    expect(scene.arrived().sort()).toEqual(['2', '3']);
    await scene.advance('PT1M');
    expect(scene.arrived().slice(2)).toEqual(['1']);
  });
});

describe('DROP', () => {
  it('never sends a delivery, which is kept and can be replayed', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('DROP', { callbackId: callback, times: 2 });
    const [first] = await scene.text('1', '2', '3');
    await scene.settle();
    expect(scene.arrived()).toEqual(['3']);
    const [dropped] = await scene.deliveries(callback);
    expect(dropped).toMatchObject({ state: 'DROPPED', faults: ['DROP'], attempts: [], nextAttemptAt: null });
    expect(dropped!.settledAt).toBe(dropped!.createdAt);
    expect(await scene.api.read(`/communications/${first}`)).toMatchObject({
      events: [{ status: 'TEST', deliveries: [{ deliveryId: dropped!.id, state: 'DROPPED' }] }],
    });
    expect((await scene.api.post(`/deliveries/${dropped!.id}/replay`)).status).toBe(200);
    await scene.settle();
    expect(scene.arrived()).toEqual(['3', '1']);
    const states = (await scene.deliveries(callback)).map(({ state }) => state);
    expect(states).toEqual(['DELIVERED', 'DROPPED', 'DELIVERED']);
  });
});

describe('UNKNOWN_EVENT', () => {
  it.each([{ batch: null }, BATCH])(
    'sends one more callback with an ID that nobody has sent, with %j',
    async (config) => {
      const scene = await stage.scene();
      const callback = await scene.register(config);
      await scene.break('UNKNOWN_EVENT', { callbackId: callback, times: 1 });
      const [sent] = await scene.text('hello');
      await scene.settle();
      const ids = scene.seen().flatMap((request) => itemsOf(request).map(({ id }) => id));
      expect(ids.length).toBe(2);
      expect(ids[0]).toBe(sent);
      expect((await scene.api.get(`/communications/${ids[0]}`)).status).toBe(200);
      expect((await scene.api.get(`/communications/${ids[1]}`)).status).toBe(404);
    },
  );

  it('has all else of the communication that it was made after', async () => {
    const scene = await stage.scene();
    const callback = await scene.register({ template: '{"id":{ID},"text":"{1} {CONTENT}{1}"}' });
    await scene.break('UNKNOWN_EVENT', { callbackId: callback, times: 1 });
    await scene.campaign(1, { 1: 'Ada' });
    await scene.settle();
    expect(scene.arrived()).toEqual(['Ada HiAda', 'Ada HiAda']);
  });

  it('is no delivery of the communication that it was made after', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('UNKNOWN_EVENT', { callbackId: callback, times: 1 });
    const [sent] = await scene.text('hello');
    await scene.settle();
    const [real, invented] = await scene.deliveries(callback);
    expect(invented!.faults).toEqual(['UNKNOWN_EVENT']);
    const { events } = await scene.api.read<{ events: { deliveries: object[] }[] }>(
      `/communications/${sent}`,
    );
    expect(events[0]!.deliveries).toMatchObject([{ deliveryId: real!.id }]);
    const { items } = await scene.api.read<{ items: object[] }>(`/deliveries?communicationId=${sent}`);
    expect(items).toMatchObject([{ id: real!.id }]);
  });

  it('is sent once, and holds up nothing when the receiver refuses what it does not know', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('UNKNOWN_EVENT', { callbackId: callback, times: 1 });
    const sent = await scene.text('1', '2');
    scene.answer = (request, response) =>
      void response.writeHead(itemsOf(request).every(({ id }) => sent.includes(id)) ? 204 : 404).end();
    await scene.tick();
    expect(scene.arrived()).toEqual(['1', '1', '2']);
    await scene.settle();
    expect(scene.seen().length).toBe(3);
    expect(marked(await scene.deliveries(callback), 'UNKNOWN_EVENT')).toMatchObject([
      { state: 'PARKED', attempts: [{ status: 404 }] },
    ]);
  });
});

describe('LOST_ACKNOWLEDGEMENT', () => {
  it('sends again with a later tick what the receiver has taken', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('LOST_ACKNOWLEDGEMENT', { callbackId: callback, times: 1 });
    await scene.texts(2);
    await scene.tick();
    expect(scene.arrived()).toEqual(['1']);
    expect(await scene.deliveries(callback)).toMatchObject([
      {
        state: 'PENDING',
        error: 'the answer 204 was lost on purpose (fault LOST_ACKNOWLEDGEMENT)',
        attempts: [{ ok: false, status: 204, faults: ['LOST_ACKNOWLEDGEMENT'] }],
      },
      { state: 'PENDING', attempts: [] },
    ]);
    await scene.settle();
    expect(scene.arrived()).toEqual(['1', '1', '2']);
    const [first] = await scene.deliveries(callback);
    expect(first!.attempts).toMatchObject([{ ok: false }, { ok: true, faults: [] }]);
    expect(Date.parse(first!.attempts[1]!.startedAt)).toBeGreaterThan(
      Date.parse(first!.attempts[0]!.startedAt),
    );
  });

  it('waits for an acknowledgement that can be lost', async () => {
    const scene = await stage.scene(refuseFirst(2));
    const callback = await scene.register();
    const fault = await scene.break('LOST_ACKNOWLEDGEMENT', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.settle();
    const [{ attempts }] = (await scene.deliveries(callback)) as [StruckDelivery];
    expect(attempts.map(({ status, ok }) => [status, ok])).toEqual([
      [503, false],
      [503, false],
      [204, false],
      [204, true],
    ]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1, remaining: 0 });
  });

  it('without end has the delivery parked after as many tries as any other', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const fault = await scene.break('LOST_ACKNOWLEDGEMENT', { callbackId: callback });
    await scene.texts(1);
    await scene.settle();
    expect(scene.arrived()).toEqual(Array(10).fill('1'));
    expect(await scene.deliveries(callback)).toMatchObject([{ state: 'PARKED' }]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 10, remaining: null });
  });
});

describe.each([
  { kind: 'BAD_ITEM', format: 'JSON' },
  { kind: 'BAD_ITEM', format: 'XML' },
  { kind: 'MALFORMED_BODY', format: 'JSON' },
  { kind: 'MALFORMED_BODY', format: 'XML' },
  { kind: 'TRUNCATE_BODY', format: 'JSON' },
  { kind: 'TRUNCATE_BODY', format: 'XML' },
] as const)('$kind in $format', ({ kind, format }) => {
  const config = { format, ...(format === 'XML' && { template: XML_TEMPLATE }), ...BATCH };
  const parse = (body: string): unknown[] => {
    if (format === 'JSON') return JSON.parse(body).batch;
    const onError = (_level: string, message: string) => {
      throw new Error(message);
    };
    const { documentElement } = new DOMParser({ onError }).parseFromString(body, 'application/xml');
    return [...documentElement!.childNodes].map(({ nodeName, textContent }) => ({
      nodeName,
      text: textContent,
    }));
  };

  it('spoils one body, and sends it again whole even to a receiver that took it', async () => {
    const scene = await stage.scene();
    const callback = await scene.register(config);
    const fault = await scene.break(kind, { callbackId: callback, times: 1 });
    await scene.texts(3);
    await scene.tick();
    const [spoilt] = scene.seen();
    expect(spoilt!.headers['content-length']).toBe(String(Buffer.byteLength(spoilt!.body)));
    const [{ attempts }] = (await scene.deliveries(callback)) as [StruckDelivery];
    expect(attempts).toMatchObject([
      { ok: false, status: 204, faults: [kind], request: { body: spoilt!.body } },
    ]);
    expect(attempts[0]!.error).toContain(kind);
    await scene.settle();
    const [, whole] = scene.seen();
    const items = parse(whole!.body);
    expect(items).toMatchObject([{ text: '1' }, { text: '2' }, { text: '3' }]);
    if (kind === 'BAD_ITEM') {
      const spoiltItems = parse(spoilt!.body);
      const bad = spoiltItems.filter((item, index) => JSON.stringify(item) !== JSON.stringify(items[index]));
      expect(spoiltItems.length).toBe(3);
      expect(bad).toEqual([format === 'JSON' ? {} : { nodeName: 'item', text: '' }]);
    } else {
      expect(() => parse(spoilt!.body)).toThrow();
    }
    if (kind === 'TRUNCATE_BODY') {
      expect(spoilt!.body).toBe(whole!.body.slice(0, Math.floor(whole!.body.length / 2)));
    }
    expect(scene.seen().length).toBe(2);
    expect(await scene.deliveries(callback)).toMatchObject([{ state: 'DELIVERED', faults: [kind] }]);
    expect(await scene.fault(fault)).toMatchObject({ struck: 1 });
  });
});

describe('TRICKLE_BODY', () => {
  it('sends the body in small pieces over the time given', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('TRICKLE_BODY', { callbackId: callback, times: 1, trickleMs: 200 });
    await scene.texts(2);
    await scene.tick();
    const [slow, quick] = scene.seen();
    expect(slow!.pieces).toBeGreaterThan(5);
    expect(slow!.overMs).toBeGreaterThan(180);
    expect(quick!.pieces).toBe(1);
    expect(scene.arrived()).toEqual(['1', '2']);
    const [first] = await scene.deliveries(callback);
    expect(first).toMatchObject({ state: 'DELIVERED', attempts: [{ ok: true, faults: ['TRICKLE_BODY'] }] });
  });

  it('differs from any other request in nothing but time', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('TRICKLE_BODY', { callbackId: callback, times: 1, trickleMs: 20 });
    await scene.texts(2);
    await scene.tick();
    const [slow, quick] = scene.seen();
    expect(slow!.headers).toEqual(quick!.headers);
    const [first] = await scene.deliveries(callback);
    const { headers } = first!.attempts[0]!.request;
    expect(headers).toMatchObject({ 'content-length': String(slow!.body.length) });
  });

  it("does not use up the receiver's time to answer", async () => {
    const scene = await stage.scene();
    const callback = await scene.register({ timeouts: { answerMs: 400 } });
    await scene.break('TRICKLE_BODY', { callbackId: callback, times: 1, trickleMs: 1000 });
    await scene.texts(1);
    await scene.tick();
    expect(scene.arrived()).toEqual(['1']);
    expect(await scene.deliveries(callback)).toMatchObject([
      { state: 'DELIVERED', attempts: [{ ok: true }] },
    ]);
  });
});

describe('RESET_MIDWAY', () => {
  it('cuts the connection in the middle of the body', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.break('RESET_MIDWAY', { callbackId: callback, times: 1 });
    await scene.texts(2);
    await scene.tick();
    const [delivery] = await scene.deliveries(callback);
    expect(delivery).toMatchObject({
      state: 'PENDING',
      error: 'the connection was cut on purpose (fault RESET_MIDWAY)',
      attempts: [{ ok: false, status: null, faults: ['RESET_MIDWAY'] }],
    });
    await scene.settle();
    const [cut, ...rest] = scene.seen();
    expect(cut).toMatchObject({ whole: false });
    expect(rest.map(({ whole }) => whole)).toEqual([true, true]);
    const whole = rest[0]!.body;
    expect(whole.startsWith(cut!.body)).toBe(true);
    expect(cut!.body.length).toBeLessThan(whole.length);
    expect(scene.arrived()).toEqual(['1', '2']);
  });

  it('is not blamed when there was no connection to cut', async () => {
    const scene = await stage.scene();
    const callback = await scene.register({ url: 'https://127.0.0.1:9/' });
    await scene.break('RESET_MIDWAY', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.tick();
    const [delivery] = await scene.deliveries(callback);
    expect(delivery!.error).toMatch(/^nothing listens on 127\.0\.0\.1:9 \(struck by RESET_MIDWAY\)$/);
  });
});

describe('WRONG_PASSWORD', () => {
  const credentials = ({ headers: { authorization } }: { headers: { authorization?: string | undefined } }) =>
    Buffer.from(authorization!.replace('Basic ', ''), 'base64').toString('utf8');

  it.each(['the-real-password', 'wrong', ''])(
    'shows another password than %j, and gives nothing of it away',
    async (password) => {
      const scene = await stage.scene();
      const right = `us:${password}`;
      scene.answer = (request, response) =>
        void response.writeHead(credentials(request) === right ? 204 : 401).end();
      const callback = await scene.register({ auth: { username: 'us', password } });
      await scene.break('WRONG_PASSWORD', { callbackId: callback, times: 1 });
      await scene.texts(1);
      await scene.tick();
      const [delivery] = await scene.deliveries(callback);
      expect(delivery).toMatchObject({
        state: 'PENDING',
        attempts: [{ status: 401, faults: ['WRONG_PASSWORD'] }],
      });
      expect(delivery!.error).toContain('WRONG_PASSWORD');
      await scene.settle();
      const shown = scene.seen().map(credentials);
      expect(shown[0]).toMatch(/^us:/);
      expect(shown[1]).toBe(right);
      if (password.length > 5) {
        expect(shown[0]).not.toContain(password);
        expect(JSON.stringify(await scene.deliveries(callback))).not.toContain(password);
      }
      expect(await scene.deliveries(callback)).toMatchObject([{ state: 'DELIVERED' }]);
    },
  );
});

describe('EXPIRED_CLIENT_CERTIFICATE', () => {
  it('shows one that expired yesterday, in place of the one that is set', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    await scene.api.create('/certificates/client', { commonName: 'the right one', callbackId: callback });
    await scene.break('EXPIRED_CLIENT_CERTIFICATE', { callbackId: callback, times: 1 });
    scene.answer = ({ client }, response) => void response.writeHead(client?.error ? 403 : 204).end();
    await scene.texts(1);
    await scene.settle();
    expect(scene.seen().map(({ client }) => client)).toEqual([
      { name: 'expired mock-wiraya client', error: 'CERT_HAS_EXPIRED' },
      { name: 'the right one', error: null },
    ]);
    expect(await scene.deliveries(callback)).toMatchObject([
      {
        attempts: [
          { status: 403, faults: ['EXPIRED_CLIENT_CERTIFICATE'] },
          { ok: true, faults: [] },
        ],
      },
    ]);
  });

  it('is turned down in the handshake by a receiver that verifies', async () => {
    const scene = await stage.scene();
    const receiver = await startWatchedReceiver({
      ...(await makeCertificate()),
      ca: stage.api.platform.caCertificate,
      requestCert: true,
    });
    const callback = await scene.register({ url: `https://127.0.0.1:${receiver.port}/` });
    await scene.api.create('/certificates/client', { callbackId: callback });
    await scene.break('EXPIRED_CLIENT_CERTIFICATE', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.settle();
    const [{ attempts }] = (await scene.deliveries(callback)) as [StruckDelivery];
    expect(attempts).toMatchObject([{ ok: false, status: null }, { ok: true }]);
    expect(attempts[0]!.error).toMatch(/client certificate.*\(struck by EXPIRED_CLIENT_CERTIFICATE\)$/);
    expect(receiver.seen.length).toBe(1);
    await receiver.close();
  });
});

describe('OUTDATED_TLS', () => {
  it('is refused by a receiver of today, and says which version was offered', async () => {
    const scene = await stage.scene();
    const callback = await scene.register();
    const before = stage.receiver.refusedHandshakes.length;
    await scene.break('OUTDATED_TLS', { callbackId: callback, times: 1 });
    await scene.texts(1);
    await scene.tick();
    expect(stage.receiver.refusedHandshakes.slice(before)).toEqual(['ERR_SSL_UNSUPPORTED_PROTOCOL']);
    const [delivery] = await scene.deliveries(callback);
    expect(delivery!.error).toBe(
      'the receiver supports none of the TLS versions allowed here (TLS 1.1) (struck by OUTDATED_TLS)',
    );
    await scene.settle();
    expect(scene.seen().map(({ tlsVersion }) => tlsVersion)).toEqual(['TLSv1.3']);
  });

  it('reaches a receiver that takes TLS 1.1', async () => {
    const scene = await stage.scene();
    const receiver = await startWatchedReceiver({
      ...(await makeCertificate()),
      minVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const callback = await scene.register({ url: `https://127.0.0.1:${receiver.port}/` });
    await scene.break('OUTDATED_TLS', { callbackId: callback, times: 1 });
    await scene.texts(2);
    await scene.settle();
    expect(receiver.seen.map(({ tlsVersion }) => tlsVersion)).toEqual(['TLSv1.1', 'TLSv1.3']);
    const [first] = await scene.deliveries(callback);
    expect(first).toMatchObject({
      state: 'DELIVERED',
      attempts: [{ ok: true, tls: { version: 'TLSv1.1' } }],
    });
    await receiver.close();
  });
});
