import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { checkUrl, guardedLookup, isLinkLocal } from '../../../src/callbacks/transport/network-policy.ts';
import type { Refusal } from '../../../src/core/refusal.ts';
import { type Receiver, startTcpReceiver } from '../../support/tls-receiver.ts';
import { get, oneRequest, POLICY } from './one-request.ts';

function refusalOf(url: string, policy = POLICY): Refusal['problems'][number] | null {
  try {
    checkUrl(url, policy, 'url');
    return null;
  } catch (error) {
    return (error as Refusal).problems[0]!;
  }
}

describe('a URL at registration', () => {
  it.each(['https://receiver.example/cb?id={ID}', 'https://127.0.0.1:9443/', 'https://[::1]/{CID}'])(
    'may be %s',
    (url) => {
      expect(refusalOf(url)).toBeNull();
    },
  );

  it('of plain http is refused, with the reason and the setting that allows it', () => {
    expect(refusalOf('http://receiver.example/')).toEqual({
      field: 'url',
      problem: 'is plain http, but the platform only calls receivers that support HTTPS and TLS 1.2',
      expected: 'an https:// URL, or the setting allowHttpCallbacks',
    });
    expect(refusalOf('http://receiver.example/', { ...POLICY, allowHttp: true })).toBeNull();
  });

  it.each(['ftp://receiver.example/', 'file:///etc/passwd', 'javascript:0'])(
    'of another scheme, as %s, is refused',
    (url) => {
      expect(refusalOf(url, { ...POLICY, allowHttp: true })?.problem).toMatch(/^has the scheme/);
    },
  );

  it('that is none is refused', () => {
    expect(refusalOf('receiver.example/cb')?.problem).toBe('is not a URL');
  });

  it('with credentials is refused without repeating them', () => {
    const problem = refusalOf('https://ada:hunter2@receiver.example/');
    expect(problem?.problem).toBe('holds a user name or password');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each([
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9.254.1/',
    'https://[fe80::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::169.254.169.254]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[fd00:ec2::254]/',
  ])('of a link-local address, as %s, is refused', (url) => {
    expect(refusalOf(url)?.problem).toContain('link-local');
  });

  it('must lead to one of the allowed hosts, if there are any', () => {
    const policy = { ...POLICY, allowedHosts: ['Receiver.Example', '*.test.example', '127.0.0.1', '::1'] };
    for (const host of ['receiver.example', 'a.test.example', 'a.b.test.example', '127.0.0.1', '[::1]']) {
      expect(refusalOf(`https://${host}/`, policy)).toBeNull();
    }
    for (const host of ['test.example', 'eviltest.example', 'a.receiver.example', '127.0.0.2', '[::2]']) {
      expect(refusalOf(`https://${host}/`, policy)?.problem).toContain('not among the allowed hosts');
    }
  });
});

it('every address of 169.254.0.0/16 is link-local, and every other of 169.0.0.0/8 is not', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, (b, c, d) => {
      const address = `169.${b}.${c}.${d}`;
      return [address, `::ffff:${address}`].every((written) => isLinkLocal(written) === (b === 254));
    }),
  );
});

describe('the policy at the time of sending', () => {
  it('refuses what has been forbidden since registration', async () => {
    expect((await oneRequest(get('http://127.0.0.1:9/'))).error).toBe(
      'the URL is plain http, but the platform only calls receivers that support HTTPS and TLS 1.2; ' +
        'expected an https:// URL, or the setting allowHttpCallbacks',
    );
    const result = await oneRequest(get('https://127.0.0.1:9/'), {}, { allowedHosts: ['receiver.example'] });
    expect(result.error).toBe(
      'the URL leads to 127.0.0.1, which is not among the allowed hosts; expected one of receiver.example',
    );
  });

  it('refuses link-local addresses whatever else is allowed', async () => {
    const result = await oneRequest(get('http://169.254.169.254/'), {}, { allowHttp: true });
    expect(result.error).toContain('169.254.169.254, a link-local address');
  });
});

describe('looking up a name while connecting', () => {
  let receiver: Receiver | undefined;
  afterEach(() => receiver?.close());

  /** Stands in for a name server, which a test does not have. */
  const answering = (...addresses: string[]) =>
    guardedLookup(((_name: string, _options: unknown, callback: (e: null, found: object[]) => void) => {
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }) as never);

  const connecting = (lookup: ReturnType<typeof guardedLookup>, family = 0) =>
    new Promise<string | undefined>((resolve, reject) => {
      const socket = connect({ host: 'receiver.example', port: receiver!.port, lookup, family }, () => {
        resolve(socket.remoteAddress);
        socket.destroy();
      });
      socket.on('error', reject);
    });

  it('fails when the name resolves to nothing but link-local addresses', async () => {
    receiver = await startTcpReceiver(() => {});
    await expect(connecting(answering('169.254.169.254', 'fe80::1%lo'))).rejects.toThrow(
      'receiver.example resolves to 169.254.169.254, fe80::1%lo; ' +
        'link-local addresses (169.254.0.0/16, fe80::/10) are never called',
    );
    expect(receiver.connections).toBe(0);
  });

  it.each([0, 4])('leaves them out when there are others (family %i)', async (family) => {
    receiver = await startTcpReceiver(() => {});
    expect(await connecting(answering('169.254.169.254', '127.0.0.1'), family)).toBe('127.0.0.1');
  });
});
