import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, openAuthority } from '../../src/tls/authority.ts';
import { type Api, expectProblem, mobile, startApi } from '../support/api.ts';
import { type LogEntry, readDeliveries, readLog, unixTime } from '../support/journal.ts';
import { BRIEF_BYTES, type Nginx, startNginx } from '../support/nginx.ts';
import { type OpensslServer, startOpensslServer } from '../support/openssl-server.ts';
import { hasProgram, until } from '../support/programs.ts';
import {
  type ScriptedReceiver,
  startNodeReceiver,
  startPythonReceiver,
} from '../support/scripted-receiver.ts';
import { makeCertificate } from '../support/tls-receiver.ts';

const HAS_NGINX = hasProgram('nginx', '-v');
const HAS_OPENSSL = hasProgram('openssl', 'version');
const HAS_PYTHON = hasProgram('python3', '--version');

const CUSTOMER = 1;
const AUTH = { username: 'wiraya', password: 'sp3ciäl: "§"' };

/** Content that would break a document or a URL if it were not escaped. */
const AWKWARD = [
  { '1': 'Åsa "the <b>" O\'Hara & sons', '2': 'line one\nline two\ttabbed', '99': ']]>' },
  { '1': '{ID} {STATUS} %41 \\u0041', '2': 'a=b&c=d?e#f+g', '99': '😀 𝒜 \u2028' },
  { '1': 'bell \u0007 inside', '2': '\\"\\', '99': '' },
];

/** Every metric of the public documentation [S]. */
const METRICS = [
  ...['TYPE', 'ID', 'CID', 'RID', 'PRID', 'RECIPIENT', 'SENDER', 'STATUS', 'CONTENT', 'CAMPAIGN_NAME'],
  ...['CALL_LENGTH', 'KEY_CHOICES', 'SMS_PARTS', 'SENT_UNIXTIME', 'SENT_DATETIME', 'SENT_DATEISO'],
  ...['DONE_UNIXTIME', 'DONE_DATETIME', 'DONE_DATEISO', 'RECIPIENT_STATUS', 'BULK', 'IDENTIFIER', 'PREFIX'],
  ...Array.from({ length: 99 }, (_, index) => String(index + 1)),
];

interface XmlReport {
  path: string;
  type: string;
  root: string;
  customer: string;
  items: Record<string, string>[];
}

interface NodeReport {
  method: string;
  path: string;
  query: Record<string, string>;
  body: { batch: Record<string, unknown>[] } | null;
  headers: Record<string, string>;
}

let api: Api;
let authority: CertificateAuthority;
let client: { key: string; cert: string };
let campaignNames: Map<number, string>;
let fields: Map<number, Record<string, string>>;
let log: LogEntry[];
let nginx: Nginx | null = null;
let openssl: OpensslServer | null = null;
let python: ScriptedReceiver<XmlReport> | null = null;
let node: ScriptedReceiver<NodeReport>;
/** IDs of the callbacks. */
const callback: Record<string, number> = {};

