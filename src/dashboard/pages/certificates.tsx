import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { issuedCertificate } from '../../api/control/certificates.ts';
import { type authoritySchema, SHELL_NAMES, SYSTEMS, type trustSchema } from '../../api/control/trust.ts';
import { query } from '../api.ts';
import type { Form, Outcome, Page, PageContext, Pages } from '../page.ts';
import { Pasted } from '../parts/listing.tsx';
import { Card, Choice, Facts, Field, Refused, Time } from '../parts/parts.tsx';

type Authority = z.output<typeof authoritySchema>;
type Trust = z.output<typeof trustSchema>;
type Issued = z.output<typeof issuedCertificate>;

/** The certificate authority, and how clients come to trust it. */
export const certificatesPages: Pages = {
  get: { '/certificates': (context) => certificates(context) },
  post: { '/certificates/client': issue },
};

async function certificates(context: PageContext, form: Form = {}, refused: unknown = null): Promise<Page> {
  const { api, asked } = context;
  const wanted = { ...atHand(context.c.req.header('user-agent')), ...given(asked) };
  const [authority, trust, callbacks] = await Promise.all([
    api.get<Authority>('/certificates'),
    api.send<Trust>('GET', `/certificates/trust${query(wanted)}`),
    api.get<{ items: { id: number; name: string; url: string }[] }>('/callbacks?limit=1000'),
  ]);
  return {
    title: 'Certificates',
    body: (
      <>
        {refused}
        <div class="grid halves">
          <Card title="The certificate authority">
            <p class="lead">
              It signs the HTTPS server of this platform. Clients that use HTTPS have to trust it; receivers
              can check callbacks' client certificates with it.
            </p>
            <AuthorityFacts authority={authority} />
            <p class="row">
              <a class="button strong" href="/v1/certificates/ca.pem" download>
                Download the certificate
              </a>
            </p>
          </Card>
          <Card title="Issue a client certificate">
            <p class="lead">For a callback to show to a receiver that demands one.</p>
            <form class="form" method="post" action="/certificates/client" data-keep id="issue">
              <Field
                name="commonName"
                label="Name"
                value={form.commonName ?? 'mock-wiraya callback client'}
                required
              />
              <Field name="days" label="Valid for (days)" type="number" value={form.days ?? 365} required />
              <Choice
                name="callbackId"
                label="Put it on the callback"
                none="none: show it only"
                options={callbacks.items.map(({ id, name, url }) => ({
                  value: id,
                  label: `${id} – ${name || url}`,
                }))}
                value={form.callbackId}
              />
              <p>
                <button type="submit">Issue</button>
              </p>
            </form>
          </Card>
          <TrustCard wanted={wanted} trust={trust.ok ? trust.body : null}>
            {!trust.ok && <Refused problem={trust.problem} />}
          </TrustCard>
        </div>
      </>
    ),
  };
}

function AuthorityFacts({ authority }: { authority: Authority }) {
  return (
    <Facts
      facts={{
        Name: authority.subject,
        Valid: (
          <>
            <Time at={authority.validFrom} /> to <Time at={authority.validTo} />
          </>
        ),
        'SHA-256': <code class="fingerprint">{authority.fingerprint256}</code>,
        File: authority.file && <code>{authority.file}</code>,
        'Names of the server': authority.names.join(', '),
      }}
    />
  );
}

interface TrustCardProps {
  wanted: Readonly<Record<string, string | undefined>>;
  trust: Trust | null;
  children: Child;
}

function TrustCard({ wanted, trust, children }: TrustCardProps) {
  return (
    <Card title="Trust it" wide>
      <p class="lead">Where you develop, and nowhere else: whoever can read its key can pass for any host.</p>
      <form class="filters" method="get" action="/certificates" data-keep id="trust">
        <Choice name="system" label="System" options={SYSTEMS} value={wanted.system} />
        <Choice name="shell" label="Shell" options={SHELL_NAMES} value={wanted.shell} />
        <Field
          name="file"
          label="Path of the certificate"
          value={wanted.file ?? trust?.file}
          hint="Where the client finds it"
        />
        <button type="submit">Show</button>
      </form>
      {children}
      {trust && (
        <>
          <Recipe id="environment" title="Most clients at once" about="" lines={trust.environment} />
          {trust.items.map(({ about, lines }, index) => {
            const [title = '', ...rest] = about.split(': ');
            return <Recipe id={`recipe-${index}`} title={title} about={rest.join(': ')} lines={lines} />;
          })}
        </>
      )}
    </Card>
  );
}

interface RecipeProps {
  id: string;
  title: string;
  about: string;
  lines: readonly string[];
}

function Recipe({ id, title, about, lines }: RecipeProps) {
  return (
    <section class="recipe">
      <h3>{title}</h3>
      {about && <p class="soft">{sentence(about)}</p>}
      <Pasted id={id} label={title} text={lines.join('\n')} />
    </section>
  );
}

/** Names of programs stay as they are. */
const sentence = (text: string) =>
  /^(curl|requests)\b/.test(text) ? text : text[0]!.toUpperCase() + text.slice(1);

const given = (asked: PageContext['asked']) =>
  Object.fromEntries(
    ['system', 'shell', 'file'].map((name) => [name, asked(name)]).filter(([, value]) => value !== ''),
  ) as Partial<Record<'system' | 'shell' | 'file', string>>;

/** System and shell of whoever looks, as far as a browser tells. */
function atHand(agent = ''): { system: string; shell: string } {
  if (/windows/i.test(agent)) return { system: 'windows', shell: 'powershell' };
  if (/mac os/i.test(agent)) return { system: 'macos', shell: 'zsh' };
  return { system: 'linux', shell: 'bash' };
}

async function issue(context: PageContext, form: Form): Promise<Outcome> {
  const { commonName, days, callbackId } = form;
  const told = await context.api.send<Issued>('POST', '/certificates/client', {
    commonName,
    days: Number(days),
    ...(callbackId && { callbackId: Number(callbackId) }),
  });
  if (!told.ok) {
    const page = await certificates(context, form, <Refused problem={told.problem} />);
    return { again: page, problem: told.problem };
  }
  return { show: issuedPage(told.body, form) };
}

function issuedPage({ cert, key, validTo }: Issued, { commonName, callbackId }: Form): Page {
  return {
    title: 'Client certificate',
    body: (
      <div class="grid">
        <Card title="Issued">
          <p class="warned">The key is shown this once: copy it now if you need it.</p>
          <Facts
            facts={{
              Name: commonName,
              'Valid until': <Time at={validTo} />,
              Shown: callbackId && (
                <>
                  by <a href={`/callbacks/${encodeURIComponent(callbackId)}`}>callback {callbackId}</a> from
                  now on
                </>
              ),
            }}
          />
          <p class="row">
            <a href="/certificates">Certificates</a>
          </p>
        </Card>
        <Card title="Certificate">
          <Pasted id="cert" label="the certificate" text={cert} />
        </Card>
        <Card title="Key">
          <Pasted id="key" label="the key" text={key} />
        </Card>
      </div>
    ),
  };
}
