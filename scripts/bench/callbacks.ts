import { ARTICLE_TEMPLATE, drainBacklog, makeBacklog, type Sending } from './backlog.ts';
import type { Bench, PlatformProcess, ReferenceProcess } from './bench.ts';
import { requestsPerSecond } from './feed.ts';
import { residentMegabytes } from './memory.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Figure, median, short } from './report.ts';

const ROUNDS = 11;
/** Rounds in which both are compiled, and which do not count. */
const WARM_UP = 2;
/** Events sent in a round, one by one and in batches: a second or so of work. */
const FEW = 10_000;
const MANY = 50_000;
const GOAL = { oneByOne: 0.7, batched: 0.5, batchedItems: 100_000 };

interface Case extends Sending {
  customerId: number;
  events: number;
}

/** Events delivered per second, with the cursor, each delivery and each attempt stored. */
export async function callbacks(bench: Bench): Promise<Figure[]> {
  const platform = await bench.startPlatform(bench.newDirectory());
  const receiver = await startReceiver(bench);
  const feeder = await bench.startReference('feeder');
  const article = { template: ARTICLE_TEMPLATE };
  const figures: Figure[] = [];
  // The second backlog is made when the first has been measured: who drains it would have to pass the other over.
  for (const [events, sendings] of [
    [
      FEW,
      [
        { ...article, batch: null, concurrency: 1 },
        { ...article, batch: null, concurrency: 10 },
      ],
    ],
    [
      MANY,
      [
        { ...article, batch: 100, concurrency: 1 },
        { ...article, batch: 100, concurrency: 10 },
        { batch: 100, concurrency: 10 },
      ],
    ],
  ] satisfies [number, Sending[]][]) {
    const customerId = await makeBacklog(platform, events);
    for (const sending of sendings)
      figures.push(await compare({ events, customerId, ...sending }, platform, receiver, feeder));
  }

  const megabytes = residentMegabytes(platform.pid);
  if (megabytes === null) return figures;
  const detail = 'of the platform, after all these drains';
  return [...figures, { what: 'resident memory', value: megabytes, unit: 'MB', detail }];
}

async function compare(
  { customerId, events, ...sending }: Case,
  platform: PlatformProcess,
  receiver: Receiver,
  feeder: ReferenceProcess,
): Promise<Figure> {
  const items = sending.batch ?? 1;
  const requests = Math.ceil(events / items);
  const rounds: { platform: number; bare: number }[] = [];
  let itemBytes = 0;
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const elapsedMs = await drainBacklog(platform, receiver.url, customerId, sending);
    const { bytes } = await receiver.take(requests);
    itemBytes = bytes / events;
    const bodies = [JSON.stringify('x'.repeat(Math.round(bytes / requests) - 2))];
    const load = { url: receiver.url, connections: sending.concurrency, requests, bodies };
    const bare = items * (await requestsPerSecond(feeder, load));
    await receiver.take(requests);
    rounds.push({ platform: (events / elapsedMs) * 1000, bare });
  }
  rounds.splice(0, WARM_UP);
  const rate = median(rounds.map((round) => round.platform));
  const bareRate = median(rounds.map((round) => round.bare));
  const ratio = median(rounds.map((round) => round.platform / round.bare));
  const connections = sending.concurrency === 1 ? '1 connection' : `${sending.concurrency} connections`;
  const template = sending.template === undefined ? 'the default template' : "the article's template";
  const bytesEach = Math.round(itemBytes);
  if (sending.batch === null) {
    return {
      what: `one by one, ${connections}, ${template} (${bytesEach} B)`,
      value: ratio,
      unit: 'times',
      goal: { atLeast: GOAL.oneByOne },
      detail: `${short(rate)} items/s; bare undici ${short(bareRate)}`,
    };
  }
  return {
    what: `batches of ${sending.batch}, ${connections}, ${template} (${bytesEach} B)`,
    value: rate,
    unit: 'items/s',
    goal: { atLeast: Math.min(GOAL.batchedItems, GOAL.batched * bareRate) },
    detail: `${short(ratio)} times bare undici, which posts ready-made bodies with ${short(bareRate)} items/s`,
  };
}
