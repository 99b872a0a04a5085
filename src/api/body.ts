import { isUtf8 } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { HTTPException } from 'hono/http-exception';
import { invalid, Refusal } from '../core/refusal.ts';

/** Longest bodies that are read, in bytes. */
export interface BodyLimits {
  maxBodyBytes: number;
  /** Of a CSV of recipients, which is read as a stream. */
  maxCsvBytes: number;
  /** Of a snapshot, which is read as a stream too. */
  maxSnapshotBytes: number;
}

/** Stands beside the bindings of a request that a page makes for one that came in: it has a body of its own. */
export interface WithinProcess {
  withinProcess?: true;
}

/** What a snapshot is. */
export const SNAPSHOT_TYPE = 'application/vnd.sqlite3';

/** The methods whose bodies are read; others say all in their URL. */
const READING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Whether the body is a CSV, sent to where one is read. */
export function isCsv({ req }: Context): boolean {
  return mediaType(req.header('content-type')) === 'text/csv' && req.path.endsWith('/recipients');
}

/** Whether the body is to be a snapshot, whatever its type. */
function isForSnapshot({ req }: Context): boolean {
  return req.method === 'PUT' && req.path.endsWith('/snapshot');
}

/** @throws Refusal when the body is of another type than a snapshot */
export function mustBeSnapshot(c: Context): void {
  if (mediaType(c.req.header('content-type')) !== SNAPSHOT_TYPE) throw wrongType(c, SNAPSHOT_TYPE);
}

/**
 * Reads the body, unless it is read as a stream, before anything else is done.
 * @throws Refusal for one that is too long or is not UTF-8
 */
export function readBody(limits: BodyLimits): MiddlewareHandler {
  return async (c, next) => {
    const { method, url, raw } = c.req;
    const setting = isCsv(c) ? 'maxCsvBytes' : isForSnapshot(c) ? 'maxSnapshotBytes' : 'maxBodyBytes';
    if (lengthOf(c) > limits[setting]) throw tooLong(limits, setting);
    if (hasBody(c) && setting === 'maxBodyBytes' && READING.includes(method)) {
      const body = await buffer(upload(c, limits, setting));
      if (!isUtf8(body)) throw invalid('', 'the body is not UTF-8', 'JSON in UTF-8');
      c.req.raw = new Request(url, { method, headers: raw.headers, body });
    }
    await next();
  };
}

/**
 * The chunks of a body as they come in. Who stops before the end can still answer: the connection is not cut.
 * @throws Refusal as soon as they are longer than the setting allows
 */
export async function* upload(
  { env, req }: Context,
  limits: BodyLimits,
  setting: keyof BodyLimits,
): AsyncGenerator<Uint8Array> {
  const { incoming, withinProcess } = env as HttpBindings & WithinProcess;
  const chunks = withinProcess ? req.raw.body! : incoming.iterator({ destroyOnReturn: false });
  let bytes = 0;
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limits[setting]) throw tooLong(limits, setting);
    yield chunk;
  }
}

/** In our words, what the framework found wrong with a body. */
export function unreadableBody(c: Context, { status }: HTTPException): Refusal {
  if (status !== 415) return invalid('', 'the body is not JSON', 'a JSON object');
  return wrongType(
    c,
    c.req.path.endsWith('/recipients') ? 'application/json or text/csv' : 'application/json',
  );
}

/** The body is of another type than the one that is read. */
export function wrongType({ req }: Context, expected: string): Refusal {
  const type = req.header('content-type');
  return new Refusal('unsupported-media-type', [
    {
      field: 'content-type',
      problem: type ? `a body of type ${type} is not read here` : 'the body has no type',
      expected,
    },
  ]);
}

const COMPRESSED = /\b(gzip|deflate|compress|br|zstd)\b/i;

/** @throws Refusal when the body is compressed, which no client was seen to do */
export function mustNotBeCompressed({ req }: Context): void {
  const encoding = req.header('content-encoding') ?? '';
  if (!COMPRESSED.test(encoding)) return;
  throw new Refusal('unsupported-media-type', [
    {
      field: 'Content-Encoding',
      problem: `a body compressed with ${encoding.slice(0, 100)} is not read`,
      expected: 'a body as it is',
    },
  ]);
}

/** As the request says; 0 when it does not. */
function lengthOf({ req }: Context): number {
  return Number(req.header('content-length') ?? 0);
}

/** Whether the head of a request says that a body follows. */
function hasBody(c: Context): boolean {
  return lengthOf(c) > 0 || c.req.header('transfer-encoding') !== undefined;
}

/** A route that takes no body refuses one, which would do nothing. */
export const refuseBody: MiddlewareHandler = async (c, next) => {
  // What a page asks for says nothing of its body. Of others, to read one that is not there takes longer than all else.
  const mayBe = (c.env as WithinProcess).withinProcess || hasBody(c);
  if (mayBe && (await c.req.text()) !== '')
    throw invalid('', 'there is a body where none is read', 'no body');
  await next();
};

function mediaType(contentType = ''): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

function tooLong(limits: BodyLimits, setting: keyof BodyLimits): Refusal {
  return new Refusal('too-large', [
    {
      field: '',
      problem: `the body is longer than ${limits[setting]} bytes`,
      expected: `a shorter body, or a higher ${setting}`,
    },
  ]);
}
