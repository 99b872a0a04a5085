import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../../src/core/chance.ts';
import { buildCommand, type Command, startCommand } from '../support/command.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { type Communication, type LogEntry, readAll, readLog, unixTime } from '../support/journal.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from '../support/tls-receiver.ts';

const SEED = '2031';
const KILLS = 20;
/** Share of the lives that end at any moment from their first on; the others end when a number of items has come. */
const EARLY_DEATHS = 0.25;
/** Real ms that a life lasts, from its start for an early death, otherwise from when it is ready, at the most. */
const LONGEST_LIFE_MS = { early: 450, other: 1000 };
const MOST_ITEMS = 40;
/** Real ms that the receiver takes at the most: kills find requests under way. */
const SLOWEST_ANSWER_MS = 15;
const PASSWORD = 'a-password-that-nobody-sees';

/** Sent at this rate (per platform second), campaigns go on for longer than the kills. */
/** The first of those reserved for fiction that stand for no outcome. */
const FIRST_NUMBER = 447_700_900_400;

const CAMPAIGNS = [
  { type: 'SMS', recipients: 500, rate: 0.8 },
  { type: 'VOICE', recipients: 400, rate: 0.6 },
];

const CALLBACKS = [
  { path: '/in-order', batch: { maxItems: 5 }, concurrency: 1 },
  { path: '/side-by-side', batch: { maxItems: 2 }, concurrency: 8 },
];

let directory: Scratch;
let receiver: Receiver;
let platform: Command;
let answerMs = SLOWEST_ANSWER_MS;
/** What each callback brought, in the order in which it came; `id/status/done`. */
const arrivals = new Map(CALLBACKS.map(({ path }) => [path, [] as string[]]));
const all: Command[] = [];

beforeAll(async () => {
  buildCommand();
  directory = scratch();
  receiver = await startTlsReceiver(await makeCertificate(), ({ url = '' }, response) => {
    const { batch } = JSON.parse(receiver.requests.at(-1)!.body);
    arrivals.get(url)!.push(...batch.map(({ id, status, done }: Item) => `${id}/${status}/${done}`));
    const delay = answerMs * chance(SEED, String(receiver.requests.length), 'answer');
    setTimeout(() => response.end(), delay);
  });
}, 120_000);

afterAll(async () => {
  await Promise.all(all.map((life) => life.stop('SIGKILL')));
  await receiver?.close();
  directory?.remove();
});

interface Item {
  id: number;
  status: string;
  done: number;
}

/** Begins another life of the platform on the same store. */
function start(): Command {
  const clock = ['--speed', '60', '--tick', '* * * * * *'];
  const life = startCommand('--data-dir', directory.path, '--log-level', 'warn', ...clock);
  all.push(life);
  return life;
}

async function call<Body = { id: number }>(method: string, path: string, body?: unknown): Promise<Body> {
  const response = await fetch(`${await platform.apiUrl()}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect({ path, ok: response.ok, text: response.ok ? '' : text }).toEqual({ path, ok: true, text: '' });
  return JSON.parse(text);
}

const reader = { read: <Body>(path: string) => call<Body>('GET', path) };

/** @returns the IDs of the campaigns, which run */
async function startCampaigns(customerId: number): Promise<number[]> {
  const create = async (path: string, body: object) => (await call('POST', path, { customerId, ...body })).id;
  const campaigns: number[] = [];
  for (const { type, recipients, rate } of CAMPAIGNS) {
    const contactListId = await create('/contact-lists', { name: type });
    const numbers = Array.from({ length: recipients }, (_, index) => String(FIRST_NUMBER + index));
    await call('POST', `/contact-lists/${contactListId}/recipients`, {
      recipients: numbers.map((number) => ({ number })),
    });
    const projectId = await create('/projects', { type, name: type, sender: '46846500400', template: 'Hi' });
    campaigns.push(await create('/campaigns', { projectId, contactListId, name: type, rate }));
  }
  for (const campaign of campaigns) await call('POST', `/campaigns/${campaign}/start`);
  return campaigns;
}

async function register(customerId: number, config: object, path: string): Promise<number> {
  const { id } = await call('POST', '/callbacks', {
    customerId,
    name: path,
    method: 'POST',
    url: `https://127.0.0.1:${receiver.port}${path}`,
    template: '{"id":{ID},"status":"{STATUS}","done":{DONE_UNIXTIME}}',
    auth: { username: 'us', password: PASSWORD },
    ...config,
  });
  return id;
}

