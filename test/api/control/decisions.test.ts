import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, createWorld, type Entity, expectProblem, mobile, startApi } from '../../support/api.ts';
import { scratch } from '../../support/files.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
  await createWorld(api);
});
afterAll(() => api.platform.close());

const CALL = { customerId: 1, type: 'OUTGOING_CALL', recipient: mobile(0), sender: '46846500400' };
const SMS = { ...CALL, type: 'OUTGOING_SMS', content: 'Hello' };
const ASK_ME = { named: 'ASK_ME' };

const send = (body: object, of = api) => of.create('/communications', body);
const read = (id: number, of = api) =>
  of.read<Entity & { events: Entity[]; plan: object }>(`/communications/${id}`);
const decide = (id: number, outcome: object, of = api) => of.post(`/communications/${id}/outcome`, outcome);

describe('a communication that is held', () => {
  it('says so until a person answers the call', async () => {
    const { id, held } = await send({ ...CALL, outcome: ASK_ME });
    expect(held).toBe(true);
    await api.settle();
    expect(await read(id)).toMatchObject({ state: 'SENT', held: true, nextAt: null, events: [] });

    await api.post('/clock/advance', { by: 'PT1M' });
    const answer = { status: 'DELIVERED', callLength: 5, keyChoices: ['1', '2'], afterMs: 5000 };
    const { status, json } = await decide(id, answer);
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, state: 'SENT', held: false, decidedBy: 'REQUEST' });
    expect(json.reason).toMatch(/^the request asked for it \(decided later, at .*Z\)$/);

    await api.settle();
    expect(await read(id)).toMatchObject({
      state: 'DONE',
      held: false,
      status: 'DELIVERED',
      callLength: 5,
      keyChoices: ['1', '2'],
      plan: { reports: [{ afterMs: 65_000 }] },
      events: [{ status: 'DELIVERED' }],
    });
  });

  it('comes of a rule for calls to a number, as a handset would have it', async () => {
    const match = { number: mobile(1), type: 'OUTGOING_CALL' };
    const rule = await api.create('/outcome-rules', { match, outcome: ASK_ME });
    const { id } = await send({ ...CALL, recipient: mobile(1) });
    await api.settle();
    expect(await read(id)).toMatchObject({ held: true, reason: `outcome rule ${rule.id} matched` });
    expect((await decide(id, { named: 'DELIVERED' })).json.reason).toContain('(DELIVERED, decided later');
    await api.delete(`/outcome-rules/${rule.id}`);
  });

  it('can be found among those that are SENT', async () => {
    const { id } = await send({ ...SMS, recipient: mobile(2), outcome: ASK_ME });
    await api.settle();
    const { items } = await api.read<{ items: Entity[] }>(
      `/communications?state=SENT&recipient=${mobile(2)}`,
    );
    expect(items.map((one) => [one.id, one.held])).toEqual([[id, true]]);
  });
});

describe('deciding an outcome', () => {
  it('takes the place of one that was drawn, while it is to come', async () => {
    const { id } = await send({ ...SMS, outcome: { named: 'DELIVERED_AFTER_72_H' } });
    await decide(id, { status: 'SPAM', afterMs: 0 });
    await api.settle();
    expect((await read(id)).events.map(({ status }) => status)).toEqual(['SPAM']);
  });

  it('is refused when nothing is left to decide', async () => {
    const { id } = await send({ ...SMS, recipient: mobile(3), outcome: { status: 'DELIVERED' } });
    await api.settle();
    expectProblem(await decide(id, { status: 'FAILURE' }), 409, 'id');
    const incoming = await api.create('/incoming-sms', {
      customerId: 1,
      from: mobile(4),
      to: '71120',
      text: 'x',
    });
    expectProblem(await decide(incoming.id, { status: 'DELIVERED' }), 409, 'id');
    expectProblem(await decide(999_999, { status: 'DELIVERED' }), 404, 'id');
  });

  it('is refused for an outcome that cannot be', async () => {
    const { id } = await send({ ...CALL, outcome: ASK_ME });
    expectProblem(await decide(id, { status: 'NOT_WHITELISTED' }), 400, 'status');
    expectProblem(await decide(id, {}), 400, '');
    expectProblem(await decide(id, { named: 'MAYBE' }), 400, 'named');
    expect((await read(id)).held).toBe(true);
  });
});

describe('what is held', () => {
  it('is held still after a restart and in a snapshot, and gone after a reset', async () => {
    const directory = scratch();
    let first = await startApi({ dataDir: directory.path });
    const { id } = await send({ ...CALL, outcome: ASK_ME }, first);
    await first.platform.close();

    first = await startApi({ dataDir: directory.path });
    expect(await read(id, first)).toMatchObject({ state: 'SENT', held: true });
    const response = await fetch(`${first.platform.httpUrl}/v1/snapshot`);
    const snapshot = new Uint8Array(await response.arrayBuffer());
    await decide(id, { status: 'NOTREACHED' }, first);
    await first.settle();
    expect(await read(id, first)).toMatchObject({ state: 'DONE', held: false });

    const type = { 'content-type': 'application/vnd.sqlite3' };
    expect((await first.send('PUT', '/snapshot', snapshot, type)).status).toBe(200);
    expect(await read(id, first)).toMatchObject({ state: 'SENT', held: true });
    await decide(id, { status: 'NOTREACHED' }, first);
    await first.settle();
    expect(await read(id, first)).toMatchObject({ state: 'DONE', status: 'NOTREACHED' });

    await first.post('/reset', {});
    expect((await first.get(`/communications/${id}`)).status).toBe(404);
    await first.platform.close();
    directory.remove();
  });
});
