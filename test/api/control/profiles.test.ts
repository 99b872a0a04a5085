import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, expectProblem, mobile, startApi } from '../../support/api.ts';
import { type Scratch, scratch } from '../../support/files.ts';

/** A profile as the API takes it. */
interface ProfileData {
  description: string;
  sms: { failure: number; [field: string]: unknown };
  call: { ringMs: object; [field: string]: unknown };
  [field: string]: unknown;
}

interface Profile extends ProfileData {
  name: string;
  own: boolean;
}

const SHIPPED = ['realistic', 'all-delivered', 'flaky-network', 'worst-day'];

let api: Api;
/** By which every SMS fails. */
let failing: ProfileData;
beforeAll(async () => {
  api = await startApi();
  const { own, name, ...data } = await api.read<Profile>('/profiles/all-delivered');
  failing = { ...data, description: 'Nothing works.', sms: { ...data.sms, failure: 1 } };
});
afterAll(() => api.platform.close());

const all = async (of = api) => (await of.read<{ items: Profile[] }>('/profiles')).items;
const names = async (of = api) => (await all(of)).map(({ name }) => name);
const customer = async (profile: string | null, of = api) =>
  (await of.create('/customers', { name: 'Acme', ...(profile && { profile }) })).id;
/** Sends an SMS of the customer, to its end. @returns its status and the profile that it was drawn from */
async function outcomeOf(customerId: number, of = api) {
  const sms = { customerId, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };
  const { id } = await of.create('/communications', sms);
  await of.settle();
  const { status, reason } = await of.read(`/communications/${id}`);
  return `${status} by ${/"(.+)"/.exec(reason as string)![1]}`;
}

describe('the profiles that come with the platform', () => {
  it('are listed, the usual one first, each with its reasoning', async () => {
    const shipped = await all();
    expect(shipped.map(({ name }) => name)).toEqual(SHIPPED);
    for (const { own, description } of shipped) {
      expect(own).toBe(false);
      expect(description.length).toBeGreaterThan(50);
    }
    for (const profile of shipped) expect(await api.read(`/profiles/${profile.name}`)).toEqual(profile);
  });

  it.each(SHIPPED)('are neither changed nor removed: %s', async (name) => {
    const before = await all();
    expectProblem(await api.put(`/profiles/${name}`, failing), 409, 'name');
    expectProblem(await api.delete(`/profiles/${name}`), 409, 'name');
    expect(await all()).toEqual(before);
  });
});