beforeAll(async () => {
  authority = await openAuthority({ directory: null, names: [], now: new Date() });
  client = await authority.issueClientCertificate({
    commonName: 'a customer of ours',
    days: 1,
    now: new Date(),
  });
  const server = await makeCertificate({ commonName: 'their receiver' });
  const mutual = { server, clientCa: authority.caCert };
  api = await startApi({ maxAttempts: 3, allowHttpCallbacks: true });
  node = await startNodeReceiver<NodeReport>(server);
  nginx = HAS_NGINX ? await startNginx({ ...mutual, ...AUTH }) : null;
  openssl = HAS_OPENSSL ? await startOpensslServer(mutual) : null;
  python = HAS_PYTHON ? await startPythonReceiver<XmlReport>(server) : null;

  if (nginx) callback.nginx = await register(toNginx(nginx));
  if (openssl) {
    callback.openssl = await register({
      method: 'GET',
      url: `https://127.0.0.1:${openssl.port}/report?id={ID}&status={STATUS}`,
      clientCertificate: client,
      tls: { minVersion: 'TLSv1.3' },
    });
  }
  if (python) {
    callback.python = await register({
      method: 'POST',
      format: 'XML',
      url: `https://127.0.0.1:${python.port}/reports/{CID}`,
      template:
        '<report id="{ID}" name="{1}"><status>{STATUS}</status><content>{CONTENT}</content><last>{99}</last></report>',
      batch: { maxItems: 6, envelope: '<?xml version="1.0"?><reports customer="{CID}">{BATCH}</reports>' },
    });
  }
  callback.batches = await register({
    method: 'POST',
    url: `https://127.0.0.1:${node.port}/batches`,
    template: '{"id":{ID},"status":"{STATUS}","seconds":{CALL_LENGTH},"keys":"{KEY_CHOICES}","name":"{1}"}',
    batch: { maxItems: 4 },
  });
  callback.metrics = await register({
    method: 'GET',
    url: `https://127.0.0.1:${node.port}/metrics?${METRICS.map((name) => `m${name}={${name}}`).join('&')}`,
  });
  await runCampaigns();
  log = await readLog(api, CUSTOMER);
});

afterAll(async () => {
  await api?.platform.close();
  await Promise.all([nginx, openssl, python, node].map((receiver) => receiver?.stop()));
});

/** Registers a callback. @returns its ID */
async function register(config: object): Promise<number> {
  return (await api.create('/callbacks', { customerId: CUSTOMER, name: 'journey', ...config })).id;
}

/** What nginx accepts. */
const toNginx = ({ port }: Nginx) => ({
  method: 'POST',
  url: `https://127.0.0.1:${port}/callbacks`,
  template: '{"id":{ID},"UUID":"{1}","status":"{STATUS}","content":"{CONTENT}","unixtime":{DONE_UNIXTIME}}',
  batch: { maxItems: 7 },
  auth: AUTH,
  clientCertificate: client,
  headers: { 'X-Journey': 'customer {CID}, ÅÄÖ' },
});

/** A text and a call to everyone on a list, until the last report has come and has been delivered. */
async function runCampaigns(): Promise<void> {
  const create = async (path: string, body: object) =>
    (await api.create(path, { customerId: CUSTOMER, ...body })).id;
  const contactListId = await create('/contact-lists', { name: 'Everyone' });
  const numbers = [
    ...Array.from({ length: 20 }, (_, index) => mobile(index)),
    '46313900601',
    '467017406051234',
  ];
  const recipients = numbers.map((number, index) => ({ number, fields: AWKWARD[index % AWKWARD.length]! }));
  const added = await api.create(`/contact-lists/${contactListId}/recipients`, { recipients });
  fields = new Map((added.ids as number[]).map((id, index) => [id, recipients[index]!.fields]));
  campaignNames = new Map();
  for (const { type, sender, template } of [
    { type: 'SMS', sender: 'Acme', template: 'Dear {1}:\n{2}' },
    { type: 'VOICE', sender: '46846500400', template: 'Press 1' },
  ]) {
    const projectId = await create('/projects', { type, name: type, sender, template });
    const name = `${type} to "everyone" & <all>`;
    const id = await create('/campaigns', { projectId, contactListId, name, rate: 2 });
    campaignNames.set(id, name);
    await api.post(`/campaigns/${id}/start`);
  }
  await api.settle();
}

describe('the campaigns', () => {
  it('end, with reports on everyone, and on some calls several', () => {
    const reached = new Set(log.map(({ communication }) => communication.recipientId));
    expect([...reached].sort()).toEqual([...fields.keys()].sort());
    expect(log.length).toBeGreaterThan(2 * fields.size);
    const statuses = log.map(({ status }) => status);
    for (const status of ['DELIVERED', 'NOT_DELIVERED', 'NEXTATTEMPT', 'INCORRECTNUMBER']) {
      expect(statuses).toContain(status);
    }
  });

  it('are reported without a single failed attempt', async () => {
    for (const [name, id] of Object.entries(callback)) {
      const deliveries = await readDeliveries(api, id);
      expect(
        deliveries.flatMap(({ eventIds }) => eventIds),
        name,
      ).toEqual(log.map(({ id }) => id));
      for (const { state, attempts } of deliveries) {
        expect({ name, state, attempts: attempts.length }).toEqual({ name, state: 'DELIVERED', attempts: 1 });
      }
    }
  });
});

