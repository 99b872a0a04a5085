import type { Bench } from './bench.ts';
import { requestsPerSecond } from './feed.ts';
import { smsNumbers } from './numbers.ts';
import type { AppAnswer } from './reference/app.ts';
import { type Figure, median, short } from './report.ts';

const ROUNDS = 7;
const REQUESTS = 2000;
const CONNECTIONS = 10;

/** One SMS per request, over connections that are kept alive. */
export async function sendOne(bench: Bench): Promise<Figure[]> {
  const platform = await bench.startPlatform(bench.newDirectory());
  const app = await bench.startReference('app');
  const feeder = await bench.startReference('feeder');
  const { url } = await app.ask<AppAnswer>({});
  const bodies = smsNumbers(1000).map((recipient) =>
    JSON.stringify({
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient,
      sender: 'Bench',
      content: 'Hello, Ada',
    }),
  );
  const load = { connections: CONNECTIONS, requests: REQUESTS, bodies };
  const platformLoad = { ...load, url: `${platform.httpUrl}/v1/communications` };

  // Both are to be compiled before they are compared.
  await requestsPerSecond(feeder, { ...load, url });
  await requestsPerSecond(feeder, platformLoad);
  const runs: { bare: number; platform: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    runs.push({
      bare: await requestsPerSecond(feeder, { ...load, url }),
      platform: await requestsPerSecond(feeder, platformLoad),
    });
  }
  const bare = median(runs.map((run) => run.bare));
  const stored = median(runs.map((run) => run.platform));
  return [
    {
      what: `POST /v1/communications, ${CONNECTIONS} connections`,
      value: median(runs.map((run) => run.platform / run.bare)),
      unit: 'times',
      detail: `${short(stored)} requests/s; the like of it, storing nothing, ${short(bare)}`,
    },
  ];
}
