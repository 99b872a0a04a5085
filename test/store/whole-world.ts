import { type Api, createWorld, mobile } from '../support/api.ts';
import { type Document, type Operation, operations } from '../support/openapi.ts';

/** What says nothing of the world itself, or is no JSON. */
const LEFT_OUT = ['/deliveries/wait', '/snapshot', '/certificates/ca.pem'];

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
    for (const below of paths.filter((one) => one.path.startsWith(`${path}/{`))) {
      for (const { id, name } of items)
        await read(below.path.replace('{id}', String(id)).replace('{name}', String(name)));
    }
  }
  return all;
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
