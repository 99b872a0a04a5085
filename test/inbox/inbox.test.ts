import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Arrival, Inbox } from '../../src/inbox/inbox.ts';
import { MINUTE, type Simulated, START, simulate } from '../support/simulation.ts';

let platform: Simulated;
let inbox: Inbox;
const never = new AbortController().signal;

beforeEach(() => {
  platform = simulate();
  inbox = new Inbox({ ...platform, keep: 20 });
});
afterEach(() => {
  inbox.close();
  platform.close();
});

const arrival = (text: string, more: Partial<Arrival> = {}): Arrival => ({
  method: 'POST',
  path: '/inbox/first',
  headers: {},
  body: { kept: Buffer.from(text), bytes: text.length, end: 'WHOLE' },
  authorization: undefined,
  remoteAddress: '127.0.0.1',
  tls: null,
  ...more,
});
const receive = (name: string, ...texts: string[]) => {
  for (const text of texts) inbox.receive(name, arrival(text));
};
const wait = (count: number, more: { after?: number; contains?: string } = {}, abort = never) =>
  inbox.wait('first', { after: 0, count, ...more }, 60_000, abort);
const texts = (found: { body: Uint8Array }[]) => found.map(({ body }) => Buffer.from(body).toString());
const stored = (name: string, order: 'oldest' | 'newest' = 'oldest') =>
  platform.store.inboxes.requests(name, { limit: 1000, order }, {}).items;

describe('what an inbox remembers', () => {
  it('has the time of the platform', async () => {
    await platform.pass(MINUTE);
    receive('first', 'a');
    expect(stored('first')[0]!.at).toBe(START + MINUTE);
    expect(platform.store.inboxes.summary('first')).toMatchObject({
      requests: 1,
      lastAt: START + MINUTE,
      createdAt: START + MINUTE,
    });
  });

  it('is the newest, of each inbox by itself', () => {
    receive('other', 'kept');
    for (let index = 0; index < 500; index++) receive('first', String(index));
    const kept = stored('first', 'newest').map(({ body }) => Number(Buffer.from(body)));
    expect(kept.length).toBeGreaterThanOrEqual(20);
    expect(kept.length).toBeLessThanOrEqual(22);
    expect(kept).toEqual(kept.map((_, index) => 499 - index));
    expect(texts(stored('other'))).toEqual(['kept']);
  });

  it('can be nothing at all', () => {
    const forgetful = new Inbox({ ...platform, keep: 0 });
    expect(forgetful.receive('first', arrival('a'))).toMatchObject({ status: 200 });
    expect(stored('first')).toEqual([]);
  });

  it('is given in pages that end sooner when bodies are long', () => {
    const body = { kept: Buffer.alloc(1_048_576), bytes: 1_048_576, end: 'WHOLE' as const };
    for (let index = 0; index < 20; index++) inbox.receive('first', arrival('', { body }));
    const first = platform.store.inboxes.requests('first', { limit: 100 }, {});
    expect(first.items).toHaveLength(16);
    const rest = platform.store.inboxes.requests('first', { limit: 100, after: first.next! }, {});
    expect(rest).toMatchObject({ next: null });
    expect(rest.items).toHaveLength(4);
  });

  it('is gone when the store is emptied, and is not taken for what comes then', () => {
    receive('first', 'a', 'b');
    platform.store.inboxes.configure(platform.store.inboxes.open('first', START), {
      ...platform.store.inboxes.summary('first').config,
      requireClientCertificate: true,
    });
    platform.store.empty(1);
    expect(platform.store.inboxes.summary('first')).toMatchObject({ requests: 0, createdAt: null });
    expect(inbox.receive('first', arrival('c'))).toMatchObject({ status: 200 });
    expect(stored('first')).toMatchObject([{ id: 1 }]);
  });
});

describe('waiting at an inbox', () => {
  it('ends with the first so many, whether they came before or come now', async () => {
    receive('first', 'a');
    const waiting = wait(3);
    receive('first', 'b');
    receive('other', 'x');
    receive('first', 'c', 'd');
    expect(texts(await waiting)).toEqual(['a', 'b', 'c']);
    expect(texts(await wait(2))).toEqual(['a', 'b']);
  });

  it('looks only at what fits', async () => {
    receive('first', 'order 1', 'other');
    const [one] = await wait(1);
    const waiting = wait(1, { after: one!.id, contains: 'order' });
    receive('first', 'other', 'order 2');
    expect(texts(await waiting)).toEqual(['order 2']);
  });

  it('ends with fewer when the time is up, and when nobody waits any more', async () => {
    receive('first', 'a');
    expect(texts(await inbox.wait('first', { after: 0, count: 2 }, 1, never))).toEqual(['a']);
    expect(texts(await inbox.wait('first', { after: 0, count: 2 }, 0, never))).toEqual(['a']);
    const abort = new AbortController();
    const waiting = wait(2, {}, abort.signal);
    abort.abort();
    expect(texts(await waiting)).toEqual(['a']);
  });

  it('ends when the inbox is closed, and so does a slow answer', async () => {
    receive('first', 'a');
    const waiting = Promise.all([wait(2), inbox.dawdle(120_000, () => {})]);
    inbox.close();
    expect(texts((await waiting)[0])).toEqual(['a']);
    expect(texts(await wait(2))).toEqual(['a']);
    await inbox.dawdle(120_000, () => {});
  });
});
