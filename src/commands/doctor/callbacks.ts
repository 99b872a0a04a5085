import type { Callback, GetUrlsAnswer, Inbox, ProbeCallbackAnswer } from '../../client/schemas.ts';
import { reachableUrl } from '../../core/platform-url.ts';
import { callApi } from '../client.ts';
import { type Finding, failing, finding, fine, warning } from './finding.ts';

/** So many callbacks are looked at, so many of them at a time. */
const MOST = 100;
const AT_A_TIME = 8;

/** Whether the receivers of a platform's callbacks can be reached from there, and what keeps callbacks behind. */
export async function callbackFindings(url: string): Promise<Finding[]> {
  const page = await callApi<{ items: Callback[]; next: number | null }>(
    url,
    'GET',
    `/callbacks?limit=${MOST}`,
  );
  const { callbacks } = await callApi<{ callbacks: { parked: number } }>(url, 'GET', '/health').catch(() => ({
    callbacks: { parked: 0 },
  }));
  const findings: Finding[] = [];
  for (let place = 0; place < page.items.length; place += AT_A_TIME) {
    const some = page.items.slice(place, place + AT_A_TIME);
    findings.push(...(await Promise.all(some.map((callback) => callbackFinding(url, callback)))));
  }
  if (page.items.length === 0)
    findings.push(warning('callbacks', 'none is registered', 'POST /v1/callbacks registers one'));
  if (page.next !== null) findings.push(warning('callbacks', `only the first ${MOST} were looked at`));
  if (callbacks.parked > 0) {
    findings.push(
      warning(
        'deliveries',
        `${callbacks.parked} were given up`,
        'mend the receiver, then POST /v1/deliveries/replay with {"state": "PARKED"}',
      ),
    );
  }
  return findings;
}

async function callbackFinding(platform: string, callback: Callback): Promise<Finding> {
  const { id, url, enabled, lag, clientCertificate } = callback;
  const about = `callback ${id}`;
  if (!enabled) return warning(about, `${url}: paused`, `POST /v1/callbacks/${id}/resume`);
  return finding(about, async () => {
    const probe = await callApi<ProbeCallbackAnswer>(platform, 'POST', `/callbacks/${id}/probe`);
    if (!probe.reachable) return failing(about, `${url}: ${probe.problem}`, 'see docs/troubleshooting.md');
    const reached = `${url}: reachable${probe.tls === null ? '' : ` over ${probe.tls.version}`}`;
    if (clientCertificate && Date.parse(clientCertificate.validTo) < Date.now()) {
      return failing(
        about,
        `${reached}; its client certificate expired on ${clientCertificate.validTo}`,
        'POST /v1/certificates/client with its callbackId issues another',
      );
    }
    if (lag.error !== null)
      return warning(
        about,
        `${reached}; the last request failed: ${lag.error}`,
        'see docs/troubleshooting.md',
      );
    if (probe.asksForClientCertificate && !clientCertificate && (await mayInsist(platform, url))) {
      return warning(
        about,
        `${reached}; it asks for a client certificate, and none is configured`,
        'if it insists on one: POST /v1/certificates/client with the callbackId issues one',
      );
    }
    return fine(about, reached);
  });
}

/** The platform's own inboxes ask whoever comes, and say themselves whether they insist. */
async function mayInsist(platform: string, receiver: string): Promise<boolean> {
  const { httpsUrl } = await callApi<GetUrlsAnswer>(platform, 'GET', '/urls');
  const own = new URL(reachableUrl(httpsUrl));
  const { port, hostname, pathname } = new URL(receiver);
  const name = /^\/inbox\/([^/]+)/.exec(pathname)?.[1];
  const isOwn = port === own.port && [own.hostname, 'localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (!isOwn || name === undefined) return true;
  const inbox = await callApi<Inbox>(platform, 'GET', `/inbox/${name}`);
  return inbox.requireClientCertificate;
}
