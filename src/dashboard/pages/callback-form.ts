import { CALLBACK_METHODS } from '../../core/callback-config.ts';
import { COMMUNICATION_TYPES, STATUSES } from '../../core/vocabulary.ts';
import type { Form } from '../page.ts';
import type { Callback } from './callbacks.tsx';

/** The fields of a new callback's form. */
export const EMPTY_FORM: Form = { method: 'POST', format: 'JSON', startAt: 'END' };

/** A registered callback as its form shows it; what is write-only stays empty. */
export function formOf(callback: Callback): Form {
  const { url, method, format, template, batch, headers, tls, timeouts } = callback;
  const ticked = [
    ...callback.types.map((type) => `type.${type}`),
    ...callback.statuses.map((status) => `status.${status}`),
    ...(tls.verify ? ['verify'] : []),
  ];
  return {
    name: callback.name,
    url,
    method,
    format: format ?? 'JSON',
    template: template ?? '',
    maxItems: text(batch?.maxItems),
    element: batch?.element ?? '',
    envelope: batch?.envelope ?? '',
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    username: callback.auth?.username ?? '',
    ca: tls.ca ?? '',
    minVersion: tls.minVersion ?? '',
    maxVersion: tls.maxVersion ?? '',
    concurrency: text(callback.concurrency),
    connectMs: text(timeouts.connectMs),
    answerMs: text(timeouts.answerMs),
    ...Object.fromEntries(ticked.map((name) => [name, 'on'])),
  };
}

const text = (value: number | undefined) => (value === undefined ? '' : String(value));

/** What a form says of how requests look, as `POST /v1/callbacks/preview` takes it. */
export function templateOf(form: Form) {
  const method = CALLBACK_METHODS.find((known) => known === form.method) ?? 'POST';
  const isPost = method === 'POST';
  return {
    url: form.url ?? '',
    method,
    format: isPost ? (form.format ?? 'JSON') : null,
    template: isPost ? form.template || null : null,
    types: COMMUNICATION_TYPES.filter((type) => form[`type.${type}`]),
    statuses: STATUSES.filter((status) => form[`status.${status}`]),
    batch: isPost ? batchOf(form) : null,
    headers: headersOf(form.headers ?? ''),
  };
}

function batchOf({ maxItems, element, envelope }: Form) {
  if (!maxItems && !element && !envelope) return null;
  return { maxItems: numberOf(maxItems), ...(element && { element }), ...(envelope && { envelope }) };
}

/** One `Name: value` in each line; a line without a colon is all name, which the API then refuses. */
function headersOf(lines: string): Record<string, string> {
  const headers = lines
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return colon === -1
        ? [`${line.trim()}:`, '']
        : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
  return Object.fromEntries(headers);
}

/** A number as it was typed; what is none is left for the API to refuse by its name. */
const numberOf = (typed: string | undefined): number | string | undefined => {
  if (!typed) return undefined;
  return Number.isNaN(Number(typed)) ? typed : Number(typed);
};

/**
 * What a form says of a callback, as the API takes it.
 * @param before what it changes; null: a new one. Secrets that were not typed again stay
 */
export function wantedOf(form: Form, before: Callback | null) {
  return {
    ...templateOf(form),
    name: form.name || undefined,
    auth: authOf(form, before),
    clientCertificate: certificateOf(form),
    tls: {
      ca: form.ca || null,
      verify: form.verify === 'on',
      minVersion: form.minVersion || undefined,
      maxVersion: form.maxVersion || undefined,
    },
    concurrency: numberOf(form.concurrency),
    timeouts: { connectMs: numberOf(form.connectMs), answerMs: numberOf(form.answerMs) },
    ...(before === null && { customerId: numberOf(form.customerId), startAt: form.startAt || undefined }),
  };
}

function authOf({ username, password }: Form, before: Callback | null) {
  if (!username) return null;
  const isSame = before?.auth?.username === username;
  return isSame && !password ? undefined : { username, password: password ?? '' };
}

/** Undefined: it stays as it is. */
function certificateOf({ certificate, cert, key, pfx, passphrase }: Form) {
  const secret = passphrase ? { passphrase } : {};
  if (certificate === 'none') return null;
  if (pfx) return { pfx, ...secret };
  if (cert || key) return { cert: cert ?? '', key: key ?? '', ...secret };
  return undefined;
}
