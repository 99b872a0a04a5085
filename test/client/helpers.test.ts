import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MockWiraya, NotArrivedError, startMockWiraya } from '../../src/index.ts';
import { messagingClient } from '../api/messaging/support.ts';

const ADA = '46701740605';
const BO = '46701740606';

let wiraya: MockWiraya;
beforeAll(async () => {
  wiraya = await startMockWiraya({ clock: 'manual', tick: '*/15 * * * * *' });
});
beforeEach(() => wiraya.reset());
afterAll(() => wiraya.close());

const messageOf = (waiting: Promise<unknown>) =>
  waiting.then(
    () => expect.unreachable('it has arrived'),
    (error: Error) => {
      expect(error).toBeInstanceOf(NotArrivedError);
      return error.message;
    },
  );

describe('send, force and advance', () => {
  it('make a number end as it is told to, once or for ever', async () => {
    await wiraya.force(ADA, 'FAILURE', { times: 1 });
    const [first, second] = [await wiraya.send({ recipient: ADA }), await wiraya.send({ recipient: ADA })];
    await wiraya.advance({ until: 'idle' });
    expect(await wiraya.api.getCommunication(first.id)).toMatchObject({
      status: 'FAILURE',
      decidedBy: 'RULE',
    });
    expect(await wiraya.api.getCommunication(second.id)).toMatchObject({ decidedBy: 'PROFILE' });
  });

  it('know calls, and projects that have a text of their own', async () => {
    const details = {
      customerId: 1,
      type: 'SMS',
      name: 'Reminder',
      sender: 'Dentist',
      template: 'See you',
    } as const;
    const { id: projectId } = await wiraya.api.createProject(details);
    expect(await wiraya.send({ recipient: ADA, projectId })).toMatchObject({
      sender: 'Dentist',
      content: 'See you',
    });
    expect(await wiraya.send({ recipient: ADA, type: 'OUTGOING_CALL' })).toMatchObject({ content: null });
    await wiraya.force(BO, { status: 'NOT_DELIVERED', afterMs: 5000 }, { type: 'OUTGOING_SMS' });
    expect(await wiraya.send({ recipient: BO })).toMatchObject({ sender: 'Acme', content: 'Hello' });
    const { now } = await wiraya.api.getClock();
    const advanced = await wiraya.advance('PT15S');
    expect(Date.parse(advanced.now) - Date.parse(now)).toBe(15_000);
  });
});

