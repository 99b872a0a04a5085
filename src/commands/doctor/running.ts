import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { Clock, GetUrlsAnswer, Health, Settings } from '../../client/schemas.ts';
import { ask, callApi, downloadText } from '../client.ts';
import { callbackFindings } from './callbacks.ts';
import { type Finding, failing, finding, fine, validity, warning } from './finding.ts';
import { roomFinding, storeFinding } from './store.ts';

/** Real ms that a port has to answer. */
const CONNECTS_WITHIN_MS = 5000;
/** Real ms that the platform's clock may differ from the machine's before it is worth telling. */
const NOTICEABLE_MS = 5000;

/** What there is to say about a platform that runs. */
export async function runningFindings(url: string): Promise<Finding[]> {
  const api = <Answer>(path: string) => callApi<Answer>(url, 'GET', path);
  const ca = await downloadText(url, '/certificates/ca.pem');
  const { dataFolder } = await api<Settings>('/settings');
  const { httpsUrl, proxyUrl } = await api<GetUrlsAnswer>('/urls');
  const authority = new Date(new X509Certificate(ca).validTo);
  return [
    await platformFinding(url),
    await httpsFinding(seenFrom(url, httpsUrl), ca),
    ...(proxyUrl === null ? [] : [await proxyFinding(seenFrom(url, proxyUrl))]),
    validity('certificates', 'the authority', authority, 'clients will have to be told to trust another one'),
    await clockFinding(url),
    ...(await storeFindings(url, dataFolder)),
    ...(await callbackFindings(url)),
  ];
}

async function platformFinding(url: string): Promise<Finding> {
  // One that is not ready says so with another status.
  const { body } = await ask(url, 'GET', '/health');
  const { version, ready, problems } = JSON.parse(body) as Health;
  const name = `mock-wiraya ${version} at ${url}`;
  return ready
    ? fine('platform', `${name} is ready`)
    : failing('platform', `${name}: ${problems.join('; ')}`);
}

/** It may listen on all addresses of its machine: it is reached where it was asked. */
function seenFrom(url: string, listening: string): { host: string; port: number } {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(new URL(listening).port) };
}

const UNMAPPED = 'where the platform runs behind a port mapping, that port may not be mapped';

function httpsFinding({ host, port }: { host: string; port: number }, ca: string): Promise<Finding> {
  return finding(
    'HTTPS',
    async () => {
      const socket = connectTls({ host, port, ca, ...(isIP(host) === 0 && { servername: host }) });
      await connected(socket, 'secureConnect', `port ${port} on ${host}`);
      const validTo = new Date(socket.getPeerCertificate().valid_to);
      socket.destroy();
      const name = `port ${port} on ${host} answers; its certificate`;
      return validity('HTTPS', name, validTo, 'start the platform anew: it makes another');
    },
    `${UNMAPPED}; a name that is not in the certificate goes into certificateNames`,
  );
}

function proxyFinding({ host, port }: { host: string; port: number }): Promise<Finding> {
  return finding(
    'proxy',
    async () => {
      const socket = connectTcp({ host, port });
      await connected(socket, 'connect', `port ${port} on ${host}`);
      socket.destroy();
      return fine('proxy', `port ${port} on ${host} answers`);
    },
    UNMAPPED,
  );
}

/** @throws Error naming where it was to lead */
function connected(socket: Socket, event: 'connect' | 'secureConnect', where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECTS_WITHIN_MS, () => socket.destroy(new Error('it does not answer')));
    socket.once('error', (error) => reject(new Error(`${where}: ${error.message}`)));
    socket.once(event, resolve);
  });
}

async function clockFinding(url: string): Promise<Finding> {
  const clock = await callApi<Clock>(url, 'GET', '/clock');
  const ahead = Date.parse(clock.now) - Date.now();
  if (clock.mode === 'manual') {
    return warning(
      'clock',
      `manual: it stands at ${clock.now}, and nothing is sent until it is advanced`,
      'POST /v1/clock/advance, or PUT /v1/clock with "mode": "real"',
    );
  }
  const speed = clock.speed === 1 ? 'real' : `real, ${clock.speed} times as fast`;
  if (Math.abs(ahead) < NOTICEABLE_MS) return fine('clock', `${speed}, in step with this machine`);
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return warning(
    'clock',
    `${speed}: ${clock.now}, ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} this machine`,
  );
}

async function storeFindings(url: string, folder: string | null): Promise<Finding[]> {
  if (folder === null) return [fine('store', 'in memory, gone when the platform stops')];
  const { hostname } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (!isHere || !existsSync(join(folder, 'store.sqlite')))
    return [fine('store', `${folder} is not to be seen from here, and was not looked into`)];
  return [
    await finding('disk', () => roomFinding(folder)),
    await finding('store', () => storeFinding(folder, true)),
  ];
}
