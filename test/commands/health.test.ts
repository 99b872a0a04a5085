import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../src/commands/client.ts';
import { health } from '../../src/commands/health.ts';
import { type Api, startApi } from '../support/api.ts';
import { saidBy } from '../support/console.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.platform.close());

describe('mock-wiraya health', () => {
  it('says that a platform is ready', async () => {
    const { httpUrl } = api.platform;
    const { result, out, err } = await saidBy(() => health(httpUrl, {}));
    expect({ result, err }).toEqual({ result: true, err: [] });
    expect(out).toEqual([expect.stringMatching(new RegExp(`^mock-wiraya \\S+ at ${httpUrl} is ready$`))]);
  });

  it('says so as JSON', async () => {
    const { out } = await saidBy(() => health(api.platform.httpUrl, { json: true }));
    expect(JSON.parse(out.join())).toMatchObject({ ready: true, problems: [] });
  });

  it('says as JSON, too, that nobody answers', async () => {
    const { result, out, err } = await saidBy(() => health('http://127.0.0.1:1', { json: true }));
    expect({ result, err }).toEqual({ result: false, err: [] });
    expect(JSON.parse(out.join())).toEqual({
      ready: false,
      problems: [expect.stringMatching(/^no platform answers at http:\/\/127\.0\.0\.1:1 /)],
    });
  });

  it('says why one is not', async () => {
    const body = { ready: false, problems: ['it is stopping'], version: '1.2.3' };
    const server = createServer((_request, response) => response.writeHead(503).end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { result, out, err } = await saidBy(() => health(url, {}));
    server.close();
    expect({ result, out }).toEqual({ result: false, out: [] });
    expect(err).toEqual([`mock-wiraya 1.2.3 at ${url} is not ready:\nit is stopping`]);
  });

  it.each([
    [
      'nobody answers',
      'http://127.0.0.1:1',
      /^no platform answers at http:\/\/127\.0\.0\.1:1 \(.*\): start one/,
    ],
    ['it is no URL', 'localhost', /^--url localhost: must be the URL of a platform/],
  ])('says so when %s', async (_what, url, words) => {
    await expect(health(url, {})).rejects.toThrow(words);
  });

  it('says so when somebody else answers', async () => {
    // The dashboard's part of the platform does not know the path.
    await expect(health(`${api.platform.httpUrl}/docs`, {})).rejects.toThrow(
      /answered 404: is it a platform\?$/,
    );
  });
});

describe('where a platform is asked', () => {
  it.each([
    ['127.0.0.1', 4010, 'http://127.0.0.1:4010'],
    ['0.0.0.0', 8080, 'http://127.0.0.1:8080'],
    ['::', 8080, 'http://[::1]:8080'],
    ['mock.test', 80, 'http://mock.test:80'],
  ])('follows from the settings: host %s, port %s', (host, httpPort, url) => {
    expect(urlOf({ host, httpPort })).toBe(url);
  });

  it('cannot be known of a port that is any that is free', () => {
    expect(() => urlOf({ host: '127.0.0.1', httpPort: 0 })).toThrow(/name the running platform with --url$/);
  });
});
