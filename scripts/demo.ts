// Shows the platform's main job from end to end: two campaigns, and their callbacks at a real HTTPS receiver.
import { setTimeout as pause } from 'node:timers/promises';
import seed from '../seed/demo.json' with { type: 'json' };
import { startMockWiraya } from '../src/index.ts';
import { CALLBACK, type ReceivedCallback } from './demo/callback.ts';
import { startReceiver } from './demo/receiver.ts';
import { callbackLine, closingTable } from './demo/report.ts';

const keep = process.argv.includes('--keep');
/** Long enough for an eye to follow. */
const PAUSE_MS = 150;
const STEP_MS = 15_000;

interface CampaignProgress {
  id: number;
  name: string;
  state: string;
  recipients: number;
  done: number;
}

const received: ReceivedCallback[] = [];
let requests = 0;
const receiver = await startReceiver((batch) => {
  requests += 1;
  received.push(...batch);
  console.log(batch.map(callbackLine).join('\n'));
});
const platform = await startMockWiraya({ clock: 'manual' });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // npm passes on the Ctrl-C that the terminal has sent to us as well.
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopped.');
    void close().then(() => process.exit(0));
  });
}

console.log(`mock-wiraya listens on ${platform.httpUrl} and ${platform.httpsUrl}`);
console.log(`A receiver with a self-signed certificate listens on ${receiver.url}\n`);

const sown = await call<{ customers: Record<string, { id: number }>; campaigns: number[] }>(
  'POST',
  '/v1/seed',
  seed,
);
const { campaigns } = sown;
await call('POST', '/v1/callbacks', {
  customerId: sown.customers.demo!.id,
  url: receiver.url,
  ...CALLBACK,
});
const { name, recipients } = seed.contactLists.friday;
console.log(`Two campaigns run over "${name}" (${recipients.length} recipients).`);
console.log('Time is simulated: each line below is a callback that the receiver got.\n');

while (await progress()) {
  await pause(PAUSE_MS);
  await advance();
}
// The last reports still wait for their tick.
await call('POST', '/v1/clock/advance', { until: 'idle' });

console.log(`\n${closingTable(received)}\n`);
console.log(`${received.length} callbacks arrived in ${requests} requests.\n`);

if (keep) {
  await call('PUT', '/v1/clock', { mode: 'real' });
  console.log(`It stays up, in real time now. Look further: ${platform.httpUrl}/docs`);
  console.log(`  curl ${platform.httpUrl}/v1/deliveries`);
  console.log(`  curl '${platform.httpUrl}/v1/communications?status=NOTREACHED'`);
  console.log('Ctrl-C ends it.');
} else {
  console.log('Look further:');
  console.log('  npm run demo -- --keep   leaves it running, to be asked by curl and at /docs');
  console.log('  npm start                serves on http://127.0.0.1:4010 and keeps its data');
  await close();
}

/** Says how far the campaigns are; false when all reports are in. */
async function progress(): Promise<boolean> {
  const states = await Promise.all(
    campaigns.map((id) => call<CampaignProgress>('GET', `/v1/campaigns/${id}`)),
  );
  const { now } = await call<{ now: string }>('GET', '/v1/clock');
  const parts = states.map(({ name, done, recipients }) => `${name}: ${done}/${recipients} done`);
  console.log(`${now.slice(0, 19).replace('T', ' ')}  ${parts.join('   ')}`);
  return states.some(({ state }) => state !== 'COMPLETED');
}

/** On by one tick, or straight to the next report when that is further off. */
async function advance(): Promise<void> {
  const { now } = await call<{ now: string }>('GET', '/v1/clock');
  const { items } = await call<{ items: { nextAt: string }[] }>(
    'GET',
    '/v1/communications?state=SENT&limit=1000',
  );
  const next = Math.min(...items.map(({ nextAt }) => Date.parse(nextAt)));
  const target = Math.max(Date.parse(now), Number.isFinite(next) ? next : 0) + STEP_MS;
  await call('POST', '/v1/clock/advance', { to: new Date(target).toISOString() });
}

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${platform.httpUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function close(): Promise<void> {
  await platform.close();
  receiver.close();
}
