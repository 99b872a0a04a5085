import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connectMockWiraya,
  type MockWiraya,
  type MockWirayaClient,
  RefusalError,
  startMockWiraya,
} from '../../src/index.ts';
import { startPlainReceiver } from '../support/tls-receiver.ts';

let platform: MockWiraya;
let remote: MockWirayaClient;
beforeAll(async () => {
  platform = await startMockWiraya({ clock: 'manual' });
  remote = await connectMockWiraya(platform.httpsUrl, { ca: platform.caCertificate });
});
afterAll(async () => {
  await remote.close();
  await platform.close();
});

describe('a client of a platform that runs elsewhere', () => {
  it('knows where that is and whom to trust', () => {
    const { httpUrl, httpsUrl, proxyUrl, caCertificate } = platform;
    expect(remote).toMatchObject({ httpUrl, httpsUrl, proxyUrl, caCertificate });
  });

  it('takes what stands in the path, then the body, then the query', async () => {
    const { api } = remote;
    const { id } = await api.createContactList({ customerId: 1, name: 'Friday' });
    const csv = 'number\n46701740605\n46701740606\n';
    expect(await api.addRecipients(id, csv, { allOrNothing: true })).toMatchObject({ added: 2 });
    expect(await api.addRecipients(id, { recipients: [{ number: '46701740607' }] })).toMatchObject({
      added: 1,
    });
    const { items, next } = await api.listRecipients(id, { limit: 2 });
    expect(items.map(({ number }) => number)).toEqual(['46701740605', '46701740606']);
    expect((await api.listRecipients(id, { after: next!, search: undefined as never })).items).toHaveLength(
      1,
    );
  });

  it('gets text as text, bytes as bytes, and nothing as nothing', async () => {
    const { api } = remote;
    expect(await api.getCaCertificate()).toBe(platform.caCertificate);
    await remote.force('46701740605', 'DELIVERED');
    expect(await api.deleteOutcomeRules()).toBeUndefined();
    const world = await api.takeSnapshot();
    expect(new TextDecoder().decode(world.subarray(0, 15))).toBe('SQLite format 3');
    expect(await api.restoreSnapshot(world)).toMatchObject({ mode: 'manual' });
  });

  it('is told what is wrong, field by field', async () => {
    const refused = remote.api.createCampaign({ customerId: 1, projectId: 9, contactListId: 9, name: '' });
    await expect(refused).rejects.toThrow(RefusalError);
    const error: RefusalError = await refused.catch((refusal) => refusal);
    expect(error).toMatchObject({ operation: 'createCampaign', status: 400, title: 'Bad Request' });
    expect(error.errors.map(({ field }) => field)).toEqual(['name']);
    expect(error.message).toMatch(/^createCampaign was refused: 400 Bad Request\n {2}name: .+; expected .+$/);
    expect(error.stack).toContain('api.test.ts');
    await expect(remote.api.getCampaign(77)).rejects.toMatchObject({
      status: 404,
      message: 'getCampaign was refused: 404 Not Found\n  id: there is no campaign 77',
    });
  });

  it('does not ask for something else when a part of the path is missing', async () => {
    await expect(remote.api.getCampaign(undefined as never)).rejects.toThrow('getCampaign: id is missing');
  });

  it('says why there is no answer', async () => {
    await expect(connectMockWiraya('http://127.0.0.1:1')).rejects.toThrow(
      /^no platform answers at http:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED/,
    );
    await expect(connectMockWiraya(platform.httpsUrl)).rejects.toThrow(/certificate.*give the option `ca`/);
    await expect(connectMockWiraya('ftp://127.0.0.1')).rejects.toThrow('no http: or https: URL');
  });

  it('says so when something else answers', async () => {
    const other = await startPlainReceiver((_, response) => response.writeHead(404).end('what?'));
    await expect(connectMockWiraya(`http://127.0.0.1:${other.port}`)).rejects.toThrow(
      /404 Not Found\n {2}what\?/,
    );
    await other.close();
  });

  it('leaves the platform running when it is closed, and says so to who still asks', async () => {
    const client = await connectMockWiraya(`${platform.httpUrl}/`);
    const waiting = client.waitForCallback('never');
    await client.close();
    await expect(waiting).rejects.toThrow('this client of the platform was closed meanwhile');
    await expect(client.reset()).rejects.toThrow('this client of the platform has been closed');
    await expect(remote.api.getHealth()).resolves.toMatchObject({ status: 'ok' });
  });
});
