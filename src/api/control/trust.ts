import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { invalid } from '../../core/refusal.ts';
import { exportsFor, sectionsFor } from '../../tls/trust/guide.ts';
import { SHELL_NAMES, SHELLS } from '../../tls/trust/shells.ts';
import type { ApiContext } from '../context.ts';
import { answer, instantBody, refusals, route } from './common.ts';

export { SHELL_NAMES };

/** Systems by the names that people have for them, as Node calls them. */
const PLATFORMS = { linux: 'linux', macos: 'darwin', windows: 'win32' } as const;
export const SYSTEMS = Object.keys(PLATFORMS) as (keyof typeof PLATFORMS)[];

/** What the download of the certificate is called. */
export const CA_FILE = 'mock-wiraya-ca.pem';

export const authoritySchema = z
  .object({
    subject: z.string(),
    validFrom: instantBody,
    validTo: instantBody,
    fingerprint256: z.string().openapi({ description: 'SHA-256 of the DER form' }),
    names: z.array(z.string()).openapi({ description: 'What the certificate of the servers holds' }),
    file: z.string().nullable().openapi({ description: 'Where it is stored; null: nowhere' }),
  })
  .openapi('CertificateAuthority');

const trustQuery = z.strictObject({
  shell: z.enum(SHELL_NAMES).default('bash').openapi({ description: 'In whose words' }),
  system: z.enum(SYSTEMS).default('linux'),
  file: z.string().min(1).max(1000).optional().openapi({
    description: 'Path of the certificate for the client; without it, where the platform has it',
  }),
});

export const trustSchema = z
  .object({
    file: z.string(),
    environment: z.array(z.string()).openapi({ description: 'Lines that set the variables, for the shell' }),
    items: z.array(
      z.object({
        about: z.string().openapi({ description: 'For people: what for and how' }),
        lines: z.array(z.string()).openapi({ description: "In the shell's words" }),
      }),
    ),
  })
  .openapi('Trust');

/** How clients come to trust the platform: the facts of `mock-wiraya certs`. */
export function trustRoutes(app: OpenAPIHono, { caCertificate, names, running, urls }: ApiContext): void {
  const certificate = new X509Certificate(caCertificate);
  const stored = running.dataFolder && join(running.dataFolder, 'certificates', 'ca.pem');

  app.openapi(
    route({
      method: 'get',
      path: '/certificates',
      tags: ['Certificates'],
      summary: "What the platform's certificate authority can be told by, and the names of its server",
      responses: { 200: answer('The authority', authoritySchema), ...refusals },
    }),
    (c) =>
      c.json(
        {
          subject: certificate.subject,
          validFrom: new Date(certificate.validFrom).toISOString(),
          validTo: new Date(certificate.validTo).toISOString(),
          fingerprint256: certificate.fingerprint256,
          names: [...names],
          file: stored,
        },
        200,
      ),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/certificates/trust',
      tags: ['Certificates'],
      summary: "How clients of every kind come to trust the platform's certificate authority",
      request: { query: trustQuery },
      responses: { 200: answer('Recipes to be pasted', trustSchema), ...refusals },
    }),
    (c) => {
      const { shell, system, file = stored ?? CA_FILE } = c.req.valid('query');
      const { proxyUrl } = urls()!;
      const trust = {
        shell: SHELLS[shell],
        platform: PLATFORMS[system],
        file,
        certificate,
        proxy: proxyUrl === null ? null : new URL(proxyUrl),
      };
      try {
        const items = sectionsFor(trust).map(({ about, lines }) => ({ about: about.join(' '), lines }));
        return c.json({ file, environment: exportsFor(trust), items }, 200);
      } catch (error) {
        throw invalid('file', (error as Error).message, `a path that ${shell} can be told`);
      }
    },
  );
}
