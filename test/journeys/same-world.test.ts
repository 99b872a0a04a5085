import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../../src/core/chance.ts';
import { mobile } from '../support/api.ts';
import { buildCommand, type Command, startCommand } from '../support/command.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from '../support/tls-receiver.ts';

const NOW = '2031-05-06T09:00:00.000Z';
/** Everything that a callback can say. */
const TEMPLATE =
  '{"id":{ID},"type":"{TYPE}","cid":{CID},"rid":{RID},"prid":{PRID},"to":"{RECIPIENT}","from":"{SENDER}",' +
  '"status":"{STATUS}","content":"{CONTENT}","1":"{1}","campaign":"{CAMPAIGN_NAME}","length":{CALL_LENGTH},' +
  '"keys":"{KEY_CHOICES}","parts":{SMS_PARTS},"sent":"{SENT_DATEISO}","done":"{DONE_DATEISO}",' +
  '"recipient":"{RECIPIENT_STATUS}","bulk":"{BULK}","identifier":"{IDENTIFIER}","prefix":"{PREFIX}"}';
/** The UK numbers that stand for no outcome. */
const uk = (index: number) => String(447700900400 + (index % 600));

let receiver: Receiver;
const directories: Scratch[] = [];
const lives: Command[] = [];

beforeAll(async () => {
  buildCommand();
  receiver = await startTlsReceiver(await makeCertificate(), (_, response) => response.end());
}, 120_000);
afterAll(async () => {
  await Promise.all(lives.map((life) => life.stop('SIGKILL')));
  await receiver.close();
  for (const directory of directories) directory.remove();
});

/** A platform on its own store that can be started again. */
class Platform {
  readonly #directory = scratch();
  #life: Command;

  constructor(
    readonly seed: string,
    readonly path: string,
  ) {
    directories.push(this.#directory);
    this.#life = this.#start();
  }

  #start(): Command {
    const settings = ['--seed', this.seed, '--clock', 'manual', '--log-level', 'warn'];
    const life = startCommand('--data-dir', this.#directory.path, ...settings);
    lives.push(life);
    return life;
  }

  async restart(): Promise<void> {
    await this.#life.stop();
    this.#life = this.#start();
  }

  async call<Answer = { id: number }>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${await this.#life.apiUrl()}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    expect(response.ok, text).toBe(true);
    return JSON.parse(text);
  }

  advance(by: string) {
    return this.call('POST', '/clock/advance', { by });
  }

  /** Callback bodies as they came. */
  get bodies(): string[] {
    return receiver.requests.filter(({ url }) => url === this.path).map(({ body }) => body);
  }

  /** All communications with their timelines, as the API shows them. */
  async everything(): Promise<unknown[]> {
    const { items } = await this.call<{ items: { id: number }[] }>('GET', '/communications?limit=1000');
    const ids = items.map(({ id }) => id).sort((a, b) => a - b);
    return Promise.all(
      ids.map(async (id) => {
        const { events, ...one } = await this.call<{ events: { id: number }[] }>(
          'GET',
          `/communications/${id}`,
        );
        return { ...one, events };
      }),
    );
  }
}

/** The same requests to each; those about different communications in an order of its own, and several at once. */
async function live(platform: Platform, order: string, atOnce: number, restarts: boolean): Promise<void> {
  const { call } = { call: platform.call.bind(platform) };
  const inSomeOrder = async (requests: readonly (() => Promise<unknown>)[]) => {
    const rank = (index: number) => chance(order, String(index), 'order');
    const shuffled = requests.map((_, index) => index).sort((a, b) => rank(a) - rank(b));
    const worker = async () => {
      for (let next = shuffled.shift(); next !== undefined; next = shuffled.shift()) await requests[next]!();
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };
  const restart = async () => {
    if (restarts) await platform.restart();
  };

  await call('PUT', '/clock', { now: NOW });
  await call('PATCH', '/customers/1', {
    accountLevel: 'ESTIMATED',
    inboundNumbers: [{ number: '71120', prefixes: [{ prefix: 'ACME', identifiers: ['YES'] }] }],
  });
  const create = async (path: string, body: object) =>
    (await call('POST', path, { customerId: 1, ...body })).id;
  await create('/callbacks', {
    method: 'POST',
    url: `https://127.0.0.1:${receiver.port}${platform.path}`,
    template: TEMPLATE,
    batch: { maxItems: 7 },
  });
  const sms = await create('/projects', {
    type: 'SMS',
    name: 'Reminder',
    sender: '71120',
    template: 'Hi {1}',
  });
  const questions = [
    ['1', '2'],
    ['1', '2', '3', '9'],
  ];
  const voice = await create('/projects', {
    type: 'VOICE',
    name: 'Survey',
    sender: '46846500400',
    template: 'Hello',
    questions,
  });
  const contactListId = await create('/contact-lists', { name: 'All' });
  await call('POST', `/contact-lists/${contactListId}/recipients`, {
    recipients: Array.from({ length: 150 }, (_, index) => ({
      number: uk(index),
      fields: { 1: `n${index}` },
    })),
  });
  for (const projectId of [sms, voice]) {
    const campaign = { projectId, contactListId, name: `Campaign ${projectId}`, rate: 3 };
    await call('POST', `/campaigns/${await create('/campaigns', campaign)}/start`);
  }
  await restart();
  await inSomeOrder(
    Array.from(
      { length: 60 },
      (_, index) => () =>
        index % 3 === 2
          ? create('/communications', {
              type: 'OUTGOING_CALL',
              recipient: mobile(index),
              sender: '46846500400',
            })
          : create('/communications', {
              type: 'OUTGOING_SMS',
              recipient: mobile(index),
              sender: '71120',
              content: `Hello ${index}`,
            }),
    ),
  );
  await platform.advance('PT20S');
  await restart();
  await inSomeOrder(
    Array.from(
      { length: 20 },
      (_, index) => () =>
        create('/incoming-sms', {
          from: mobile(index),
          text: index % 4 === 0 ? 'STOP' : `acme yes ${index}`,
        }),
    ),
  );
  await platform.advance('PT7M');
  await restart();
  // A second one to each: those who wrote STOP get none.
  await inSomeOrder(
    Array.from(
      { length: 60 },
      (_, index) => () =>
        create('/communications', {
          type: 'OUTGOING_SMS',
          recipient: mobile(index),
          sender: '71120',
          content: 'Hello again',
        }),
    ),
  );
  await platform.advance('PT1H');
  await restart();
  await call('POST', '/clock/advance', { until: 'idle' });
}

describe('the same seed and the same requests', () => {
  it('give the same world in two processes, byte for byte, also with restarts in the middle', async () => {
    const calm = new Platform('4711', '/calm');
    await live(calm, 'a', 1, false);
    const busy = new Platform('4711', '/busy');
    await live(busy, 'b', 12, true);

    const world = await calm.everything();
    expect(world.length).toBeGreaterThan(440);
    expect(await busy.everything()).toEqual(world);
    expect(calm.bodies.length).toBeGreaterThan(70);
    expect(busy.bodies).toEqual(calm.bodies);
    // All that can come up has come up.
    const told = calm.bodies.join('\n');
    for (const word of [
      'DELIVERED',
      'NEXTATTEMPT',
      'OPTOUT',
      'INCOMING_SMS',
      '"identifier":"YES"',
      'NOTREACHED',
    ])
      expect(told).toContain(word);
  }, 120_000);
});
