import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doctor } from '../../src/commands/doctor/doctor.ts';
import type { Finding } from '../../src/commands/doctor/finding.ts';
import { resolveSettings, type SettingsInput } from '../../src/config.ts';
import { SHIPPED_PROFILES } from '../../src/core/profile/shipped.ts';
import { startMockWiraya } from '../../src/index.ts';
import { type Api, mobile, startApi } from '../support/api.ts';
import { saidBy } from '../support/console.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from '../support/tls-receiver.ts';

let files: Scratch;
beforeEach(() => {
  files = scratch();
});
afterEach(() => files.remove());

async function findings(url: string | null, options: SettingsInput = {}) {
  const settings = () => resolveSettings({ options: { httpPort: 0, httpsPort: 0, ...options } });
  const { result, out } = await saidBy(() => doctor(url, settings, { json: true }));
  const told = JSON.parse(out.join()) as { ok: boolean; findings: Finding[] };
  expect(result).toBe(told.ok);
  const of = (about: string) => told.findings.filter((finding) => finding.about === about);
  return { ok: told.ok, of, one: (about: string) => of(about)[0] };
}

describe('mock-wiraya doctor, of a platform that runs', () => {
  let api: Api;
  let receiver: Receiver;
  beforeAll(async () => {
    api = await startApi({ clock: 'real', maxAttempts: 1, proxyPort: 0 });
    receiver = await startTlsReceiver(await makeCertificate(), (_request, response) => response.end());
  });
  beforeEach(() => api.post('/reset'));
  afterAll(async () => {
    await api.platform.close();
    await receiver.close();
  });

  it('finds nothing in the way of a good one', async () => {
    const { port } = receiver;
    await api.create('/callbacks', { customerId: 1, method: 'POST', url: `https://127.0.0.1:${port}/` });
    const { ok, of, one } = await findings(api.platform.httpUrl);
    expect(ok).toBe(true);
    expect(one('platform')?.says).toMatch(/is ready$/);
    expect(one('HTTPS')?.says).toMatch(/answers; its certificate holds until \d{4}-/);
    expect(one('proxy')).toMatchObject({ state: 'ok' });
    expect(one('certificates')?.says).toMatch(/^the authority holds until/);
    expect(one('clock')).toMatchObject({ state: 'ok', says: 'real, in step with this machine' });
    expect(one('store')?.says).toMatch(/^in memory/);
    expect(of('callback 1')).toMatchObject([
      { state: 'ok', says: `https://127.0.0.1:${port}/: reachable over TLSv1.3` },
    ]);
    expect(receiver.requests).toEqual([]);
  });

  it('says in plain words which receivers cannot be reached, and which callbacks are paused', async () => {
    await api.create('/callbacks', { customerId: 1, method: 'POST', url: 'https://127.0.0.1:1/' });
    const callback = { customerId: 1, method: 'POST', url: 'https://127.0.0.1:1/', enabled: false };
    await api.create('/callbacks', callback);
    const { ok, one } = await findings(api.platform.httpUrl);
    expect(ok).toBe(false);
    expect(one('callback 1')).toMatchObject({
      state: 'failing',
      says: 'https://127.0.0.1:1/: nothing listens on 127.0.0.1:1',
    });
    expect(one('callback 2')).toMatchObject({ state: 'warning', says: 'https://127.0.0.1:1/: paused' });
  });

  it('tells of a receiver that asks for a client certificate when there is none, unless it is an inbox here that does not insist', async () => {
    const asking = await startTlsReceiver(
      { ...(await makeCertificate()), requestCert: true },
      (_request, response) => response.end(),
    );
    const callback = { customerId: 1, method: 'POST' };
    await api.create('/callbacks', { ...callback, url: `https://127.0.0.1:${asking.port}/` });
    await api.create('/callbacks', { ...callback, url: `${api.platform.httpsUrl}/inbox/open` });
    await api.create('/callbacks', { ...callback, url: `${api.platform.httpsUrl}/inbox/strict` });
    await api.put('/inbox/strict', { requireClientCertificate: true });
    const { one } = await findings(api.platform.httpUrl);
    await asking.close();
    for (const id of [1, 3]) {
      expect(one(`callback ${id}`)).toMatchObject({
        state: 'warning',
        says: expect.stringMatching(/asks for a client certificate, and none is configured$/),
      });
    }
    expect(one('callback 2')).toMatchObject({ state: 'ok' });
  });

  it('tells of a clock that stands, and of deliveries that were given up', async () => {
    await using still = await startApi({ maxAttempts: 1 });
    await still.create('/callbacks', { customerId: 1, method: 'POST', url: 'https://127.0.0.1:1/' });
    await still.create('/communications', {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: mobile(1),
      sender: 'Acme',
      content: 'Hi',
    });
    await still.settle();
    const { one } = await findings(still.platform.httpUrl);
    expect(one('clock')).toMatchObject({
      state: 'warning',
      says: expect.stringMatching(/^manual: it stands at/),
    });
    expect(one('deliveries')).toMatchObject({ state: 'warning', says: '1 were given up' });
  });

  it('looks into a store on this machine, and leaves it as it was', async () => {
    await using stored = await startMockWiraya({ dataDir: files.path, clock: 'manual' });
    const { one } = await findings(stored.httpUrl);
    expect(one('store')?.says).toMatch(/store\.sqlite is whole: [\d.]+ MiB, schema \d+$/);
    expect(one('disk')?.says).toMatch(/are free on the disk of/);
  });

  it('is for people unless it is told otherwise', async () => {
    const { out } = await saidBy(() => doctor(api.platform.httpUrl, () => resolveSettings({}), {}));
    expect(out.join('\n')).toMatch(/^ok +platform +mock-wiraya/);
    expect(out.join('\n')).toMatch(/warning +callbacks +none is registered\n +→ POST/);
    expect(out.join('\n')).toMatch(/\n0 failing, 1 to know, \d fine$/);
  });

  it.each([
    ['nobody', 'http://127.0.0.1:1', /^no platform answers/],
    ['somebody else', null, /answered 404: is it a platform\?$/],
  ])('says so when %s answers where it was told to look', async (_who, url, words) => {
    await expect(
      doctor(url ?? `${api.platform.httpUrl}/docs`, () => resolveSettings({}), {}),
    ).rejects.toThrow(words);
    const { ok, one } = await findings(url ?? `${api.platform.httpUrl}/docs`);
    expect(ok).toBe(false);
    expect(one('platform')).toMatchObject({ state: 'failing', says: expect.stringMatching(words) });
  });
});

