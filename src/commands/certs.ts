import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IN_MEMORY } from '../store/in-memory.ts';
import { exportsFor, guideFor, variables } from '../tls/trust/guide.ts';
import { SHELLS, type ShellName, shellAtHand } from '../tls/trust/shells.ts';
import { downloadText } from './client.ts';

interface CertsOptions {
  /** Without it, the one that is at hand. */
  shell?: ShellName;
  /** Only the lines that set variables. */
  env?: boolean;
  /** URL of the forward proxy, to be set too. */
  proxy?: string;
  /** A running platform, to be asked for its certificate instead of looking into the folder. */
  url?: string;
  /** The facts instead of the words, as JSON. */
  json?: boolean;
  /** Where a certificate that was asked for is written. */
  out: string;
}

/**
 * Says, for the shell at hand, how clients come to trust the platform's certificate authority.
 * @param here the folder of the platform, as its setting has it; the system, and what its environment has as `SHELL`
 * @throws Error in plain words
 */
export async function certs(
  options: CertsOptions,
  here: { dataDir: string; platform: NodeJS.Platform; shell: string | undefined },
): Promise<void> {
  const { platform } = here;
  const { shell = shellAtHand(here.shell, platform), proxy, url, out, env = false } = options;
  const proxyUrl = proxy === undefined ? null : urlOfProxy(proxy);
  const file = resolve(url === undefined ? storedFile(here.dataDir) : out);
  const pem = url === undefined ? readStored(file) : await downloadText(url, '/certificates/ca.pem');
  const certificate = authorityIn(pem, url ?? file);
  if (url !== undefined) writeFileSync(file, pem);
  const trust = { shell: SHELLS[shell], platform, file, certificate, proxy: proxyUrl };
  if (options.json) {
    const { validTo, fingerprint256 } = certificate;
    const facts = {
      file,
      validTo: new Date(validTo).toISOString(),
      fingerprint256,
      variables: variables(trust),
    };
    console.log(JSON.stringify(facts));
    return;
  }
  console.log((env ? exportsFor(trust) : guideFor(trust)).join('\n'));
}

function storedFile(dataDir: string): string {
  if (dataDir !== IN_MEMORY) return join(dataDir, 'certificates', 'ca.pem');
  throw new Error('a platform in memory keeps its certificate to itself: name it with --url while it runs');
}

function readStored(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      `there is no certificate authority at ${file}: start the platform once, name its folder with --data-dir, or a running platform with --url`,
    );
  }
}

/** What is trusted from now on had better be what it is said to be. */
function authorityIn(pem: string, where: string): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    if (certificate.ca) return certificate;
  } catch {
    // Said below.
  }
  throw new Error(`${where}: there is no certificate of an authority there`);
}

function urlOfProxy(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' && url.port !== '') return url;
  throw new Error(`--proxy ${text}: must be the URL that the platform shows, such as http://127.0.0.1:4020`);
}
