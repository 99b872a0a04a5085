import type { z } from '@hono/zod-openapi';
import type { previewAnswer } from '../../api/control/callback-actions.ts';
import type { Api, Told } from '../api.ts';
import type { Form } from '../page.ts';
import { numeric } from '../parts/entities.ts';
import { Listing } from '../parts/listing.tsx';
import { templateOf } from './callback-form.ts';

type PreviewAnswer = z.output<typeof previewAnswer>;
type Request = PreviewAnswer['renderings'][number]['request'];

/** A template as it would be sent, or what is wrong with it. */
export type Previewed = Told<PreviewAnswer>;

/** Until somebody has typed one. */
const SOME_URL = 'https://receiver.example/callbacks';

/** Fields that have what is said of them beside them. */
const BESIDE = ['url', 'template', 'headers', 'batch'] as const;

export function preview(api: Api, form: Form): Promise<Previewed> {
  const template = templateOf(form);
  return api.send('POST', '/callbacks/preview', {
    ...template,
    url: template.url || SOME_URL,
    communicationId: numeric(form.communicationId),
  });
}

const isOf = (name: string, field: string) => field === name || field.startsWith(`${name}.`);

interface LintProps {
  field: (typeof BESIDE)[number];
  previewed: Previewed;
  /** It goes into the page that is there already. */
  live?: boolean;
}

/** What is wrong or unwise about a field, in place. */
export function Lint({ field, previewed, live = false }: LintProps) {
  const problems = previewed.ok ? [] : (previewed.problem.errors ?? []);
  const warnings = previewed.ok ? previewed.body.warnings : [];
  return (
    <ul id={`lint-${field}`} class="lint" {...(live && { 'hx-swap-oob': 'true' })}>
      {problems
        .filter((one) => isOf(field, one.field))
        .map(({ field: where, problem, expected }) => (
          <li class="wrong">
            <strong>Wrong:</strong> <Where of={field} field={where} />
            {problem}
            {expected && ` (expected ${expected})`}
          </li>
        ))}
      {warnings
        .filter((one) => isOf(field, one.field))
        .map(({ field: where, warning }) => (
          <li class="unwise">
            <strong>Unwise:</strong> <Where of={field} field={where} />
            {warning}
          </li>
        ))}
    </ul>
  );
}

/** Which of several it is about. */
function Where({ of, field }: { of: string; field: string }) {
  return of === field ? null : <code>{field.slice(of.length + 1)} </code>;
}

/** What is said of the fields, for the page that is there already. */
export function LiveLints({ previewed }: { previewed: Previewed }) {
  return (
    <>
      {BESIDE.map((field) => (
        <Lint field={field} previewed={previewed} live />
      ))}
    </>
  );
}

/** What would be sent for a sample of each type, and in a batch. */
export function Preview({ previewed }: { previewed: Previewed }) {
  return (
    <section id="preview" class="card preview" aria-label="Preview">
      <h2>What is sent</h2>
      {previewed.ok ? (
        <>
          {previewed.body.batch && (
            <details id="preview-batch" open>
              <summary>
                <strong>A batch</strong>, with {previewed.body.renderings.length > 1 ? 'samples' : 'a sample'}{' '}
                in it
              </summary>
              <Sent request={previewed.body.batch} />
            </details>
          )}
          {previewed.body.renderings.map(({ type, item, request }) => (
            <details id={`preview-${type}`} open>
              <summary>
                <strong>{type}</strong>
                {previewed.body.batch && ', its item'}
              </summary>
              {previewed.body.batch ? (
                <Listing label={`Item of ${type}`} text={item} />
              ) : (
                <Sent request={request} />
              )}
            </details>
          ))}
        </>
      ) : (
        <>
          <p>Nothing, until this is right:</p>
          <ul class="lint">
            {(previewed.problem.errors ?? [{ field: '', problem: previewed.problem.detail }]).map(
              ({ field, problem }) => (
                <li class="wrong">
                  {field && <code>{field}</code>} {problem}
                </li>
              ),
            )}
          </ul>
        </>
      )}
    </section>
  );
}

function Sent({ request: { url, headers, body } }: { request: Request }) {
  const line = `${body === null ? 'GET' : 'POST'} ${url}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  return (
    <Listing
      label="Request"
      text={`${line}
${lines.join('')}${
  body === null
    ? ''
    : `
${body}`
}`}
    />
  );
}