describe("a profile of one's own", () => {
  it('is created, read, replaced and removed', async () => {
    expect(await api.put('/profiles/mine', failing)).toMatchObject({
      status: 200,
      json: { ...failing, name: 'mine', own: true },
    });
    expect(await api.read('/profiles/mine')).toEqual({ ...failing, name: 'mine', own: true });
    expect(await names()).toEqual([...SHIPPED, 'mine']);
    const { description, ...rest } = failing;
    expect((await api.put('/profiles/mine', rest)).json).toMatchObject({ description: '', own: true });
    expect((await api.delete('/profiles/mine')).status).toBe(204);
    expect(await names()).toEqual(SHIPPED);
    expectProblem(await api.get('/profiles/mine'), 404, 'name');
    expectProblem(await api.delete('/profiles/mine'), 404, 'name');
  });

  it('decides for the customers that name it', async () => {
    await api.put('/profiles/mine', failing);
    expect(await outcomeOf(await customer('mine'))).toBe('FAILURE by mine');
    expect(await outcomeOf(await customer('all-delivered'))).toBe('DELIVERED by all-delivered');
    expect(await outcomeOf(await customer(null))).toMatch(/ by realistic$/);
  });

  it('that is replaced decides as it is now, for what is accepted from now on', async () => {
    await api.put('/profiles/mine', failing);
    const id = await customer('mine');
    const sms = {
      customerId: id,
      type: 'OUTGOING_SMS',
      recipient: mobile(1),
      sender: 'Acme',
      content: 'Hello',
    };
    const before = await api.create('/communications', sms);
    await api.put('/profiles/mine', { ...failing, sms: { ...failing.sms, failure: 0 } });
    expect(await outcomeOf(id)).toBe('DELIVERED by mine');
    expect(await api.read(`/communications/${before.id}`)).toMatchObject({ status: 'FAILURE' });
  });

  it('that is removed leaves its customers the usual one, until there is one of its name again', async () => {
    await api.put('/profiles/mine', failing);
    const id = await customer('mine');
    await api.delete('/profiles/mine');
    expect(await api.read(`/customers/${id}`)).toMatchObject({ profile: 'mine' });
    expect(await outcomeOf(id)).toMatch(/ by realistic$/);
    await api.put('/profiles/mine', failing);
    expect(await outcomeOf(id)).toBe('FAILURE by mine');
  });

  it('is left by a customer that names another one, or none', async () => {
    await api.put('/profiles/mine', failing);
    const id = await customer('mine');
    await api.patch(`/customers/${id}`, { profile: 'all-delivered' });
    expect(await outcomeOf(id)).toBe('DELIVERED by all-delivered');
    await api.patch(`/customers/${id}`, { profile: null });
    expect(await outcomeOf(id)).toMatch(/ by realistic$/);
  });

  it('must be there to be named', async () => {
    const id = await customer(null);
    for (const answer of [
      await api.post('/customers', { name: 'Acme', profile: 'nobodys' }),
      await api.patch(`/customers/${id}`, { profile: 'nobodys' }),
    ]) {
      const { errors } = expectProblem(answer, 400, 'profile');
      expect(errors![0]!.expected).toContain('realistic, all-delivered, flaky-network, worst-day');
    }
  });

  it.each(['Mine', 'a b', 'å', '-mine', 'a/b', 'x'.repeat(101)])('is not called "%s"', async (name) => {
    const path = `/profiles/${encodeURIComponent(name)}`;
    for (const answer of [await api.put(path, failing), await api.get(path), await api.delete(path)])
      expectProblem(answer, 400, 'name');
  });

  const wrong: [field: string, expected: string, change: (data: ProfileData) => object][] = [
    ['description', 'a string', (data) => ({ ...data, description: null })],
    ['unassignedNumbers', '1 or less', (data) => ({ ...data, unassignedNumbers: 1.1 })],
    ['unknownEstimates', '0 or more', (data) => ({ ...data, unknownEstimates: -0.1 })],
    ['sms', 'an object', ({ sms, ...data }) => data],
    ['sms.late', 'a number', ({ sms, ...data }) => ({ ...data, sms: { ...sms, late: '1' } })],
    ['sms.medianMs', '1 or more', ({ sms, ...data }) => ({ ...data, sms: { ...sms, medianMs: 0 } })],
    [
      'sms',
      'failure, unknown and notDelivered are 1 or less together',
      ({ sms, ...data }) => ({ ...data, sms: { ...sms, failure: 0.5, unknown: 0.3, notDelivered: 0.3 } }),
    ],
    [
      'sms.reply.texts',
      '1 item(s) or more',
      ({ sms, ...data }) => ({
        ...data,
        sms: { ...sms, reply: { share: 1, medianMs: 1, spread: 0, texts: [] } },
      }),
    ],
    ['call.attempts', '1 or more', ({ call, ...data }) => ({ ...data, call: { ...call, attempts: 0 } })],
    [
      'call.keys.0',
      'one of 0 to 9, * and #',
      ({ call, ...data }) => ({ ...data, call: { ...call, keys: ['A'] } }),
    ],
    [
      'call.ringMs',
      'a min that is not above max',
      ({ call, ...data }) => ({ ...data, call: { ...call, ringMs: { min: 2, max: 1 } } }),
    ],
    ['call.fax', 'a field that /docs names', ({ call, ...data }) => ({ ...data, call: { ...call, fax: 1 } })],
  ];
  it.each(wrong)('is refused when %s should be "%s"', async (field, expected, change) => {
    const { errors } = expectProblem(await api.put('/profiles/other', change(failing)), 400, field);
    expect(errors![0]!.expected).toBe(expected);
    expect((await api.get('/profiles/other')).status).toBe(404);
  });
});

describe('a profile as it is read', () => {
  it("is a good beginning for another, whose name is the path's", async () => {
    await api.put('/profiles/copy', await api.read<object>('/profiles/worst-day'));
    const { name, own, ...copy } = await api.read<{ name: string; own: boolean }>('/profiles/copy');
    expect({ name, own }).toEqual({ name: 'copy', own: true });
    expect(await api.read('/profiles/worst-day')).toEqual({ name: 'worst-day', own: false, ...copy });
  });
});