const arrived = () => [...arrivals.values()].reduce((sum, { length }) => sum + length, 0);

/** Kills the platform at random moments of its life. @returns how many lives brought something */
async function killAgainAndAgain(): Promise<number> {
  let fruitful = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = arrived();
    const draw = (purpose: string) => chance(SEED, `kill/${kill}`, purpose);
    if (kill > 1) platform = start();
    if (draw('kind') < EARLY_DEATHS) await pause(LONGEST_LIFE_MS.early * draw('life'));
    else {
      await platform.apiUrl();
      const end = performance.now() + LONGEST_LIFE_MS.other;
      const enough = before + MOST_ITEMS * draw('items');
      while (arrived() < enough && performance.now() < end) await pause(1);
    }
    await platform.stop('SIGKILL');
    if (arrived() > before) fruitful += 1;
  }
  return fruitful;
}

describe(`a platform that is killed ${KILLS} times while campaigns run`, () => {
  it('reports everything at least once, and in order', async () => {
    platform = start();
    const customerId = 1;
    const callbackIds: number[] = [];
    for (const { path, ...config } of CALLBACKS) callbackIds.push(await register(customerId, config, path));
    const campaigns = await startCampaigns(customerId);
    const fruitful = await killAgainAndAgain();
    const beforeTheLast = arrived();

    platform = start();
    for (const id of campaigns) {
      expect(await reader.read(`/campaigns/${id}`)).toMatchObject({ state: 'RUNNING' });
    }
    answerMs = 0;
    await call('PUT', '/clock', { mode: 'manual' });
    await call('POST', '/clock/advance', { until: 'idle' });
    const log = await readLog(reader, customerId);

    const identities = log.map(identity);
    expect(new Set(identities).size).toBe(identities.length);
    let repeats = 0;
    for (const { path, batch, concurrency } of CALLBACKS) {
      const inOrderOfArrival = arrivals.get(path)!;
      const once = [...new Set(inOrderOfArrival)];
      expect([...once].sort(), path).toEqual([...identities].sort());
      if (concurrency === 1) expect(once, 'first arrivals').toEqual(identities);
      const again = inOrderOfArrival.length - once.length;
      // Requests under way when it was killed, and those that had just been answered; no more.
      expect(again, 'repeats').toBeLessThanOrEqual(KILLS * 2 * concurrency * batch.maxItems);
      repeats += again;
    }
    for (const [index, callbackId] of callbackIds.entries()) {
      const deliveries = await readAll<{ eventIds: number[]; state: string }>(
        reader,
        `/deliveries?callbackId=${callbackId}`,
      );
      const carried = deliveries.flatMap(({ eventIds }) => eventIds);
      // Side by side, one that was delivered before one behind it was is made again after a kill.
      if (CALLBACKS[index]!.concurrency === 1) expect(carried).toEqual(log.map(({ id }) => id));
      else expect(new Set(carried)).toEqual(new Set(log.map(({ id }) => id)));
      expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['DELIVERED']));
    }

    console.log(
      `${KILLS} kills; ${log.length} events, ${beforeTheLast} arrivals before the last start, ${arrived()} in all, ` +
        `${repeats} of them repeats; ${fruitful} of the killed lives brought something`,
    );
    expect(fruitful).toBeGreaterThanOrEqual(KILLS / 2);

    for (const [index, id] of campaigns.entries()) {
      const { recipients } = CAMPAIGNS[index]!;
      const counts = { state: 'COMPLETED', recipients, sent: recipients, done: recipients };
      expect(await reader.read(`/campaigns/${id}`)).toMatchObject(counts);
      const sent = await readAll<Communication>(reader, `/communications?campaignId=${id}`);
      expect(new Set(sent.map(({ recipientId }) => recipientId)).size).toBe(recipients);
      expect(sent.length).toBe(recipients);
    }
    const printed = all.map((life) => `${life.lines.join('\n')}${life.complaints()}`);
    expect(printed.filter((text) => text.includes(PASSWORD))).toEqual([]);
    expect(all.map((life) => life.complaints())).toEqual(all.map(() => ''));
  }, 90_000);
});

function identity({ communication: { id }, status, at }: LogEntry): string {
  return `${id}/${status}/${unixTime(at)}`;
}