describe.skipIf(!HAS_NGINX)('nginx with TLS 1.2, client certificates and basic authentication', () => {
  const accepted = () => nginx!.requests().filter(({ status }) => status === '204');

  it('gets every request as the platform says it was sent', async () => {
    const deliveries = await readDeliveries(api, callback.nginx!);
    await until('nginx has logged every request', () => accepted().length >= deliveries.length);
    expect(accepted().map(({ body }) => body)).toEqual(
      deliveries.map(({ attempts }) => attempts[0]!.request.body),
    );
    for (const { contentLength, body } of accepted()) {
      expect(Number(contentLength)).toBe(Buffer.byteLength(body));
    }
  });

  it('gets all that happened, in batches', () => {
    const batches = accepted().map(({ body }) => JSON.parse(body).batch);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(7);
    expect(batches.flat()).toEqual(
      log.map(({ communication: { id, content, recipientId }, status, at }) => ({
        id,
        UUID: fields.get(recipientId!)!['1'],
        status,
        content: content ?? '',
        unixtime: unixTime(at),
      })),
    );
  });

  it('sees the certificate, the credentials and the headers of the callback', () => {
    for (const request of accepted()) {
      expect(request).toMatchObject({
        method: 'POST',
        uri: '/callbacks',
        protocol: 'TLSv1.2',
        verify: 'SUCCESS',
        subject: 'CN=a customer of ours',
        user: AUTH.username,
        contentType: 'application/json',
        journey: 'customer 1, ÅÄÖ',
      });
    }
  });

  it('is described as it is', async () => {
    const [delivery] = await readDeliveries(api, callback.nginx!);
    expect(delivery!.attempts[0]).toMatchObject({
      tls: { version: 'TLSv1.2', peer: 'their receiver' },
      request: { headers: { authorization: 'Basic ***' } },
      response: { status: 204, headers: { server: expect.stringMatching(/^nginx/) } },
    });
  });

  it.each<{ what: string; change: () => object | Promise<object>; status: number | null; error: string }>([
    {
      what: 'a wrong password',
      change: () => ({ auth: { ...AUTH, password: 'wrong' } }),
      status: 401,
      error: 'the receiver answered 401 Unauthorized: it did not accept the credentials of this callback',
    },
    {
      what: 'no password',
      change: () => ({ auth: null }),
      status: 401,
      error: 'the receiver answered 401 Unauthorized: it asks for credentials, and this callback has none',
    },
    {
      what: 'no client certificate',
      change: () => ({ clientCertificate: null }),
      status: 400,
      error:
        'the receiver answered 400 Bad Request: the receiver asked for a client certificate and none is configured',
    },
    {
      what: 'a client certificate that somebody else issued',
      change: async () => ({ clientCertificate: await makeCertificate({ commonName: 'a stranger' }) }),
      status: 400,
      error: 'the receiver answered 400 Bad Request: it did not accept the client certificate',
    },
    {
      what: 'TLS 1.3 and nothing below',
      change: () => ({ tls: { minVersion: 'TLSv1.3' } }),
      status: null,
      error: 'the receiver supports none of the TLS versions allowed here (TLS 1.3)',
    },
    {
      what: 'plain http',
      change: () => ({ url: `http://127.0.0.1:${nginx!.port}/callbacks` }),
      status: 400,
      error:
        'the receiver answered 400 Bad Request: it expects HTTPS on this port; the URL should begin with https://',
    },
    {
      what: `a body of more than ${BRIEF_BYTES} bytes where it takes no longer ones`,
      change: () => ({ url: `https://127.0.0.1:${nginx!.port}/brief` }),
      status: 413,
      error:
        'the receiver answered 413 Payload Too Large: the request is too large for it; fewer items per batch would make it smaller',
    },
  ])('turns down $what, and the attempt says so', async ({ change, status, error }) => {
    const before = accepted().length;
    const id = await register({ ...toNginx(nginx!), startAt: 'BEGINNING', ...(await change()) });
    await api.post('/clock/advance', { by: 'PT15S' });
    const [delivery] = await readDeliveries(api, id);
    expect(delivery).toMatchObject({ state: 'PENDING', error, attempts: [{ ok: false, status, error }] });
    expect(delivery!.attempts[0]!.response?.status ?? null).toBe(status);
    expect(accepted().length).toBe(before);
    expect((await api.delete(`/callbacks/${id}`)).status).toBe(204);
  });
});

