import { type ControlApi, OPERATIONS } from './operations.ts';
import { RefusalError } from './refusal-error.ts';
import type { Content, Reply, Transport } from './transport.ts';

type Query = Readonly<Record<string, unknown>>;

/** Every operation of the control API as a method. They reject with a RefusalError for what the platform refuses. */
export function controlApi(transport: Transport): ControlApi {
  const methods = Object.entries(OPERATIONS).map(([name, [method, path, contentTypes]]) => {
    const inPath = path.match(/\{\w+\}/g)?.length ?? 0;
    const call = async (...given: unknown[]) => {
      const parts = given.slice(0, inPath);
      const [first, second] = given.slice(inPath);
      const [body, query] = contentTypes === undefined ? [undefined, first] : [first, second];
      const target = `/v1${filled(name, path, parts)}${queryString(query as Query | undefined)}`;
      const reply = await transport.send(method, target, contentOf(contentTypes, body));
      if (reply.status >= 400) throw new RefusalError(name, reply);
      return answerOf(reply);
    };
    return [name, call];
  });
  return Object.fromEntries(methods) as ControlApi;
}

function filled(name: string, path: string, parts: readonly unknown[]): string {
  let index = 0;
  return path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const part = parts[index++];
    // Left out, it would name something else.
    if (part === undefined || part === null || part === '')
      throw new TypeError(`${name}: ${parameter} is missing`);
    return encodeURIComponent(String(part));
  });
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))}`;
}

function contentOf(contentTypes: readonly string[] | undefined, body: unknown): Content | undefined {
  if (contentTypes === undefined || body === undefined) return undefined;
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    return { type: 'application/json', data: JSON.stringify(body) };
  const raw = contentTypes.find((type) => type !== 'application/json');
  return raw === undefined
    ? { type: 'application/json', data: JSON.stringify(body) }
    : { type: raw, data: body };
}

function answerOf({ status, contentType, body }: Reply): unknown {
  if (status === 204) return undefined;
  if (contentType.startsWith('application/json')) return JSON.parse(body.toString('utf8'));
  return /^text\/|pem/.test(contentType) ? body.toString('utf8') : new Uint8Array(body);
}