describe('mock-wiraya doctor, when none runs', () => {
  it('finds nothing in the way of a start in a new folder, and makes nothing', async () => {
    const { ok, one } = await findings(null, { dataDir: join(files.path, 'new', 'folder') });
    expect(ok).toBe(true);
    expect(one('platform')?.says).toBe('none runs');
    expect(one('httpPort')?.says).toBe('any that is free');
    expect(one('data folder')?.says).toMatch(/folder will be made$/);
    expect(one('store')?.says).toMatch(/holds none yet/);
    expect(one('certificates')?.says).toMatch(/^none yet/);
  });

  it('names a port that somebody else has', async () => {
    const holder = createServer((socket) => socket.end('220 mail\r\n')).listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { ok, one } = await findings(null, { httpPort: port, dataDir: ':memory:' });
    holder.close();
    expect(ok).toBe(false);
    expect(one('httpPort')?.says).toMatch(new RegExp(`port ${port} on 127.0.0.1 is in use`));
  });

  it('finds what is wrong in the folder: a store that is none, and a key that is lost', async () => {
    await (await startMockWiraya({ dataDir: files.path })).close();
    expect((await findings(null, { dataDir: files.path })).ok).toBe(true);

    files.write('store.sqlite', 'this is no store, but a text that is somewhat long'.repeat(40));
    writeFileSync(join(files.path, 'certificates', 'ca.key'), 'no key');
    const { ok, one } = await findings(null, { dataDir: files.path });
    expect(ok).toBe(false);
    expect(one('store')?.says).toMatch(/is not a store of mock-wiraya/);
    expect(one('certificates')?.says).toMatch(/ca\.key is damaged/);
  });

  it('finds damage in a store', async () => {
    const platform = await startMockWiraya({ dataDir: files.path, clock: 'manual' });
    for (let index = 0; index < 20; index++) await platform.send({ recipient: mobile(index) });
    await platform.close();
    const file = join(files.path, 'store.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8 * 4096, 40 * 4096);
    writeFileSync(file, bytes);
    const { ok, one } = await findings(null, { dataDir: files.path });
    expect(ok).toBe(false);
    expect(one('store')).toMatchObject({
      state: 'failing',
      says: expect.stringMatching(/damaged|malformed/),
    });
  });

  it('names files that cannot be read, and addresses that are not of this machine', async () => {
    const { one } = await findings(null, {
      dataDir: ':memory:',
      profileFiles: [files.write('mine.json', '{')],
      seedFile: join(files.path, 'missing.json'),
      sourceAddresses: ['192.0.2.77', '127.0.0.1'],
    });
    expect(one('profileFiles')).toMatchObject({
      state: 'failing',
      says: expect.stringMatching(/is not JSON/),
    });
    expect(one('seedFile')?.says).toMatch(/no such file/);
    expect(one('sourceAddresses')).toMatchObject({
      state: 'failing',
      says: '192.0.2.77 is not an address of this machine',
    });
  });

  it('looks for the profile where a start would: among those that come with it, in files, in the store', async () => {
    const unknown = await findings(null, { dataDir: files.path, profile: 'mine' });
    expect(unknown.ok).toBe(false);
    expect(unknown.one('profile')?.says).toMatch(/^profile: there is no profile "mine"/);

    const { name: _, ...data } = SHIPPED_PROFILES[0]!;
    const inFile = { profileFiles: [files.write('mine.json', JSON.stringify(data))], profile: 'mine' };
    expect((await findings(null, { dataDir: ':memory:', ...inFile })).one('profile')?.state).toBe('ok');

    const platform = await startMockWiraya({ dataDir: files.path });
    await platform.api.setProfile('mine', data);
    await platform.close();
    const inStore = await findings(null, { dataDir: files.path, profile: 'mine' });
    expect(inStore.one('profile')).toMatchObject({ state: 'ok', says: 'mine' });
  });

  it('sows a seed file aside, until the store has been seeded', async () => {
    const wrong = files.write('wrong.json', JSON.stringify({ customers: { acme: { nam: 'Acme' } } }));
    const lost = files.write('lost.json', JSON.stringify({ callbacks: [{ customer: 'acme' }] }));
    const good = files.write('good.json', JSON.stringify({ customers: { acme: { name: 'Acme' } } }));
    const dataDir = join(files.path, 'data');
    const { ok, one } = await findings(null, { dataDir, seedFile: wrong });
    expect(ok).toBe(false);
    expect(one('seedFile')?.says).toContain(`${wrong}: customers.acme.name: is missing`);
    expect(one('seedFile')?.says).toContain('; customers.acme.nam: there is no such field');
    const found = await findings(null, { dataDir, seedFile: lost });
    expect(found.one('seedFile')?.says).toMatch(/lost\.json: callbacks\.0\./);
    const fits = await findings(null, { dataDir, seedFile: good });
    expect(fits.one('seedFile')).toMatchObject({ state: 'ok', says: `${good} can be sown` });

    await (await startMockWiraya({ dataDir, seedFile: good })).close();
    const again = await findings(null, { dataDir, seedFile: wrong });
    expect(again.one('seedFile')?.says).toBe(`${wrong} is not read again: the store has been seeded`);
    await (await startMockWiraya({ dataDir, seedFile: wrong })).close();
  });

  it('says in the words of a start that the certificate of the authority is damaged', async () => {
    await (await startMockWiraya({ dataDir: files.path })).close();
    writeFileSync(join(files.path, 'certificates', 'ca.pem'), 'no certificate');
    const { one } = await findings(null, { dataDir: files.path });
    const refused = await startMockWiraya({ dataDir: files.path }).catch(({ message }) => message);
    expect(one('certificates')).toMatchObject({ state: 'failing', says: refused });
    expect(refused).toMatch(/ca\.pem is damaged: .*Put the right file back/);
  });

  it('takes no file for the data folder', async () => {
    const file = files.write('data', '');
    for (const dataDir of [file, join(file, 'below')]) {
      const { ok, one } = await findings(null, { dataDir });
      expect(ok).toBe(false);
      expect(one('data folder')?.says).toBe(`${file} is a file`);
      expect(one('store')).toBeUndefined();
    }
  });

  it('says what is wrong with the settings themselves', async () => {
    const { ok, one } = await findings(null, { speed: 0 });
    expect(ok).toBe(false);
    expect(one('settings')?.says).toMatch(/^speed: must be/);
  });
});
