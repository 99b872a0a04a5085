import { createPrivateKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { Stage } from '../support/callback-scene.ts';
import { makeCertificate } from '../support/tls-receiver.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
let client: { key: string; cert: string };
beforeAll(async () => {
  stage = await Stage.open();
  client = await makeCertificate({ commonName: 'a client' });
});
afterAll(() => stage[Symbol.asyncDispose]());

const GOOD = { customerId: 1, name: 'Reports', method: 'POST', url: 'https://receiver.example/callbacks' };

/** What is wrong, each with the fields that are to be named, in the order in which they are. */
const WRONG: { what: string; config: object; fields: string[] }[] = [
  { what: 'a customer that there is not', config: { customerId: 4711 }, fields: ['customerId'] },
  {
    what: 'text in place of a number',
    config: { template: '{"id":{ID},\n "at":{STATUS}}' },
    fields: ['template'],
  },
  { what: 'broken JSON', config: { template: '{"id":{ID}' }, fields: ['template'] },
  {
    what: 'a metric in a header of a batch',
    config: { headers: { 'X-Id': '{ID}' } },
    fields: ['headers.X-Id'],
  },
  {
    what: 'an element around a JSON batch',
    config: { batch: { maxItems: 2, element: 'x' } },
    fields: ['batch.element'],
  },
  { what: 'no URL', config: { url: 'receiver.example' }, fields: ['url'] },
  {
    what: 'a client certificate that is none',
    config: { clientCertificate: { cert: 'x', key: 'y' } },
    fields: ['clientCertificate.cert'],
  },
  { what: 'a CA that is none', config: { tls: { ca: 'x' } }, fields: ['tls.ca'] },
  {
    what: 'TLS versions the wrong way round',
    config: { tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' } },
    fields: ['tls.minVersion'],
  },
];

describe('a callback that cannot work', () => {
  it.each(WRONG)('is refused for $what, and nothing is stored', async ({ config, fields }) => {
    const batch = { maxItems: 2 };
    const before = (await stage.api.read<{ items: object[] }>('/callbacks')).items.length;
    expectProblem(await stage.api.post('/callbacks', { ...GOOD, batch, ...config }), 400, ...fields);
    expect((await stage.api.read<{ items: object[] }>('/callbacks')).items.length).toBe(before);
  });

  it('is refused for everything that is wrong with it at once', async () => {
    const all = {
      ...GOOD,
      ...Object.assign({}, ...WRONG.map(({ config }) => config)),
      tls: { ca: 'x', minVersion: 'TLSv1.3', maxVersion: 'TLSv1.2' },
    };
    const answer = await stage.api.post<{ errors: { field: string }[] }>('/callbacks', all);
    const fields = answer.json.errors.map(({ field }) => field);
    expect(answer.status).toBe(400);
    expect([...fields].sort()).toEqual(
      WRONG.map(({ fields: [field] }) => field)
        .filter((field, index, them) => them.indexOf(field) === index)
        .sort(),
    );
  });

  it.each([
    ['http://receiver.example/', 'plain http'],
    ['ftp://receiver.example/', 'HTTP or HTTPS'],
    ['https://us:secret@receiver.example/', 'user name and password'],
    ['https://{CID}.example/', 'host'],
    ['https://169.254.169.254/latest', 'link-local'],
    ['https://[fe80::1]/', 'link-local'],
  ])('is refused for the URL %s, once', async (url, problem) => {
    const { errors } = expectProblem(await stage.api.post('/callbacks', { ...GOOD, url }), 400, 'url');
    expect(errors![0]!.problem).toContain(problem);
  });

  it('is not made of a working one', async () => {
    const { id } = await stage.api.create('/callbacks', GOOD);
    const before = await stage.api.read(`/callbacks/${id}`);
    const change = { template: '{', tls: { ca: 'x' }, url: 'http://receiver.example/', name: 'changed' };
    const { json } = await stage.api.patch<{ errors: { field: string }[] }>(`/callbacks/${id}`, change);
    expect(new Set(json.errors.map(({ field }) => field))).toEqual(new Set(['url', 'template', 'tls.ca']));
    expect(await stage.api.read(`/callbacks/${id}`)).toEqual(before);
    expectProblem(await stage.api.patch(`/callbacks/${id}`, { customerId: 2 }), 400, 'customerId');
    expectProblem(await stage.api.patch('/callbacks/4711', { name: 'changed' }), 404, 'id');
  });

  it('has a client certificate whose passphrase is missing or wrong, or that has expired', async () => {
    const key = createPrivateKey(client.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' })
      .toString();
    const expired = await makeCertificate({ notAfter: new Date(Date.now() - DAY_MS) });
    const stranger = await makeCertificate();
    const register = (clientCertificate: object) =>
      stage.api.post('/callbacks', { ...GOOD, clientCertificate });
    for (const passphrase of [undefined, 'open up']) {
      const answer = await register({ cert: client.cert, key, passphrase });
      expectProblem(answer, 400, 'clientCertificate.passphrase');
      expect(JSON.stringify(answer.json)).not.toContain('open up');
    }
    expectProblem(await register(expired), 400, 'clientCertificate.cert');
    expectProblem(await register({ cert: client.cert, key: stranger.key }), 400, 'clientCertificate.key');
    expectProblem(await register({ pfx: 'AAAA' }), 400, 'clientCertificate.pfx');
    expect((await register({ cert: client.cert, key, passphrase: 'sesame' })).status).toBe(201);
  });
});

describe('a callback that is legal but unwise', () => {
  const unwise = {
    ...GOOD,
    method: 'GET',
    url: 'https://receiver.example/?to={RECIPIENT}&what={NOTHING}',
    types: ['OUTGOING_CALL'],
    headers: { 'X-Text': '{CONTENT}' },
  };

  it('is registered with warnings, which stay on it', async () => {
    const { id, warnings } = (await stage.api.create('/callbacks', unwise)) as {
      id: number;
      warnings: { field: string }[];
    };
    expect(warnings.map(({ field }) => field)).toEqual(['url', 'headers.X-Text', 'url', 'url']);
    const texts = JSON.stringify(warnings);
    expect(texts).toContain('{NOTHING} is no metric');
    expect(texts).toContain('{CONTENT} never has a value');
    expect(texts).toContain('{RECIPIENT} in a URL is personal data');
    expect(texts).toContain('without {ID}');
    expect(await stage.api.read(`/callbacks/${id}`)).toMatchObject({ warnings });
    const { items } = await stage.api.read<{ items: { id: number }[] }>('/callbacks?limit=1000');
    expect(items.find((item) => item.id === id)).toMatchObject({ warnings });
  });

  it('loses a warning with its reason', async () => {
    const { id } = await stage.api.create('/callbacks', unwise);
    const change = { url: 'https://receiver.example/?id={ID}', headers: {} };
    expect((await stage.api.patch(`/callbacks/${id}`, change)).json).toMatchObject({ warnings: [] });
    expect(await stage.api.read(`/callbacks/${id}`)).toMatchObject({ warnings: [] });
  });
});

describe('a secret of a callback', () => {
  it('is in no answer about it, whatever is done with it', async () => {
    const key = createPrivateKey(client.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'the-passphrase' })
      .toString();
    const { id } = await stage.api.create('/callbacks', {
      ...GOOD,
      url: `https://127.0.0.1:${stage.receiver.port}/`,
      auth: { username: 'shown', password: 'the-password' },
      headers: {
        Authorization: 'Bearer the-bearer',
        Cookie: 'the-cookie',
        'x-api-KEY': 'the-key',
        'X-Shown': 'shown',
      },
      clientCertificate: { cert: client.cert, key, passphrase: 'the-passphrase' },
    });
    const answers = [
      await stage.api.get(`/callbacks/${id}`),
      await stage.api.get('/callbacks?limit=1000'),
      await stage.api.patch(`/callbacks/${id}`, { name: 'changed' }),
      await stage.api.patch(`/callbacks/${id}`, { template: '{' }),
      await stage.api.post(`/callbacks/${id}/pause`),
      await stage.api.post(`/callbacks/${id}/cursor`, { to: 'END' }),
    ].map(({ json }) => JSON.stringify(json));
    const lineOfKey = key.split('\n')[1]!;
    for (const answer of answers) {
      for (const secret of [
        'the-password',
        'the-bearer',
        'the-cookie',
        'the-key',
        'the-passphrase',
        lineOfKey,
      ]) {
        expect(answer).not.toContain(secret);
      }
    }
    expect(await stage.api.read(`/callbacks/${id}`)).toMatchObject({
      auth: { username: 'shown' },
      headers: { Authorization: '***', Cookie: '***', 'x-api-KEY': '***', 'X-Shown': 'shown' },
      clientCertificate: { subject: 'CN=a client', issuer: 'CN=a client' },
    });
  });
});

describe('what a callback trusts', () => {
  it('can be set, and unset again', async () => {
    const ca = (await makeCertificate({ authority: true })).cert;
    const { id } = await stage.api.create('/callbacks', { ...GOOD, tls: { ca, verify: true } });
    expect(await stage.api.read(`/callbacks/${id}`)).toMatchObject({
      tls: { ca, verify: true, minVersion: 'TLSv1.2' },
    });
    const { json } = await stage.api.patch(`/callbacks/${id}`, { tls: { ca: null } });
    expect(json.tls).toEqual({ verify: true, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' });
    expect((await stage.api.read<{ tls: object }>(`/callbacks/${id}`)).tls).toEqual(json.tls);
  });
});
