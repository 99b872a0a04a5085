import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { requestsPerSecond } from './feed.ts';
import { distinctNumber } from './numbers.ts';
import type { ResultAnswer } from './reference/result.ts';
import { type Figure, median, short } from './report.ts';

const API_KEY = 'a key for the benchmark';
const ROUNDS = 7;
const SINGLE = { requests: 2000, connections: 10, goal: 0.5 };
const BATCHES = { requests: 20, items: 1000, connections: 2, goal: 20_000 };

/** What production clients send: one SMS a request, and a thousand. */
export async function realApi(bench: Bench): Promise<Figure[]> {
  const directory = bench.newDirectory();
  const platform = await bench.startPlatform(directory, '--api-key', API_KEY);
  const bare = await bench.startReference('result');
  const feeder = await bench.startReference('feeder');
  const certificate = (file: string) => readFileSync(join(directory, 'certificates', file), 'utf8');
  const { url } = await bare.ask<ResultAnswer>({
    key: certificate('server.key'),
    cert: certificate('server.pem'),
  });
  const headers = { 'x-apikey': API_KEY };
  let nth = 0;
  const number = () => distinctNumber(nth++);

  const bodies = Array.from({ length: SINGLE.requests }, () =>
    JSON.stringify({ recipient: number(), sender: 'Acme', message: 'Hello, Ada' }),
  );
  const single = { ...SINGLE, bodies, headers };
  const toPlatform = { ...single, url: `${platform.httpsUrl}/api/SendMessageFromAlpha/json` };
  const storingNothing = { ...SINGLE, bodies: [], url: `${platform.httpsUrl}/v1/health/live` };
  const rounds: { send: number; same: number; bare: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    rounds.push({
      send: await requestsPerSecond(feeder, toPlatform),
      same: await requestsPerSecond(feeder, storingNothing),
      bare: await requestsPerSecond(feeder, { ...single, url }),
    });
  }
  const singles = rounds.slice(1);
  const rate = (of: 'send' | 'same' | 'bare') => short(median(singles.map((round) => round[of])));

  const many: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const perSecond = await requestsPerSecond(feeder, {
      ...BATCHES,
      url: `${platform.httpsUrl}/api/EnqueueCommunications`,
      headers,
      bodies: Array.from({ length: BATCHES.requests }, () => batch(number)),
    });
    if (round > 0) many.push(perSecond * BATCHES.items);
  }
  return [
    {
      what: `SendMessageFromAlpha, ${SINGLE.connections} connections, against the same server's /v1/health/live`,
      value: median(singles.map(({ send, same }) => send / same)),
      unit: 'times',
      goal: { atLeast: SINGLE.goal },
      detail: `${rate('send')} requests/s; where nothing is stored ${rate('same')}`,
    },
    {
      what: `SendMessageFromAlpha, ${SINGLE.connections} connections, against a bare server of Hono`,
      value: median(singles.map(({ send, bare }) => send / bare)),
      unit: 'times',
      detail: `which reads the like of it, stores nothing, and takes ${rate('bare')} requests/s`,
    },
    {
      what: `EnqueueCommunications, ${short(BATCHES.items)} a request`,
      value: median(many),
      unit: 'items/s',
      goal: { atLeast: BATCHES.goal },
      detail: `over ${BATCHES.connections} connections, each request stored before it is answered`,
    },
  ];
}

let message = 0;
function batch(number: () => string): string {
  const communications = Array.from({ length: BATCHES.items }, () => ({
    clientMessageId: `bench-${message++}`,
    recipient: number(),
    content: { $type: 'SMSFromAlpha', sender: 'Acme', text: 'Hello, Ada' },
  }));
  return JSON.stringify({ communications });
}