describe('the setting profile', () => {
  it('names the profile of customers that name none', async () => {
    await using other = await startApi({ profile: 'all-delivered' });
    expect(await outcomeOf(1, other)).toBe('DELIVERED by all-delivered');
  });

  it('may name one of those in the store', async () => {
    const directory = scratch();
    {
      await using other = await startApi({ dataDir: directory.path });
      await other.put('/profiles/mine', failing);
    }
    {
      await using other = await startApi({ dataDir: directory.path, profile: 'mine' });
      expect(await outcomeOf(1, other)).toBe('FAILURE by mine');
    }
    directory.remove();
  });

  it('has it decide as it is now when that one is replaced', async () => {
    const directory = scratch();
    try {
      {
        await using other = await startApi({ dataDir: directory.path });
        await other.put('/profiles/mine', failing);
      }
      await using other = await startApi({ dataDir: directory.path, profile: 'mine' });
      await other.put('/profiles/mine', { ...failing, sms: { ...failing.sms, failure: 0 } });
      expect(await outcomeOf(1, other)).toBe('DELIVERED by mine');
    } finally {
      directory.remove();
    }
  });

  it('is refused when there is none of that name', async () => {
    await expect(startApi({ profile: 'nobodys' })).rejects.toThrow(
      /^profile: there is no profile "nobodys"$/,
    );
  });
});

describe('the setting profileFiles', () => {
  let directory: Scratch;
  beforeEach(() => {
    directory = scratch();
  });
  afterEach(() => directory.remove());
  const write = (name: string, data: unknown = failing) => directory.write(name, JSON.stringify(data));

  it('adds profiles that are called like their files, and cannot be changed', async () => {
    const profileFiles = [write('quiet-sunday.json'), write('2.json')];
    await using other = await startApi({ profileFiles });
    expect(await names(other)).toEqual([...SHIPPED, 'quiet-sunday', '2']);
    expect(await other.read('/profiles/quiet-sunday')).toEqual({
      ...failing,
      name: 'quiet-sunday',
      own: false,
    });
    expectProblem(await other.put('/profiles/quiet-sunday', failing), 409, 'name');
    expectProblem(await other.delete('/profiles/quiet-sunday'), 409, 'name');
    expect(await outcomeOf(await customer('quiet-sunday', other), other)).toBe('FAILURE by quiet-sunday');
  });

  it('takes a profile as it was read', async () => {
    const read = await api.read<object>('/profiles/worst-day');
    await using other = await startApi({ profileFiles: [write('my-day.json', read)] });
    expect(await other.read('/profiles/my-day')).toEqual({ ...read, name: 'my-day', own: false });
  });

  it('replaces those that come with the platform, and may name the usual one', async () => {
    await using other = await startApi({ profileFiles: [write('realistic.json')] });
    expect(await names(other)).toEqual(SHIPPED);
    expect(await outcomeOf(1, other)).toBe('FAILURE by realistic');
    await using another = await startApi({ profileFiles: [write('mine.json')], profile: 'mine' });
    expect(await outcomeOf(1, another)).toBe('FAILURE by mine');
  });

  it('goes before one of the same name in the store, which is there again without the file', async () => {
    const dataDir = join(directory.path, 'data');
    {
      await using other = await startApi({ dataDir });
      await other.put('/profiles/mine', { ...failing, description: 'Of the store.' });
    }
    {
      await using other = await startApi({ dataDir, profileFiles: [write('mine.json')] });
      expect(await other.read('/profiles/mine')).toEqual({ ...failing, name: 'mine', own: false });
    }
    await using other = await startApi({ dataDir });
    expect(await other.read('/profiles/mine')).toMatchObject({ description: 'Of the store.', own: true });
  });

  it('lists each name once', async () => {
    const dataDir = join(directory.path, 'data');
    {
      await using other = await startApi({ dataDir });
      await other.put('/profiles/mine', failing);
    }
    await using other = await startApi({ dataDir, profileFiles: [write('mine.json')] });
    expect(await names(other)).toEqual([...SHIPPED, 'mine']);
  });

  it.each([
    ['is not there', 'missing.json', null, /^profileFiles .*missing\.json: .*no such file/],
    ['is no JSON', 'mine.json', '{\n"sms": }', /^profileFiles .*mine\.json: is not JSON: line 2: /],
    [
      'has no name for a profile',
      'My Profile.json',
      '{}',
      /My Profile\.json: a profile is named like its file: small/,
    ],
    ['is a list', 'mine.json', '[]', /^profileFiles: .*mine\.json: it: /],
    [
      'lacks fields',
      'mine.json',
      '{}',
      /^profileFiles: .*mine\.json: unassignedNumbers: .*; sms: .*; call: /,
    ],
  ])('is refused in plain words when a file %s', async (_what, name, text, words) => {
    const file = text === null ? join(directory.path, name) : directory.write(name, text);
    const error = await startApi({ profileFiles: [file] }).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.name).toBe('SettingsError');
    expect(error?.message).toMatch(words);
  });

  it('is refused for a file that does not end in .json', async () => {
    const file = write('mine.yaml');
    await expect(startApi({ profileFiles: [file] })).rejects.toThrow(
      `profileFiles: "${file}" is not the path of a .json file`,
    );
  });
});
