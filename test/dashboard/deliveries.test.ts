import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, mobile, startApi } from '../support/api.ts';
import { pagesOf } from '../support/pages.ts';

let api: Api;
let pages: ReturnType<typeof pagesOf>;
let batched: number;
let failing: number;
let communication: number;

interface Delivery {
  id: number;
  attempts: unknown[];
}
const ofCallback = async (id: number) =>
  (await api.read<{ items: Delivery[] }>(`/deliveries?callbackId=${id}`)).items;

beforeAll(async () => {
  api = await startApi({ maxAttempts: 2 });
  pages = pagesOf(api.platform);
  const register = async (body: object) =>
    (await api.create('/callbacks', { customerId: 1, method: 'POST', ...body })).id;
  await api.put('/inbox/theirs', { answer: { status: 200, body: '{"thanks":12345678901234567890}' } });
  batched = await register({
    name: 'Batched',
    url: `${api.platform.httpsUrl}/inbox/theirs`,
    template: '{"id":{ID},"text":"{CONTENT}"}',
    batch: { maxItems: 10 },
    headers: { 'X-Token': 'the-token' },
  });
  failing = await register({ name: 'Failing', url: 'https://127.0.0.1:1/' });
  await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT', callbackId: batched, times: 1 });
  communication = (
    await api.create('/communications', {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(0),
      sender: 'Acme',
      content: `it's <b>"bold"</b>`,
      outcome: { status: 'DELIVERED' },
    })
  ).id;
  await api.settle();
});
afterAll(() => api.platform.close());

describe('the list of deliveries', () => {
  it('shows the newest first, and those of a state, a callback or a communication alone', async () => {
    const all = await pages.html('/deliveries');
    expect([...all.matchAll(/id="delivery-(\d+)"/g)].map(([, id]) => Number(id))).toEqual([2, 1]);
    const parked = await pages.html('/deliveries?state=PARKED');
    expect(parked).toContain('nothing listens on 127.0.0.1:1');
    expect(parked).not.toContain('struck by');
    expect(await pages.html(`/deliveries?callbackId=${batched}`)).toContain('struck by LOST_ACKNOWLEDGEMENT');
    expect(await pages.html(`/deliveries?communicationId=${communication}`)).toContain('id="delivery-2"');
    expect(await pages.html('/deliveries?communicationId=1')).toContain('None fits.');
  });

  it('says what is wrong with a filter', async () => {
    const html = await pages.html('/deliveries?communicationId=none');
    expect(html).toMatch(/role="alert"[\s\S]*communicationId/);
  });
});

describe("a delivery's page", () => {
  it('shows what was sent and what came back, laid out, and all about the connection', async () => {
    const [delivery] = await ofCallback(batched);
    const html = await pages.html(`/deliveries/${delivery!.id}`);
    expect(html).toContain(`<a href="/communications/${communication}">`);
    expect(html).toContain(
      `&quot;batch&quot;: [\n    {\n      &quot;id&quot;: ${communication},\n      &quot;text&quot;: &quot;it&#39;s &lt;b&gt;\\&quot;bold\\&quot;&lt;/b&gt;&quot;`,
    );
    expect(html).toContain('&quot;thanks&quot;: 12345678901234567890');
    expect(html).toMatch(/TLSv1\.3, TLS_/);
    expect(html).toMatch(/aria-label="queued [^"]+, [^"]+ in all"/);
  });

  it('tells every attempt, with what struck it', async () => {
    const [delivery] = await ofCallback(batched);
    const first = await pages.html(`/deliveries/${delivery!.id}?attempt=1`);
    expect(first).toContain('It failed');
    expect(first).toMatch(/Struck on purpose by[\s\S]*takes a 2xx for lost/);
    expect(await pages.html(`/deliveries/${delivery!.id}?attempt=2`)).toContain('It was taken');
  });

  it('gives a curl command, with secrets masked', async () => {
    const [delivery] = await ofCallback(batched);
    const html = await pages.html(`/deliveries/${delivery!.id}`);
    const command = /<pre id="curl-2">([^<]*)</.exec(html)![1]!;
    expect(command).toMatch(/^curl --insecure -X POST https:\/\/127\.0\.0\.1:\d+\/inbox\/theirs \\\n/);
    expect(command).toContain('X-Token: ***');
    expect(command).not.toContain('content-length');
    expect(html).not.toContain('the-token');
    expect(html).toContain('data-copy="#curl-2"');
  });

  it('says in plain words why nothing came back, and sends it again', async () => {
    const [delivery] = await ofCallback(failing);
    const path = `/deliveries/${delivery!.id}`;
    const html = await pages.html(path);
    expect(html).toContain('Nothing came back.');
    expect(html).toContain('nothing listens on 127.0.0.1:1');
    const { status } = await pages.submit(`${path}/replay`, {});
    expect(status).toBe(303);
    expect(await api.read(path)).toMatchObject({ state: 'PENDING' });
    const again = await pages.submit(`${path}/replay`, {});
    expect([again.status, again.html]).toEqual([422, expect.stringContaining('waits to be sent already')]);
  });

  it('has all parked ones sent again from the list', async () => {
    await api.settle();
    expect(await pages.html('/deliveries?state=PARKED')).toContain('Send all parked ones again');
    await pages.submit('/deliveries/replay', { state: 'PARKED' });
    expect(await pages.html('/deliveries?state=PARKED')).toContain('None fits.');
  });

  it('is not there for a number that is none', async () => {
    for (const path of ['/deliveries/99', '/deliveries/x', '/callbacks/x']) {
      expect((await pages.get(path)).status).toBe(404);
    }
  });
});

it('stays light with a body of a megabyte', async () => {
  const text = 'x'.repeat(100_000);
  const request = {
    customerId: 1,
    type: 'OUTGOING_SMS',
    recipient: mobile(1),
    sender: 'Acme',
    content: text,
  };
  for (let count = 0; count < 10; count++) {
    await api.create('/communications', { ...request, outcome: { status: 'DELIVERED' } });
  }
  await api.settle();
  const newest = (await ofCallback(batched)).at(-1)!;
  const html = await pages.html(`/deliveries/${newest.id}`);
  expect(html.length).toBeLessThan(60_000);
  expect(html).toContain(`<a href="/v1/deliveries/${newest.id}">`);
});
