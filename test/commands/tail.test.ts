import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TailOptions, tail } from '../../src/commands/tail/tail.ts';
import { startMockWiraya } from '../../src/index.ts';
import { type Api, mobile, startApi } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';

const PATIENTLY = { timeout: 10_000 };

let api: Api;
beforeAll(async () => {
  api = await startApi({ profile: 'all-delivered', maxAttempts: 1 });
});
beforeEach(() => api.post('/reset'));
afterAll(() => api.platform.close());

const sms = (recipient: string) => ({
  customerId: 1,
  type: 'OUTGOING_SMS' as const,
  recipient,
  sender: 'Acme',
  content: 'Hi',
});

/** Follows a platform; nobody waits for its end, which comes when the platform goes. */
function following(options: Partial<TailOptions> = {}, url = api.platform.httpUrl) {
  const lines: string[] = [];
  const notes: string[] = [];
  const ended = new AbortController();
  const done = tail(
    url,
    { last: 9, ...options },
    (line) => lines.push(line),
    (note) => notes.push(note),
    ended.signal,
  );
  return {
    lines,
    notes,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await done;
    },
  };
}

describe('mock-wiraya tail', () => {
  it('shows events, and what receivers answered, as they come', async () => {
    await api.create('/callbacks', {
      customerId: 1,
      url: `${api.platform.httpsUrl}/inbox/a`,
      method: 'POST',
    });
    await using shown = following();
    const { id } = await api.create('/communications', sms(mobile(1)));
    await api.settle();
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(2);
    const [event, delivery] = shown.lines.sort();
    const [first, second] = event!.includes('delivery') ? [delivery!, event!] : [event!, delivery!];
    expect(first).toMatch(/^\d\d:\d\d:\d\d {2}OUTGOING_SMS +DELIVERED to /);
    expect(first).toContain(`communication ${id}`);
    expect(second).toMatch(
      /^\d\d:\d\d:\d\d {2}delivery +200 in \d+ ms {2}\(POST https:.*inbox\/a, delivery 1, callback 1\)$/,
    );
  });

  it('begins with the last ones that were there already', async () => {
    for (const index of [1, 2, 3]) await api.create('/communications', sms(mobile(index)));
    await api.settle();
    await using shown = following({ last: 2 });
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(2);
  });

  it('shows what is asked for alone', async () => {
    await api.create('/callbacks', { customerId: 1, url: 'https://127.0.0.1:1/', method: 'POST' });
    for (const index of [1, 2]) await api.create('/communications', sms(mobile(index)));
    await api.settle();
    await using number = following({ number: `+${mobile(1)}` });
    await using failed = following({ failed: true });
    await using status = following({ status: 'optout' });
    await expect.poll(() => failed.lines.length, PATIENTLY).toBe(2);
    expect(failed.lines[0]).toContain('FAILED: nothing listens on 127.0.0.1:1');
    await expect.poll(() => number.lines.length, PATIENTLY).toBe(1);
    expect(number.lines[0]).toContain(mobile(1));
    expect(status.lines).toEqual([]);
  });

  it('begins with the last ones that fit, however many others came after', async () => {
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    for (let index = 2; index < 130; index++) await api.create('/communications', sms(mobile(2)));
    await api.settle();
    await using one = following({ number: mobile(1), last: 1 });
    await using others = following({ number: mobile(2), last: 110 });
    await expect.poll(() => one.lines.length, PATIENTLY).toBe(1);
    expect(one.lines[0]).toContain(mobile(1));
    await expect.poll(() => others.lines.length, PATIENTLY).toBe(110);
  });

  it('shows the deliveries of a callback beside the events of a customer', async () => {
    const callback = { customerId: 1, method: 'POST', url: `${api.platform.httpsUrl}/inbox/a` };
    await api.create('/callbacks', callback);
    const { id } = await api.create('/callbacks', callback);
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    await using shown = following({ callback: id, customer: 1 });
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(2);
    expect(shown.lines.join('\n')).toContain('customer 1)');
    expect(shown.lines.join('\n')).toContain(`callback ${id})`);
  });

  it.each<[Partial<TailOptions>, string]>([
    [{ failed: true, only: 'events' }, '--failed is about deliveries, and --only events leaves them out'],
    [{ callback: 4, only: 'events' }, '--callback is about deliveries, and --only events leaves them out'],
    [{ failed: true, number: mobile(1) }, '--number is about events, and --failed leaves them out'],
    [
      { status: 'DELIVERED', only: 'deliveries' },
      '--status is about events, and --only deliveries leaves them out',
    ],
  ])('refuses %o, of which nothing would be shown', async (options, words) => {
    const nothing = () => {};
    await expect(tail(api.platform.httpUrl, { last: 9, ...options }, nothing, nothing)).rejects.toThrow(
      words,
    );
  });

  it('writes a line of JSON for each, in which secrets are masked', async () => {
    await api.create('/callbacks', {
      customerId: 1,
      url: 'https://127.0.0.1:1/',
      method: 'POST',
      auth: { username: 'acme', password: 'secret-password' },
      headers: { 'X-Api-Key': 'secret-header' },
    });
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    await using shown = following({ json: true });
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(2);
    const kinds = shown.lines.map((line) => JSON.parse(line).kind).sort();
    expect(kinds).toEqual(['delivery', 'event']);
    expect(shown.lines.join()).toContain('***');
    expect(shown.lines.join()).not.toContain('secret-');
    expect(shown.lines.join()).not.toContain(Buffer.from('acme:secret-password').toString('base64'));
  });

  it('goes on when the world has begun anew', async () => {
    await api.create('/communications', sms(mobile(1)));
    await api.settle();
    await using shown = following({ only: 'events' });
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(1);
    await api.post('/reset');
    await api.create('/communications', sms(mobile(2)));
    await api.settle();
    await expect.poll(() => shown.lines.at(-1), PATIENTLY).toContain(mobile(2));
  });

  it('waits for a platform that goes away, and goes on when it is back', { timeout: 30_000 }, async () => {
    const settings = { httpPort: await freePort(), clock: 'manual', profile: 'all-delivered' } as const;
    const first = await startMockWiraya(settings);
    await using shown = following({}, first.httpUrl);
    await first.send({ recipient: mobile(1) });
    await first.advance({ until: 'idle' });
    await expect.poll(() => shown.lines.length, PATIENTLY).toBe(1);
    await first.close();
    await expect.poll(() => shown.notes, PATIENTLY).toHaveLength(1);
    await using second = await startMockWiraya(settings);
    await second.send({ recipient: mobile(2) });
    await second.advance({ until: 'idle' });
    await expect.poll(() => shown.lines.at(-1), PATIENTLY).toContain(mobile(2));
    expect(shown.notes).toEqual([
      `the platform at ${first.httpUrl} does not answer; waiting for it`,
      `the platform at ${first.httpUrl} is back`,
    ]);
  });

  it('ends without a word when it is ended before it has begun', async () => {
    const nothing = () => {};
    const ended = AbortSignal.abort();
    await expect(tail(api.platform.httpUrl, { last: 9 }, nothing, nothing, ended)).resolves.toBeUndefined();
  });

  it('says so when no platform answers to begin with', async () => {
    await expect(
      tail(
        'http://127.0.0.1:1',
        { last: 0 },
        () => {},
        () => {},
      ),
    ).rejects.toThrow(/^no platform answers/);
  });
});
