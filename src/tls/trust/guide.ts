import { dirname, join } from 'node:path';
import type { Shell } from './shells.ts';
import { systemSection } from './system.ts';
import type { Section, Trust } from './trust.ts';

/** The variables by which programs find the certificate and the proxy. */
export const variables = ({ file, proxy }: Trust) => ({
  NODE_EXTRA_CA_CERTS: file,
  SSL_CERT_FILE: file,
  REQUESTS_CA_BUNDLE: file,
  CURL_CA_BUNDLE: file,
  ...(proxy && { HTTPS_PROXY: proxy.origin, NODE_USE_ENV_PROXY: '1' }),
});

/** Lines that set the variables, and nothing else: for the shell to evaluate. */
export function exportsFor(trust: Trust): string[] {
  return Object.entries(variables(trust)).map(([name, value]) => trust.shell.set(name, value));
}

/** How every kind of client comes to trust the authority, piece by piece, to be pasted. */
export function guideFor(trust: Trust): string[] {
  const { shell, certificate } = trust;
  const note = (lines: readonly string[]) => lines.map((line) => `${shell.comment} ${line}`);
  const head = note([
    'How clients come to trust the certificate authority of this platform,',
    `valid until ${new Date(certificate.validTo).toISOString()}, with the SHA-256 fingerprint`,
    certificate.fingerprint256,
    'Trust it where you develop, and nowhere else: whoever can read its key can pass for any host.',
  ]);
  return [...head, ...sectionsFor(trust).flatMap(({ about, lines }) => ['', ...note(about), ...lines])];
}

/** The same, a section for each kind of client. */
export function sectionsFor(trust: Trust): Section[] {
  return [...programSections(trust), systemSection(trust), ...proxySections(trust)];
}

function programSections(trust: Trust): Section[] {
  const { shell, file } = trust;
  const values = variables(trust);
  const set = (name: keyof typeof values) => shell.set(name, values[name]!);
  return [
    { about: ['Node: besides the authorities that it trusts anyway.'], lines: [set('NODE_EXTRA_CA_CERTS')] },
    {
      about: [
        'Python: requests reads the first, httpx and the standard library the second. They take the place of the',
        'bundle that is used otherwise, so other hosts may not be trusted any more in this shell. For both, name a',
        'file that holds both: the bundle (certifi.where() tells where it is) with this certificate at its end.',
      ],
      lines: [set('REQUESTS_CA_BUNDLE'), set('SSL_CERT_FILE')],
    },
    {
      about: [
        'Go and .NET on Linux: takes the place of the bundle of the system, but not of its folder /etc/ssl/certs.',
        'On macOS and Windows both ask the system, see below.',
      ],
      lines: [set('SSL_CERT_FILE')],
    },
    javaSection(trust),
    {
      about: ['PHP: curl and streams have a setting each; they belong into php.ini, or on the command line.'],
      lines: [
        `php -d ${shell.quote(`curl.cainfo=${file}`)} -d ${shell.quote(`openssl.cafile=${file}`)} client.php`,
      ],
    },
    {
      about: [
        'curl: for all calls from this shell, or for one. The former does nothing where curl asks the system.',
      ],
      lines: [set('CURL_CA_BUNDLE'), `curl --cacert ${shell.quote(file)} https://api.wiraya.com/`],
    },
  ];
}

/** What JDKs come with; it protects nothing here. */
const PASSWORD = 'changeit';

function javaSection({ shell, file }: Trust): Section {
  const store = join(dirname(file), 'mock-wiraya.p12');
  const add = `keytool -importcert -noprompt -alias mock-wiraya -storepass ${PASSWORD} -file ${shell.quote(file)}`;
  return {
    about: [
      'Java: into the trust store of the JDK (as whoever may write it; -delete -alias mock-wiraya takes it back),',
      'or into one of its own, which a program then has instead of the other.',
    ],
    lines: [
      `${add} -cacerts`,
      `${add} -storetype PKCS12 -keystore ${shell.quote(store)}`,
      java(shell, { 'javax.net.ssl.trustStore': store, 'javax.net.ssl.trustStorePassword': PASSWORD }),
    ],
  };
}

/** Every property is quoted: PowerShell would take them apart at their dots. */
function java(shell: Shell, properties: Record<string, string>): string {
  const flags = Object.entries(properties).map(([name, value]) => shell.quote(`-D${name}=${value}`));
  return ['java', ...flags, '-jar client.jar'].join(' ');
}

function proxySections(trust: Trust): Section[] {
  const { shell, proxy } = trust;
  if (proxy === null) return [];
  return [
    {
      about: [
        'The forward proxy: it leads to the real names and nowhere else, so it is for the program under test alone.',
        'curl, Python, Go, .NET and PHP with curl read the first; Node from 24 on with the second, before that with',
        'the EnvHttpProxyAgent of undici; Java has properties for it.',
      ],
      lines: [
        shell.set('HTTPS_PROXY', proxy.origin),
        shell.set('NODE_USE_ENV_PROXY', '1'),
        java(shell, { 'https.proxyHost': proxy.hostname, 'https.proxyPort': proxy.port }),
      ],
    },
  ];
}