describe('a client certificate that no receiver would accept', () => {
  const days = 24 * 3_600_000;
  const body = (clientCertificate: object) => ({
    customerId: CUSTOMER,
    name: 'never registered',
    method: 'POST',
    url: `https://127.0.0.1:${node.port}/`,
    clientCertificate,
  });

  it('is refused when it has expired', async () => {
    const notBefore = new Date(Date.now() - 3 * days);
    const expired = await authority.issueClientCertificate({
      commonName: 'late',
      days: 1,
      now: new Date(),
      notBefore,
    });
    const problem = expectProblem(await api.post('/callbacks', body(expired)), 400, 'clientCertificate.cert');
    expect(problem.detail).toMatch(/expired/);
  });

  it('is refused when it is not valid yet', async () => {
    const notBefore = new Date(Date.now() + 3 * days);
    const early = await authority.issueClientCertificate({
      commonName: 'early',
      days: 1,
      now: new Date(),
      notBefore,
    });
    expectProblem(await api.post('/callbacks', body(early)), 400, 'clientCertificate.cert');
  });

  it('is refused with the key of another', async () => {
    const { key } = await makeCertificate();
    expectProblem(await api.post('/callbacks', body({ ...client, key })), 400, 'clientCertificate.key');
  });
});

describe.skipIf(!HAS_OPENSSL)('openssl s_server with TLS 1.3 and client certificates', () => {
  it('gets a GET for every event, and verifies the certificate', async () => {
    const deliveries = await readDeliveries(api, callback.openssl!);
    expect(deliveries.map(({ attempts }) => attempts[0]!.request.url)).toEqual(
      log.map(
        ({ communication: { id }, status }) =>
          `https://127.0.0.1:${openssl!.port}/report?id=${id}&status=${status}`,
      ),
    );
    for (const { attempts } of deliveries) {
      expect(attempts[0]).toMatchObject({
        ok: true,
        request: { method: 'GET', body: null },
        tls: { version: 'TLSv1.3', peer: 'their receiver', issuer: 'their receiver' },
        response: { status: 200 },
      });
      const page = attempts[0]!.response!.body;
      expect(page).toContain('Protocol  : TLSv1.3');
      expect(page).toMatch(/Client certificate[\s\S]+CN ?= ?a customer of ours/);
      expect(page).toMatch(new RegExp(`Cipher +: ${attempts[0]!.tls!.cipher}`));
    }
  });

  it.each<{ what: string; change: () => object | Promise<object>; error: string }>([
    {
      what: 'no client certificate',
      change: () => ({ clientCertificate: null }),
      error: 'the receiver asked for a client certificate and none is configured',
    },
    {
      what: 'a client certificate that somebody else issued',
      change: async () => ({ clientCertificate: await makeCertificate({ commonName: 'a stranger' }) }),
      error: 'the receiver refused the client certificate: it does not trust who issued the certificate',
    },
    {
      what: 'TLS 1.2 and nothing above',
      change: () => ({ tls: { maxVersion: 'TLSv1.2' } }),
      error: 'the receiver supports none of the TLS versions allowed here (TLS 1.2)',
    },
  ])('turns down $what, and the attempt says so', async ({ change, error }) => {
    const id = await register({
      method: 'GET',
      url: `https://127.0.0.1:${openssl!.port}/report?id={ID}`,
      clientCertificate: client,
      startAt: 'BEGINNING',
      ...(await change()),
    });
    await api.post('/clock/advance', { by: 'PT15S' });
    const [delivery] = await readDeliveries(api, id);
    expect(delivery).toMatchObject({ state: 'PENDING', error, attempts: [{ ok: false, status: null }] });
    expect((await api.delete(`/callbacks/${id}`)).status).toBe(204);
  });
});