describe('waitForCallback', () => {
  const inbox = () => wiraya.inbox('first');

  it.each([null, 7, true])('takes no %j for a match', async (match) => {
    await expect(wiraya.waitForCallback(match as never)).rejects.toThrow(
      `a match is fields such as { status: 'DELIVERED' }, a text, a regular expression or a function; this is ${match}`,
    );
  });

  it('finds an item by its fields, its text or a function, in a batch too', async () => {
    await wiraya.registerCallback(inbox().url, { batch: { maxItems: 10 } });
    await wiraya.send({ recipient: ADA });
    const { id } = await wiraya.send({ recipient: BO });
    await wiraya.advance({ until: 'idle' });
    const { item, attempt } = await wiraya.waitForCallback({ id });
    expect(item).toMatchObject({ id, recipient: BO });
    expect(attempt).toMatchObject({ ok: true, status: 200, request: { url: inbox().url } });
    expect((await wiraya.waitForCallback(BO)).item).toEqual(item);
    expect((await wiraya.waitForCallback(new RegExp(`${BO}`, 'g'))).item).toEqual(item);
    expect((await wiraya.waitForCallback<{ id: number }>((one) => one.id === id)).item).toEqual(item);
    expect((await wiraya.waitForCallback()).item).toMatchObject({ recipient: ADA });
  });

  it('finds the parameters of a GET, and the body of an XML', async () => {
    await wiraya.registerCallback(`${inbox().url}?to={RECIPIENT}&is={STATUS}`, { method: 'GET' });
    await wiraya.registerCallback(inbox().url, {
      format: 'XML',
      template: '<is to="{RECIPIENT}">{STATUS}</is>',
    });
    await wiraya.force(ADA, 'DELIVERED');
    await wiraya.send({ recipient: ADA });
    await wiraya.advance({ until: 'idle' });
    expect((await wiraya.waitForCallback({ to: ADA })).item).toEqual({ to: ADA, is: 'DELIVERED' });
    expect((await wiraya.waitForCallback<string>('<is')).item).toBe(`<is to="${ADA}">DELIVERED</is>`);
  });

  it('waits while another part of the test has things happen, and until the receiver has said yes', async () => {
    await inbox().answer({ status: 503, times: 2 }, 204);
    const { id: callbackId } = await wiraya.registerCallback(inbox().url);
    const refused = wiraya.waitForCallback({ recipient: ADA }, { failed: true });
    const arrived = wiraya.waitForCallback({ recipient: ADA }, { callbackId });
    await wiraya.send({ recipient: ADA });
    await wiraya.advance({ until: 'idle' });
    const { attempt } = await refused;
    expect(attempt).toMatchObject({ ok: false, status: 503, number: 1 });
    expect((await arrived).attempt).toMatchObject({ ok: true, status: 204, number: 3 });
    const next = wiraya.waitForCallback({ recipient: ADA }, { failed: true, after: attempt.id });
    expect((await next).attempt).toMatchObject({ status: 503, number: 2 });
  });

  it('shows what did arrive, and what keeps the rest away', async () => {
    await inbox().answer(503, 200);
    await wiraya.registerCallback(`${inbox().url}?token=hush-hush`, {
      template: '{"password": "hush-hush", "to": "{RECIPIENT}", "is": "{STATUS}", "long": "{CONTENT}"}',
    });
    await wiraya.force(ADA, 'FAILURE');
    await wiraya.send({ recipient: ADA, content: 'x'.repeat(500) });
    await wiraya.advance('PT2M');
    await wiraya.send({ recipient: BO });
    await wiraya.advance('PT1S');
    const message = await messageOf(wiraya.waitForCallback({ is: 'DELIVERED' }, { timeoutMs: 1 }));
    const [what, clock, callback, did, failed, arrived, ...more] = message.split('\n');
    expect(what).toBe('No callback that holds {"is":"DELIVERED"} arrived within 1 ms');
    expect(clock).toMatch(
      /^The clock is manual and stands still at 2.*Z: nothing becomes due until it is advanced\.$/,
    );
    expect(callback).toMatch(/^Callback 1 \(POST https.*\/inbox\/first\): .* wait/);
    expect(did).toBe('What did:');
    expect(failed).toMatch(/ {2}POST https.*\/inbox\/first \(failed: .*503.*\): \{"is":"FAILURE"/);
    expect(arrived).toMatch(
      / {2}POST https.*\/inbox\/first \(200\): .*"to":"46701740605".* … \(\d+ characters\)$/,
    );
    expect(more).toEqual([]);
    expect(message).not.toContain('hush');
  });

  it('says that there is no callback, or no such one, and what a real clock is waiting for', async () => {
    await using real = await startMockWiraya({ tick: '0 0 1 1 *' });
    const wait = (options: object) =>
      messageOf(real.waitForCallback(undefined, { timeoutMs: 1, ...options }));
    expect(await wait({})).toMatch(
      /^No callback arrived within 1 ms\nThe clock is real, .* tick says: 0 0 1 1 \* .*\nNo callback is registered\.\nNothing else arrived either\.$/,
    );
    await real.registerCallback(real.inbox('first').url);
    expect(await wait({ callbackId: 7 })).toContain('There is no callback 7.');
  });

  it('shows the newest ten of many', async () => {
    await wiraya.registerCallback(inbox().url);
    for (let count = 0; count < 12; count++) await wiraya.send({ recipient: ADA, content: `text ${count}` });
    await wiraya.advance({ until: 'idle' });
    const lines = (await messageOf(wiraya.waitForCallback('text 99', { timeoutMs: 1 }))).split('\n');
    expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(10);
    expect(lines).toContainEqual(expect.stringMatching(/^\d+ did, the newest of them:$/));
  });
});

describe('an inbox', () => {
  it('gives what it received, answers in turn and forgets', async () => {
    const inbox = wiraya.inbox('turns');
    await wiraya.api.setInbox('turns', { auth: { username: 'me', password: 'let me in' } });
    await inbox.answer(503, { status: 429, times: 2 }, { status: 202, body: 'thanks' });
    const headers = { authorization: `Basic ${btoa('me:let me in')}` };
    const post = async (body: string) =>
      (await fetch(inbox.httpUrl, { method: 'POST', body, headers })).status;
    expect([await post('{"n":1}'), await post('2'), await post('<n/>'), await post('')]).toEqual([
      503, 429, 429, 202,
    ]);
    expect((await inbox.received()).map(({ items }) => items)).toEqual([[{ n: 1 }], [2], ['<n/>'], [{}]]);
    expect(await inbox.received({ contains: 'n/' })).toHaveLength(1);
    expect(await inbox.waitFor(4)).toHaveLength(4);
    await inbox.clear();
    expect(await inbox.received()).toEqual([]);
    await expect(inbox.answer({ status: 200, times: 2 })).rejects.toThrow('for ever');
  });

  it('waits for what is still to come, and shows what came when it does not', async () => {
    const inbox = wiraya.inbox('patient');
    const waiting = inbox.waitFor(1, { contains: 'second' });
    await fetch(inbox.httpUrl, { method: 'POST', body: '{"first": 1}' });
    await fetch(inbox.httpUrl, { method: 'POST', body: '{"second": 2}' });
    expect((await waiting).map(({ items }) => items)).toEqual([[{ second: 2 }]]);
    const message = await messageOf(inbox.waitFor(3, { timeoutMs: 1 }));
    expect(message).toMatch(/^Fewer than 3 requests arrived at inbox patient within 1 ms\n/);
    expect(message).toMatch(/\nWhat did:\n {2}POST 200: \{"first":1\}\n {2}POST 200: \{"second":2\}$/);
  });
});

describe('requests', () => {
  it('are the calls of the real API that fit, come or still to come', async () => {
    const client = messagingClient({ platform: wiraya } as never);
    const pin = { recipient: ADA, sender: 'Acme', message: 'PIN {code}', ipaddress: '192.0.2.1' };
    const waiting = wiraya.waitForRequest({ match: { recipient: BO } });
    await client.call('SendPinCode', pin);
    await client.call('SendPinCode', { ...pin, recipient: BO });
    const all = await wiraya.requests();
    expect(all.map(({ endpoint }) => endpoint)).toEqual(['SendPinCode', 'SendPinCode']);
    expect(await waiting).toEqual(all[1]);
    expect(await wiraya.requests({ endpoint: 'SendPinCode', match: { recipient: ADA } })).toEqual([all[0]]);
    await client.call('VerifyCode', { recipient: ADA, pinCode: '98765' });
    const message = await messageOf(
      wiraya.waitForRequest({ endpoint: 'Token', match: { key: 'hush' } }, { timeoutMs: 1 }),
    );
    expect(message).toMatch(
      /^No call of the real API that fits \{"endpoint":"Token","match":\{"key":"\*\*\*"\}\} arrived/,
    );
    expect(message).toMatch(/ {2}POST .*\/api\/SendPinCode\/json \(\d+\): \{.*"sender":"Acme"/);
    expect(message).not.toMatch(/hush|98765/);
  });
});
