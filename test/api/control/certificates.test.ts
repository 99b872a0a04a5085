import { X509Certificate } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectProblem } from '../../support/api.ts';
import { type Scene, Stage } from '../../support/callback-scene.ts';

const DAY_MS = 86_400_000;

interface Issued {
  cert: string;
  key: string;
  validTo: string;
}

describe('a client certificate from the platform', () => {
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    // The receiver takes nobody without a certificate that the platform's authority has signed.
    stage = await Stage.open({}, { rejectUnauthorized: true });
  });
  beforeEach(async () => {
    scene = await stage.scene();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const issue = async (body: object = {}): Promise<Issued> => {
    const { status, json } = await stage.api.post<Issued>('/certificates/client', body);
    expect(status).toBe(201);
    return json;
  };
  const arrivedAs = () => scene.seen().map(({ client }) => client);

  it('is accepted by a receiver that trusts the authority, once it is on the callback', async () => {
    const callback = await scene.register();
    await scene.text('1');
    await scene.tick();
    expect(scene.seen()).toEqual([]);
    expect(await scene.deliveries(callback)).toMatchObject([
      {
        state: 'PENDING',
        error: expect.stringContaining('the receiver asked for a client certificate and none is configured'),
      },
    ]);
    const issued = await issue({ commonName: 'åäö & our callbacks', callbackId: callback });
    await scene.settle();
    expect(scene.arrived()).toEqual(['1']);
    expect(arrivedAs()).toEqual([{ name: 'åäö & our callbacks', error: null }]);
    expect(await scene.callback(callback)).toMatchObject({
      clientCertificate: {
        subject: 'CN=åäö & our callbacks',
        validTo: issued.validTo,
        fingerprint256: new X509Certificate(issued.cert).fingerprint256,
      },
    });
    expect(JSON.stringify(await scene.callback(callback))).not.toContain('PRIVATE KEY');
  });

  it('can be set by hand', async () => {
    const { cert, key } = await issue();
    const callback = await scene.register({ clientCertificate: { cert, key } });
    await scene.text('1');
    await scene.tick();
    expect(arrivedAs()).toEqual([{ name: 'mock-wiraya callback client', error: null }]);
    expect(await scene.deliveries(callback)).toMatchObject([{ state: 'DELIVERED' }]);
  });

  it('takes the place of the one before, and leaves all else as it is', async () => {
    const callback = await scene.register({ auth: { username: 'us', password: 'kept' }, concurrency: 2 });
    await issue({ callbackId: callback, commonName: 'first' });
    const before = await scene.callback(callback);
    await issue({ callbackId: callback, commonName: 'second' });
    const { clientCertificate, ...after } = await scene.callback(callback);
    expect(clientCertificate).toMatchObject({ subject: 'CN=second' });
    expect(after).toEqual({ ...before, clientCertificate: undefined });
    await scene.text('1');
    await scene.tick();
    expect(arrivedAs()).toEqual([{ name: 'second', error: null }]);
    expect(scene.seen()[0]!.headers.authorization).toBe(`Basic ${Buffer.from('us:kept').toString('base64')}`);
  });

  it('holds for as long as is asked for, by the time of day', async () => {
    await stage.api.put('/clock', { now: '2040-01-01T00:00:00.000Z' });
    for (const [days, body] of [
      [1, { days: 1 }],
      [3650, { days: 3650 }],
      [365, {}],
    ] as const) {
      const { cert, validTo } = await issue(body);
      const certificate = new X509Certificate(cert);
      expect(certificate.verify(new X509Certificate(stage.api.platform.caCertificate).publicKey)).toBe(true);
      expect(new Date(certificate.validTo).toISOString()).toBe(validTo);
      const remaining = Date.parse(validTo) - Date.now();
      expect(remaining).toBeLessThanOrEqual(days * DAY_MS);
      expect(remaining).toBeGreaterThan((days - 0.1) * DAY_MS);
    }
  });

  it('does not undo what is changed while it is made', async () => {
    const callback = await scene.register();
    const [, changed] = await Promise.all([
      issue({ callbackId: callback }),
      stage.api.patch(`/callbacks/${callback}`, { name: 'changed meanwhile' }),
    ]);
    expect(changed.status).toBe(200);
    expect(await scene.callback(callback)).toMatchObject({
      name: 'changed meanwhile',
      clientCertificate: { subject: 'CN=mock-wiraya callback client' },
    });
  });

  it.each([
    ['days', { days: 0 }],
    ['days', { days: 3651 }],
    ['days', { days: 1.5 }],
    ['commonName', { commonName: '' }],
    ['commonName', { commonName: '   ' }],
    ['commonName', { commonName: 'x'.repeat(65) }],
    ['commonName', { commonName: 'two\nlines' }],
    ['notBefore', { notBefore: '2020-01-01T00:00:00Z' }],
  ])('is refused for its %s: %j', async (field, body) => {
    expectProblem(await stage.api.post('/certificates/client', body), 400, field);
  });

  it('is not made for a callback that there is not', async () => {
    expectProblem(await stage.api.post('/certificates/client', { callbackId: 4711 }), 404, 'callbackId');
  });
});