describe.skipIf(!HAS_PYTHON)("Python's http.server, ssl and xml.etree", () => {
  it('reads every XML batch as what happened', async () => {
    const items = () => python!.reports().flatMap((report) => report.items);
    await until('Python has told of every item', () => items().length >= log.length);
    /** XML cannot hold it [I]. */
    const withoutBell = (text: string) => text.replace('\u0007', '');
    expect(items()).toEqual(
      log.map(({ communication: { id, content, recipientId }, status }) => ({
        id: String(id),
        name: withoutBell(fields.get(recipientId!)!['1']!),
        status,
        content: withoutBell(content ?? ''),
        last: fields.get(recipientId!)!['99'],
      })),
    );
  });

  it('finds what all items share in the path and the envelope', () => {
    const sizes = python!.reports().map(({ items: { length } }) => length);
    expect(Math.max(...sizes)).toBe(6);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    for (const { path, type, root, customer } of python!.reports()) {
      expect({ path, type, root, customer }).toEqual({
        path: '/reports/1',
        type: 'application/xml; charset=utf-8',
        root: 'reports',
        customer: '1',
      });
    }
  });
});

describe("Node's https with a self-signed certificate", () => {
  const reports = (path: string) => node.reports().filter((report) => report.path === path);

  it('gets JSON batches, whose bare metrics are numbers or null', async () => {
    const items = () => reports('/batches').flatMap(({ body }) => body!.batch);
    await until('Node has told of every item', () => items().length >= log.length);
    expect(items()).toEqual(
      log.map(({ communication: { id, recipientId }, status, callLength, keyChoices }) => ({
        id,
        status,
        seconds: callLength,
        keys: (keyChoices ?? []).join(','),
        name: fields.get(recipientId!)!['1'],
      })),
    );
    expect(log.filter(({ callLength }) => callLength !== null).length).toBeGreaterThan(0);
    expect(Math.max(...reports('/batches').map(({ body }) => body!.batch.length))).toBe(4);
  });

  it('gets every metric in a URL', async () => {
    await until('Node has told of every request', () => reports('/metrics').length >= log.length);
    const expected = log.map((entry) => {
      const { communication: sent, at } = entry;
      const isText = sent.type === 'OUTGOING_SMS';
      const values: Record<string, unknown> = {
        ...fields.get(sent.recipientId!)!,
        TYPE: sent.type,
        ID: sent.id,
        CID: CUSTOMER,
        RID: sent.recipientId,
        PRID: sent.projectId,
        RECIPIENT: sent.recipient,
        SENDER: sent.sender,
        STATUS: entry.status,
        CONTENT: isText ? sent.content : '',
        CAMPAIGN_NAME: campaignNames.get(sent.campaignId!),
        CALL_LENGTH: entry.callLength,
        KEY_CHOICES: entry.keyChoices?.join(','),
        SMS_PARTS: sent.smsParts,
        RECIPIENT_STATUS: entry.recipientStatus,
        ...moment('SENT', sent.sentAt),
        ...moment('DONE', at),
      };
      return Object.fromEntries(METRICS.map((name) => [`m${name}`, String(values[name] ?? '')]));
    });
    expect(reports('/metrics').map(({ query }) => query)).toEqual(expected);
  });
});

/** The three notations of an instant. */
function moment(name: string, instant: string): Record<string, unknown> {
  const [date, time] = instant.slice(0, 19).split('T');
  return {
    [`${name}_UNIXTIME`]: unixTime(instant),
    [`${name}_DATETIME`]: `${date} ${time}`,
    [`${name}_DATEISO`]: `${date}T${time}Z`,
  };
}
