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

  it('reaches one that listens on all addresses under the name that was good for asking', async () => {
    await using everywhere = await startMockWiraya({ host: '0.0.0.0', proxyPort: 0, clock: 'manual' });
    const { http, https, proxy } = await everywhere.api.getUrls().then(({ httpUrl, httpsUrl, proxyUrl }) => ({
      http: new URL(httpUrl).port,
      https: new URL(httpsUrl).port,
      proxy: new URL(proxyUrl!).port,
    }));
    await using client = await connectMockWiraya(`http://localhost:${http}/`);
    expect(client).toMatchObject({
      httpUrl: `http://localhost:${http}`,
      httpsUrl: `https://localhost:${https}`,
      proxyUrl: `http://localhost:${proxy}`,
    });
    await using secure = await connectMockWiraya(client.httpsUrl, { ca: client.caCertificate });
    expect(secure).toMatchObject({ httpUrl: client.httpUrl, httpsUrl: client.httpsUrl });

    const inbox = client.inbox('first');
    expect(inbox.url).toBe(`https://127.0.0.1:${https}/inbox/first`);
    expect(everywhere.inbox('first')).toMatchObject({ url: inbox.url, httpUrl: inbox.httpUrl });
    await client.registerCallback(inbox.url);
    await client.send({ recipient: '46701740605' });
    await client.advance({ until: 'idle' });
    expect(await inbox.waitFor(1)).toHaveLength(1);
  });

  it('is told where its ports are mapped to', async () => {
    const httpsUrl = 'https://mock.example:14443';
    await using client = await connectMockWiraya(platform.httpUrl, { httpsUrl: `${httpsUrl}/` });
    expect(client).toMatchObject({ httpUrl: platform.httpUrl, httpsUrl, proxyUrl: null });
    // That is where it is reached from here; it calls its own inbox where it listens.
    expect(client.inbox('first').url).toBe(`${platform.httpsUrl}/inbox/first`);
    await expect(connectMockWiraya(platform.httpUrl, { httpsUrl: 'mock:14443' })).rejects.toThrow(
      'httpsUrl mock:14443: must be the URL of a platform, such as',
    );
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
    await expect(connectMockWiraya('127.0.0.1:4010')).rejects.toThrow(
      '127.0.0.1:4010: must be the URL of a platform, such as http://127.0.0.1:4010',
    );
    await expect(connectMockWiraya('ftp://127.0.0.1')).rejects.toThrow(
      'ftp://127.0.0.1: must be the URL of a platform',
    );
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