describe("the authority's certificate", () => {
  it('is the one that receivers and clients trust, and comes as a file', async () => {
    await using stage = await Stage.open();
    const { httpUrl, caCertificate } = stage.api.platform;
    const response = await fetch(`${httpUrl}/v1/certificates/ca.pem`);
    expect(response.headers.get('content-type')).toBe('application/x-pem-file');
    expect(response.headers.get('content-disposition')).toMatch(/filename="mock-wiraya-ca\.pem"/);
    const pem = await response.text();
    expect(pem).toBe(caCertificate);
    expect(new X509Certificate(pem).ca).toBe(true);
    expect(pem).not.toContain('PRIVATE KEY');
  });
});

describe('source addresses', () => {
  it('are published, and callbacks come from them in turn', async () => {
    await using stage = await Stage.open({ sourceAddresses: ['127.0.0.2', '127.0.0.3'] });
    expect(await stage.api.read('/source-addresses')).toEqual({ addresses: ['127.0.0.2', '127.0.0.3'] });
    const from = (scene: Scene) => scene.seen().map(({ remoteAddress }) => remoteAddress);

    // Each connection is made from the next address, and kept.
    const scenes = [await stage.scene(), await stage.scene(), await stage.scene()];
    const callbacks: number[] = [];
    for (const scene of scenes) {
      callbacks.push(await scene.register());
      await scene.texts(3);
    }
    await scenes[0]!.tick();
    expect(scenes.map((scene) => new Set(from(scene)).size)).toEqual([1, 1, 1]);
    const addresses = scenes.map((scene) => from(scene)[0]!);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.2', '127.0.0.3']));
    expect(addresses[2]).toBe(addresses[0]);
    expect(await scenes[0]!.deliveries(callbacks[0]!)).toMatchObject(
      Array(3).fill({ attempts: [{ localAddress: addresses[0] }] }),
    );

    // Tests have connections of their own.
    const scene = await stage.scene();
    const callback = await scene.register();
    for (let round = 0; round < 4; round++) await stage.api.post(`/callbacks/${callback}/test`);
    const [one, other] = from(scene);
    expect(from(scene)).toEqual([one, other, one, other]);
    expect(one).not.toBe(other);
  });

  it('are several at once when several requests are under way', async () => {
    await using stage = await Stage.open({ sourceAddresses: ['127.0.0.2', '127.0.0.3'] });
    const held: (() => void)[] = [];
    const scene = await stage.scene((_request, response) => {
      held.push(() => response.end());
      if (held.length === 4) for (const answer of held) answer();
    });
    await scene.register({ concurrency: 4 });
    await scene.texts(4);
    await scene.tick();
    const from = scene.seen().map(({ remoteAddress }) => remoteAddress);
    expect(from.sort()).toEqual(['127.0.0.2', '127.0.0.2', '127.0.0.3', '127.0.0.3']);
  });

  it("are all of the machine's when none are set", async () => {
    await using stage = await Stage.open();
    const { addresses } = await stage.api.read<{ addresses: string[] }>('/source-addresses');
    expect(addresses).toContain('127.0.0.1');
    expect(addresses).toEqual(
      Object.values(networkInterfaces()).flatMap((all) => all!.map(({ address }) => address)),
    );
  });
});
