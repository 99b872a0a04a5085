import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Entity, expectProblem, type Page, startApi } from '../../support/api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

const post = async (path: string, body = '', method = 'POST') =>
  (await fetch(`${api.platform.httpUrl}/inbox/${path}`, { method, ...(body && { body }) })).status;
const bodies = async (name: string, query = '') =>
  (await api.read<Page>(`/inbox/${name}/requests${query}`)).items.map(({ body }) => body);

const USUAL = {
  answer: { status: 200, delayMs: 0, headers: {}, body: '' },
  next: [],
  auth: null,
  requireClientCertificate: false,
};
const UNUSED = { ...USUAL, requests: 0, lastAt: null, createdAt: null };

describe('an inbox', () => {
  it('is one by any name, and is listed once it is used', async () => {
    const list = async () => (await api.read<Page>('/inbox')).items;
    expect(await api.read('/inbox/never-used')).toEqual({
      name: 'never-used',
      path: '/inbox/never-used',
      ...UNUSED,
    });
    expect(await api.read('/inbox/never-used/requests')).toEqual({ items: [], next: null });
    expect(await list()).toEqual([]);
    await post('used', 'a');
    await post('used', 'b');
    const { now } = await api.read<{ now: string }>('/clock');
    const used = { name: 'used', path: '/inbox/used', ...USUAL, requests: 2, lastAt: now, createdAt: now };
    expect(await list()).toEqual([used]);
    expect(await api.read('/inbox/used')).toEqual(used);
  });

  it('can be told all that it can do, and shows it but for the password', async () => {
    const answer = { status: 202, delayMs: 5, headers: { 'x-a': 'b' }, body: 'ok' };
    const next = [{ ...answer, status: 503, times: 3 }];
    const auth = { username: 'u', password: 'a secret' };
    const told = { answer, next, auth, requireClientCertificate: true };
    const shown = { ...told, auth: { username: 'u' } };
    expect((await api.put('/inbox/told', told)).json).toMatchObject(shown);
    expect(await api.read('/inbox/told')).toMatchObject(shown);
    expect(JSON.stringify(await api.read('/inbox'))).not.toContain('a secret');
  });

  it('is told all anew each time: what is left out is as usual', async () => {
    await api.put('/inbox/anew', { answer: { status: 500 }, next: [{}], requireClientCertificate: true });
    expect(await api.read('/inbox/anew')).toMatchObject({ next: [{ ...USUAL.answer, times: 1 }] });
    expect((await api.put('/inbox/anew', {})).json).toMatchObject(USUAL);
    expect(await post('anew')).toBe(200);
  });

  it('keeps its password when it is sent back as it was shown', async () => {
    await api.put('/inbox/kept', { auth: { username: 'u', password: 'p' } });
    expect((await api.put('/inbox/kept', { auth: { username: 'u' } })).status).toBe(200);
    const headers = { authorization: `Basic ${btoa('u:p')}` };
    expect((await fetch(`${api.platform.httpUrl}/inbox/kept`, { headers })).status).toBe(200);
    expectProblem(await api.put('/inbox/kept', { auth: { username: 'v' } }), 400, 'auth.password');
    expectProblem(await api.put('/inbox/fresh', { auth: { username: 'u' } }), 400, 'auth.password');
  });

  it.each([
    [{ answer: { status: 199 } }, 'answer.status'],
    [{ answer: { status: 600 } }, 'answer.status'],
    [{ answer: { delayMs: 120_001 } }, 'answer.delayMs'],
    [{ answer: { headers: { 'a b': 'x' } } }, 'answer.headers.a b'],
    [{ answer: { headers: { 'content-length': '5' } } }, 'answer.headers.content-length'],
    [{ answer: { headers: { a: 'x\r\nb: y' } } }, 'answer.headers.a'],
    [{ answer: { headers: { a: '🎈' } } }, 'answer.headers.a'],
    [{ next: [{ times: 0 }] }, 'next.0.times'],
    [{ auth: { username: 'a:b', password: 'x' } }, 'auth.username'],
    [{ requireClientCertificate: 'yes' }, 'requireClientCertificate'],
    [{ answers: {} }, 'answers'],
  ])('is not told %j', async (config, field) => {
    expectProblem(await api.put('/inbox/wrong', config), 400, field);
    expect(await api.read('/inbox/wrong')).toMatchObject(UNUSED);
  });

  it.each(['Upper', 'a_b', 'x'.repeat(101), '%00'])('is never called %s', async (name) => {
    for (const answer of [
      await api.get(`/inbox/${name}`),
      await api.put(`/inbox/${name}`, {}),
      await api.delete(`/inbox/${name}`),
      await api.get(`/inbox/${name}/requests`),
      await api.get(`/inbox/${name}/wait?timeoutMs=0`),
    ])
      expectProblem(answer, 400, 'name');
  });

  it('that is removed is made anew, without what it was told and what arrived', async () => {
    await api.put('/inbox/removed', { answer: { status: 500 } });
    expect(await post('removed', 'a')).toBe(500);
    expect((await api.delete('/inbox/removed')).status).toBe(204);
    expect(await api.read('/inbox/removed')).toMatchObject(UNUSED);
    expect((await api.delete('/inbox/removed')).status).toBe(204);
    expect(await post('removed', 'b')).toBe(200);
    expect(await bodies('removed')).toEqual(['b']);
  });
});

