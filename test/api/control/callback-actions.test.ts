import { DOMParser } from '@xmldom/xmldom';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMUNICATION_TYPES } from '../../../src/core/vocabulary.ts';
import { expectProblem } from '../../support/api.ts';
import { type Scene, Stage, type StruckDelivery } from '../../support/callback-scene.ts';
import { readLog } from '../../support/journal.ts';

let stage: Stage;
let scene: Scene;
beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(async () => {
  scene = await stage.scene();
});
afterAll(() => stage[Symbol.asyncDispose]());

interface Rendered {
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

interface Preview {
  warnings: { field: string; warning: string }[];
  renderings: {
    type: string;
    item: string;
    request: Rendered;
  }[];
  batch: Rendered | null;
}

const preview = (body: object) => stage.api.post<Preview>('/callbacks/preview', body);
const test = async (callback: number, body?: object) => {
  const { status, json } = await stage.api.post<StruckDelivery['attempts'][number]>(
    `/callbacks/${callback}/test`,
    body,
  );
  expect({ status, json }).toMatchObject({ status: 200 });
  return json;
};

/** Everything that a test or a preview could leave behind. */
const traces = async () => ({
  deliveries: await stage.api.read('/deliveries?limit=1000'),
  callbacks: await stage.api.read('/callbacks?limit=1000'),
  log: await readLog(stage.api, scene.customerId),
  faults: await stage.api.read('/faults'),
});

describe('a test of a callback', () => {
  it('sends a sample and tells all that happened; nothing of it is stored', async () => {
    scene.answer = (_request, response) =>
      void response.writeHead(202, { 'x-receiver': 'theirs' }).end('thanks');
    const callback = await scene.register({
      auth: { username: 'us', password: 'the-password' },
      headers: { 'X-Token': 'the-token', 'X-Customer': '{CID}' },
      template: '{"id":{ID},"customer":{CID},"status":"{STATUS}"}',
    });
    const before = await traces();
    const result = await test(callback);
    const [sent] = scene.seen();
    expect(JSON.parse(sent!.body)).toEqual({
      id: expect.any(Number),
      customer: scene.customerId,
      status: 'DELIVERED',
    });
    const authorization = `Basic ${Buffer.from('us:the-password').toString('base64')}`;
    expect(sent!.headers).toMatchObject({
      authorization,
      'x-token': 'the-token',
      'x-customer': String(scene.customerId),
    });
    expect(result).toEqual({
      startedAt: new Date(await scene.now()).toISOString(),
      ok: true,
      status: 202,
      error: null,
      faults: [],
      request: {
        method: 'POST',
        url: scene.url(),
        headers: expect.objectContaining({ authorization: 'Basic ***', 'X-Token': '***' }),
        body: sent!.body,
      },
      response: {
        status: 202,
        headers: expect.objectContaining({ 'x-receiver': 'theirs' }),
        body: 'thanks',
        cut: false,
      },
      tls: expect.objectContaining({ version: 'TLSv1.3', peer: 'mock' }),
      localAddress: '127.0.0.1',
      remoteAddress: '127.0.0.1',
      timing: { connectMs: expect.any(Number), firstByteMs: expect.any(Number), totalMs: expect.any(Number) },
    });
    expect(JSON.stringify(result)).not.toMatch(/the-password|the-token/);
    expect(await traces()).toEqual(before);
    await scene.settle();
    expect(scene.seen().length).toBe(1);
  });

  it('sends what the type asked for has, or the first type that the callback is for', async () => {
    const callback = await scene.register({
      template: '{"type":"{TYPE}","seconds":{CALL_LENGTH},"text":"{CONTENT}"}',
      types: ['OUTGOING_CALL', 'INCOMING_SMS'],
      batch: { maxItems: 5 },
    });
    await test(callback);
    await test(callback, { type: 'INCOMING_SMS' });
    expect(scene.seen().map(({ body }) => JSON.parse(body))).toEqual([
      { batch: [{ type: 'OUTGOING_CALL', seconds: 48, text: '' }] },
      { batch: [{ type: 'INCOMING_SMS', seconds: null, text: 'blue' }] },
    ]);
    expectProblem(await stage.api.post(`/callbacks/${callback}/test`, { type: 'FAX' }), 400, 'type');
    expectProblem(await stage.api.post('/callbacks/4711/test'), 404, 'id');
  });

  it.each<{ what: string; status: number | null; error: string; config: (scene: Scene) => object }>([
    {
      what: 'that refuses',
      status: 404,
      error: 'the receiver answered 404 Not Found: it serves other paths, but not this one',
      config: () => ({}),
    },
    {
      what: 'that does not listen',
      status: null,
      error: 'nothing listens on 127.0.0.1:9',
      config: () => ({ url: 'https://127.0.0.1:9/' }),
    },
    {
      what: 'that takes too long',
      status: null,
      error: 'no complete answer within 50 ms',
      config: (own) => ({ url: own.url('/slow'), timeouts: { answerMs: 50 } }),
    },
    {
      what: 'whose certificate is to be verified and is self-signed',
      status: null,
      error:
        "the receiver's certificate is self-signed and does not lead to an authority that this machine trusts",
      config: () => ({ tls: { verify: true } }),
    },
  ])('says in plain words what is wrong with a receiver $what', async ({ config, status, error }) => {
    scene.answer = ({ url }, response) => {
      if (!url.endsWith('/slow')) response.writeHead(404).end();
    };
    const callback = await scene.register(config(scene));
    const before = await traces();
    const { ok, ...result } = await test(callback);
    expect({ ok, status: result.status, error: result.error }).toEqual({ ok: false, status, error });
    expect(result.request.body).toContain('"id":');
    expect(await traces()).toEqual(before);
  });

  it('is for paused callbacks too, and no fault strikes it', async () => {
    const callback = await scene.register({ enabled: false });
    await scene.break('RESET_MIDWAY', { callbackId: callback });
    const before = await traces();
    expect(await test(callback)).toMatchObject({ ok: true, faults: [] });
    expect(await traces()).toEqual(before);
  });
});

describe('a preview', () => {
  const template = '{"id":{ID},"type":"{TYPE}","to":{RECIPIENT},"text":"{CONTENT}","name":"{1}"}';
  const wanted = { method: 'POST', url: 'https://receiver.example/{CID}', template };

  it('renders a sample of every type, or of those that the callback is for, and saves nothing', async () => {
    const before = await traces();
    const all = (await preview({ ...wanted, batch: { maxItems: 10 } })).json;
    expect(all.renderings.map(({ type }) => type)).toEqual(COMMUNICATION_TYPES);
    for (const { type, item, request } of all.renderings) {
      expect(JSON.parse(item)).toMatchObject({ type });
      expect(JSON.parse(request.body!)).toEqual({ batch: [JSON.parse(item)] });
      expect(request).toMatchObject({
        url: 'https://receiver.example/1',
        headers: { 'content-type': 'application/json' },
      });
    }
    const some = (await preview({ ...wanted, types: ['OUTGOING_CALL'] })).json;
    expect(some.renderings.map(({ type }) => type)).toEqual(['OUTGOING_CALL']);
    expect(await traces()).toEqual(before);
  });

  it('renders how several are put together, as many as a batch may hold', async () => {
    const batchOf = async (maxItems: number) =>
      (await preview({ ...wanted, batch: { maxItems } })).json.batch;
    const { batch } = JSON.parse((await batchOf(10))!.body!) as { batch: { id: number; type: string }[] };
    expect(batch.map(({ type }) => type)).toEqual(COMMUNICATION_TYPES.slice(0, 3));
    expect(new Set(batch.map(({ id }) => id)).size).toBe(3);
    expect(JSON.parse((await batchOf(1))!.body!).batch).toHaveLength(1);
    expect((await preview(wanted)).json.batch).toBeNull();
    expect(
      (await preview({ method: 'GET', url: 'https://receiver.example/{ID}', batch: { maxItems: 2 } })).json
        .batch,
    ).toBeNull();
  });

  it('renders a communication as it was told of last', async () => {
    const [id] = await scene.text('say "hello"');
    await scene.settle();
    const { renderings } = (await preview({ ...wanted, communicationId: id })).json;
    expect(renderings.length).toBe(1);
    expect(JSON.parse(renderings[0]!.request.body!)).toEqual({
      id,
      type: 'OUTGOING_SMS',
      to: 46701740605,
      text: 'say "hello"',
      name: '',
    });
    expect(renderings[0]!.request.url).toBe(`https://receiver.example/${scene.customerId}`);
  });

  it('needs a communication that there is something to tell of', async () => {
    expectProblem(await preview({ ...wanted, communicationId: 4711 }), 404, 'communicationId');
    const { customerId } = scene;
    const tomorrow = new Date((await scene.now()) + 86_400_000).toISOString();
    const sms = {
      customerId,
      type: 'OUTGOING_SMS',
      recipient: '46701740605',
      sender: 'Acme',
      content: 'later',
    };
    const { id } = await stage.api.create('/communications', { ...sms, sendAt: tomorrow });
    expectProblem(await preview({ ...wanted, communicationId: id }), 404, 'communicationId');
  });

  it('shows a GET without a body, and XML in its envelope', async () => {
    const get = (
      await preview({ method: 'GET', url: 'https://receiver.example/?id={ID}', types: ['OUTGOING_SMS'] })
    ).json;
    expect(get.renderings).toEqual([
      {
        type: 'OUTGOING_SMS',
        item: '',
        request: { url: expect.stringMatching(/\?id=\d+$/), headers: {}, body: null },
      },
    ]);
    const xml = (
      await preview({
        method: 'POST',
        url: 'https://receiver.example/',
        format: 'XML',
        template: '<sms id="{ID}">{CONTENT}</sms>',
        batch: { maxItems: 2, element: 'reports', envelope: '<from customer="{CID}">{BATCH}</from>' },
      })
    ).json;
    for (const { item, request } of xml.renderings) {
      const document = new DOMParser().parseFromString(request.body!, 'application/xml');
      expect(document.documentElement!.nodeName).toBe('from');
      expect(document.getElementsByTagName('sms').length).toBe(1);
      expect(request.body).toContain(item);
    }
  });

  it('gives the warnings that a registration would', async () => {
    const unwise = { method: 'GET', url: 'https://receiver.example/?to={RECIPIENT}' };
    const { warnings } = (await preview(unwise)).json;
    expect(warnings.map(({ field }) => field)).toEqual(['url', 'url']);
    const registered = await stage.api.create('/callbacks', { customerId: 1, name: 'unwise', ...unwise });
    expect(registered.warnings).toEqual(warnings);
  });

  it('refuses what a registration would, and names the place', async () => {
    const answer = await preview({ ...wanted, template: '{"id":{ID},\n  "at":{SENT_DATEISO}}' });
    const [error] = expectProblem(answer, 400, 'template').errors!;
    expect(error).toEqual({
      field: 'template',
      problem: expect.stringMatching(/^line 2, column 8: \{SENT_DATEISO\} is text/),
      expected: '"{SENT_DATEISO}"',
    });
    const header = await preview({ ...wanted, batch: { maxItems: 2 }, headers: { 'X-Id': 'no {ID}' } });
    expect(expectProblem(header, 400, 'headers.X-Id').errors![0]!.problem).toContain('character 4: {ID}');
    expectProblem(await preview({ method: 'POST' }), 400, 'url');
    expectProblem(await preview({ ...wanted, concurrency: 2 }), 400, 'concurrency');
  });
});
