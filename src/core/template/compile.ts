import type { CallbackConfig } from '../callback-config.ts';
import type { EventView } from '../event-view.ts';
import { Refusal } from '../refusal.ts';
import { adviseOn } from './advice.ts';
import { defaultTemplate } from './default-template.ts';
import { compileHeaders } from './header.ts';
import { compileJson } from './json.ts';
import type { Reader } from './parts.ts';
import { Findings, Source, type TemplateWarning } from './source.ts';
import { compileUrl } from './url.ts';
import { compileXmlBatch, compileXmlDocument, compileXmlItem, type Wrap } from './xml-document.ts';

export type { TemplateWarning };

/** What of a callback decides how its requests look. */
export type CallbackTemplateConfig = Pick<
  CallbackConfig,
  'url' | 'method' | 'format' | 'template' | 'types' | 'batch' | 'headers'
>;

/** A request as it is to be sent, apart from what the connection adds. */
export interface RenderedRequest {
  url: string;
  /**
   * Names as the customer wrote them, `content-type` among them for POST; values as one character for each byte of
   * UTF-8. The same object each time when no metric stands in them.
   */
  headers: Readonly<Record<string, string>>;
  /** Null for GET. */
  body: string | null;
}

/** A callback's URL, headers and template, checked and ready to render. */
export interface CompiledCallback {
  readonly warnings: readonly TemplateWarning[];
  /** Names of the values of a view that its metrics read: no others need be there. */
  readonly needs: ReadonlySet<string>;
  /** Most events that one request may carry; 1 when the callback is not batched. */
  readonly maxItems: number;
  /** The event's item of the body; empty for GET. */
  item(view: EventView): string;
  /**
   * The request that carries these events: one event unless batched.
   * @param alter puts another item in the place of one, for faults
   * @throws {RangeError} for none, or for several when not batched
   */
  render(views: readonly EventView[], alter?: (item: string, index: number) => string): RenderedRequest;
}

const CONTENT_TYPES = { JSON: 'application/json', XML: 'application/xml; charset=utf-8' };

interface Body {
  item: Reader;
  wrap: Wrap;
}

/**
 * Checks and compiles a callback's texts [S]; the rules are those of the facts sheet, Rendering rules [I].
 * A POST without a template gets the default one.
 * @throws {Refusal} with every problem found, each with its place and reason
 */
export function compileCallback(config: CallbackTemplateConfig): CompiledCallback {
  const findings = new Findings();
  checkShape(config, findings);
  const batch = config.method === 'POST' ? config.batch : null;
  const only = (one: string) => (batch === null ? null : `a batched request has only one ${one}`);

  const url = compileUrl(new Source(findings, 'url', config.url, 'line', only('URL')));
  const headers = compileHeaders(config.headers, findings, only('set of headers'));
  const body = config.method === 'POST' && config.format !== null ? compileBody(config, findings) : null;
  if (findings.problems.length > 0) throw new Refusal('invalid', findings.problems);

  if (body !== null && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['content-type', () => CONTENT_TYPES[config.format!]]);
  }
  const readHeaders = (view: EventView) =>
    Object.fromEntries(headers.map(([name, read]) => [name, read(view)]));
  const vary = [...findings.uses.values()].some((fields) =>
    [...fields].some((field) => field.startsWith('headers.')),
  );
  let fixedHeaders: Record<string, string> | undefined;
  return {
    warnings: [...findings.warnings, ...adviseOn(config, findings.uses)],
    needs: new Set([...findings.uses.keys()].flatMap((metric) => [...metric.needs])),
    maxItems: batch?.maxItems ?? 1,
    item: (view) => body?.item(view) ?? '',
    render(views, alter = (item) => item) {
      const [view] = views;
      if (view === undefined || (batch === null && views.length > 1)) {
        throw new RangeError(`a request of this callback cannot carry ${views.length} events`);
      }
      if (!vary) fixedHeaders ??= readHeaders(view);
      return {
        url: url(view),
        headers: fixedHeaders ?? readHeaders(view),
        body:
          body?.wrap(
            views.map((each, index) => alter(body.item(each), index)),
            view,
          ) ?? null,
      };
    },
  };
}

/** Refuses combinations of method, format, template and batch that mean nothing. */
function checkShape({ method, format, template, batch }: CallbackTemplateConfig, findings: Findings): void {
  const refuse = (field: string, problem: string, expected: string) =>
    findings.problems.push({ field, problem, expected });
  if (method === 'GET') {
    if (format !== null)
      refuse('format', 'a GET has no body that could have a format', 'null, or method POST');
    if (template !== null) refuse('template', 'a GET has no body to fill', 'null, or method POST');
    return;
  }
  if (format === null) refuse('format', 'a POST needs the format of its body', 'JSON or XML');
  if (batch === null) return;
  if (!Number.isInteger(batch.maxItems) || batch.maxItems < 1) {
    refuse('batch.maxItems', 'this is no number of items', 'a whole number from 1');
  }
  if (format !== 'JSON') return;
  for (const key of ['element', 'envelope'] as const) {
    if (batch[key] !== undefined) {
      refuse(
        `batch.${key}`,
        'only XML has it; in JSON a batch is always {"batch":[…]}',
        'none, or format XML',
      );
    }
  }
}

function compileBody({ format, template, types, batch }: CallbackTemplateConfig, findings: Findings): Body {
  const text = template ?? defaultTemplate(format!, types);
  const source = new Source(findings, 'template', text, 'document', null);
  if (text.startsWith('\ufeff')) source.refuse(0, 'a byte order mark stands here', 'text without one');
  const unwrapped: Wrap = (items) => items[0]!;
  if (format === 'JSON') {
    const item = compileJson(source);
    return { item, wrap: batch === null ? unwrapped : (items) => `{"batch":[${items.join(',')}]}` };
  }
  if (batch === null) return { item: compileXmlDocument(source), wrap: unwrapped };
  const item = compileXmlItem(source);
  const wrap = compileXmlBatch(batch, source, findings, 'the envelope stands around all items');
  return { item, wrap };
}
