import { clientOf } from '../api/contacts/client.ts';
import { alpha, messagingClient } from '../api/messaging/support.ts';
import { type Api, createWorld, mobile } from '../support/api.ts';
import { type Document, type Operation, operations } from '../support/openapi.ts';

/** What says nothing of the world itself, or is no JSON. */
const LEFT_OUT = [
  '/attempts/wait',
  '/deliveries/wait',
  '/events/wait',
  '/requests/wait',
  '/inbox/{name}/wait',
  '/inbox/{name}/requests/{id}',
  '/snapshot',
  '/statistics',
  '/settings',
  '/urls',
  '/certificates',
  '/certificates/trust',
  '/certificates/ca.pem',
];

let reading: Promise<Operation[]> | null = null;

/** All that can be read; the same of every platform. */
async function readingOf(httpUrl: string): Promise<Operation[]> {
  const document = (await (await fetch(`${httpUrl}/openapi.json`)).json()) as Document;
  return operations(document).filter(({ method, path }) => method === 'GET' && !LEFT_OUT.includes(path));
}

/**
 * Everything that a platform shows, each answer as it stands by its path: every list, every item of it, and what there is
 * but one of.
 * @param httpUrl where the platform listens
 */
export async function everything(httpUrl: string): Promise<Record<string, string>> {
  reading ??= readingOf(httpUrl);
  const paths = await reading;
  const all: Record<string, string> = {};
  const read = async (path: string) => {
    const response = await fetch(`${httpUrl}/v1${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${path}: ${text}`);
    all[path] = text;
    return JSON.parse(text) as { items?: { id?: number; name?: string }[] };
  };
  for (const { path, parameters = [] } of paths.filter((one) => !one.path.includes('{'))) {
    const isPaged = parameters.some(({ name }) => name === 'limit');
    const { items = [] } = await read(isPaged ? `${path}?limit=1000` : path);
    for (const below of paths.filter((one) => isBelow(one.path, path))) {
      for (const { id, name } of items)
        await read(below.path.replace('{id}', String(id)).replace('{name}', String(name)));
    }
  }
  return all;
}

/** Whether a path is that of an item of a list, or of something that the item has. */
function isBelow(path: string, list: string): boolean {
  return path.startsWith(`${list}/{`) && path.split('{').length === 2;
}

/** Paths at which two worlds, as `everything` shows them, are not the same. */
export function differences(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): string[] {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => one[path] !== other[path]);
}

/** One of each thing, some of them with a future. */
export async function populate(api: Api): Promise<void> {
  const { sms, voice, list, customerId } = await createWorld(api);
  await api.create('/customers', {
    name: 'Acme',
    accountLevel: 'ESTIMATED',
    testMode: true,
    whitelistMode: true,
  });
  await api.put('/customers/2/whitelist', { numbers: [mobile(1), mobile(2)] });
  const recipients = Array.from({ length: 5 }, (_, index) => ({
    number: mobile(index),
    fields: { '7': `Åsa ${index} 🎈` },
  }));
  await api.create(`/contact-lists/${list}/recipients`, { recipients });
  await api.create('/callbacks', {
    customerId,
    url: 'https://127.0.0.1:1/a',
    method: 'POST',
    batch: { maxItems: 3 },
  });
  await api.create('/callbacks', { customerId, url: 'https://127.0.0.1:1/b', method: 'GET', enabled: false });
  await api.create('/faults', { kind: 'LOST_ACKNOWLEDGEMENT', probability: 0.5, times: 3 });
  await populateOutcomes(api);
  await populateContacts(api, sms);
  const client = messagingClient(api);
  await client.enqueue(alpha('order-1', mobile(7)), alpha('order-2', mobile(8)));
  const pin = { recipient: mobile(7), sender: 'Acme', message: 'PIN {code}', ipaddress: '192.0.2.1' };
  for (let sent = 0; sent < 2; sent++) await client.call('SendPinCode', pin);
  await api.put('/inbox/first', { answer: { status: 202 }, next: [{ status: 503, times: 3 }] });
  await fetch(`${api.platform.httpUrl}/inbox/first?a=1`, { method: 'POST', body: 'Hej 🎈' });
  await fetch(`${api.platform.httpUrl}/api/nowhere`, { method: 'POST', body: '{}' });
  const campaign = { customerId, projectId: sms, contactListId: list, name: 'Spring' };
  const outcomes = { [mobile(4)]: { named: 'REPLIES_STOP' } };
  const { id } = await api.create('/campaigns', { ...campaign, outcomes });
  await api.post(`/campaigns/${id}/start`);
  await api.create('/communications', {
    customerId,
    type: 'OUTGOING_CALL',
    recipient: mobile(0),
    projectId: voice,
  });
  await api.settle();
  const slow = await api.create('/campaigns', { ...campaign, name: 'slow', rate: 0.01 });
  await api.post(`/campaigns/${slow.id}/start`);
  await api.post('/clock/advance', { by: 'PT3M' });
  const paused = await api.create('/campaigns', { ...campaign, startAt: '2099-01-01T00:00:00Z' });
  await api.post(`/campaigns/${paused.id}/pause`);
  await api.create('/communications', {
    customerId,
    type: 'OUTGOING_SMS',
    recipient: mobile(3),
    projectId: sms,
    sendAt: '2098-01-01T00:00:00Z',
  });
}

/** Contacts of customer 1, of which none is sent to. */
async function populateContacts(api: Api, projectId: number): Promise<void> {
  const client = clientOf(api, { id: 1, apiKey: api.platform.apiKey });
  await client.renew();
  await client.bind({ spring: projectId });
  await client.put('/Contact/ada', { personal: { phoneNumber: mobile(1), givenName: 'Åsa' }, schema: 1 });
  await client.post('/Contact/ada/events', { name: 'Conversion', at: '2026-01-31T12:00:00Z' });
  await client.post('/Contact/ada/metrics', { name: 'score', value: 7.5 });
  await client.post('/Contact/ada/campaigns', { campaign: 'spring', iteration: '1' });
}

/** What decides about outcomes, and what comes in, of customer 1. */
async function populateOutcomes(api: Api): Promise<void> {
  const { own, name, ...profile } = await api.read<Record<string, unknown>>('/profiles/all-delivered');
  await api.put('/profiles/quiet', profile);
  await api.patch('/customers/1', {
    profile: 'quiet',
    inboundNumbers: [{ number: '71120', prefixes: [{ prefix: 'QUIZ', identifiers: ['ANSWER'] }] }],
  });
  await api.create('/outcome-rules', {
    match: { customerId: 1, number: mobile(1) },
    outcome: { named: 'FAILURE' },
    times: 3,
  });
  await api.put(`/customers/1/opt-outs/${mobile(2)}`, undefined);
  await api.create('/incoming-sms', { customerId: 1, from: mobile(9), text: 'quiz answer blue' });
  await api.create('/incoming-calls', { customerId: 1, from: mobile(9), callLength: 600 });
}