describe('what arrived at an inbox', () => {
  beforeAll(async () => {
    for (const text of ['one', 'two', 'three']) await post('three?n=1', text);
    await post('three/below', '', 'DELETE');
    await post('elsewhere', 'four');
  });

  it('comes in pages from either end', async () => {
    expect(await bodies('three')).toEqual(['one', 'two', 'three', '']);
    expect(await bodies('three', '?order=newest&limit=2')).toEqual(['', 'three']);
    const page = await api.read<Page>('/inbox/three/requests?order=newest&limit=2');
    expect(await bodies('three', `?order=newest&after=${page.next}`)).toEqual(['two', 'one']);
    expect(await bodies('three', `?after=${page.items[1]!.id}`)).toEqual(['']);
  });

  it('can be filtered by method, by what it contains, and by time', async () => {
    expect(await bodies('three', '?method=POST')).toEqual(['one', 'two', 'three']);
    expect(await bodies('three', '?contains=t')).toEqual(['one', 'two', 'three', '']);
    expect(await bodies('three', '?contains=th&method=POST')).toEqual(['one', 'two', 'three']);
    expect(await bodies('three', '?contains=wo')).toEqual(['two']);
    expect(await bodies('three', '?contains=n%3D1')).toEqual(['one', 'two', 'three']);
    expect(await bodies('three', '?contains=/below')).toEqual(['']);
    await api.post('/clock/advance', { by: 'PT1S' });
    const { now } = await api.read<{ now: string }>('/clock');
    await post('three', 'later');
    expect(await bodies('three', `?since=${now}`)).toEqual(['later']);
    for (const query of ['method=post', 'contains=', 'since=today', 'order=random'])
      expectProblem(await api.get(`/inbox/three/requests?${query}`), 400, query.split('=')[0]!);
  });

  it('can be read one by one, at its own inbox only', async () => {
    const [first] = (await api.read<Page>('/inbox/three/requests')).items;
    expect(await api.read(`/inbox/three/requests/${first!.id}`)).toEqual(first);
    expectProblem(await api.get(`/inbox/elsewhere/requests/${first!.id}`), 404, 'id');
    expectProblem(await api.get('/inbox/never-used/requests/1'), 404, 'id');
  });

  it('can be waited for, before the inbox has been used', async () => {
    const waiting = api.read<{ items: Entity[] }>('/inbox/awaited/wait?count=2&contains=yes');
    for (const text of ['yes 1', 'no', 'yes 2', 'yes 3']) await post('awaited', text);
    expect((await waiting).items.map(({ body }) => body)).toEqual(['yes 1', 'yes 2']);
    const none = await api.read<{ items: Entity[] }>('/inbox/awaited/wait?timeoutMs=0&contains=maybe');
    expect(none.items).toEqual([]);
    for (const query of ['count=0', 'count=1001', 'timeoutMs=60001', 'timeoutMs=-1'])
      expectProblem(await api.get(`/inbox/awaited/wait?${query}`), 400, query.split('=')[0]!);
  });

  it('can be forgotten, while what it was told stays', async () => {
    await api.put('/inbox/forgetful', { answer: { status: 202 } });
    await post('forgetful', 'a');
    const [before] = (await api.read<Page>('/inbox/forgetful/requests')).items;
    expect((await api.delete('/inbox/forgetful/requests')).status).toBe(204);
    expect(await api.read('/inbox/forgetful')).toMatchObject({ requests: 0, lastAt: null });
    expect(await post('forgetful', 'b')).toBe(202);
    const [after] = (await api.read<Page>('/inbox/forgetful/requests')).items;
    expect(after!.id).toBeGreaterThan(before!.id);
    expect((await api.delete('/inbox/never-used/requests')).status).toBe(204);
  });

  it('is as many as the setting says, and is gone after a reset of all but not of one customer', async () => {
    await using own = await startApi({ keepInboxRequests: 2 });
    for (const text of ['a', 'b', 'c', 'd'])
      await fetch(`${own.platform.httpUrl}/inbox/first`, { method: 'POST', body: text });
    const kept = async () => (await own.read<Page>('/inbox/first/requests')).items.map(({ body }) => body);
    expect(await kept()).toEqual(['c', 'd']);
    await own.post('/reset', { customerId: 1 });
    expect(await kept()).toEqual(['c', 'd']);
    await own.post('/reset', {});
    expect(await kept()).toEqual([]);
    expect(await own.read('/inbox')).toEqual({ items: [], next: null });
  });
});
