import type { ReadStream } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import type { Settings } from '../config.ts';
import { platformUrl, reachableUrl, urlAt } from '../core/platform-url.ts';
import { type FieldProblem, inOneLine } from '../core/refusal.ts';

/** Real ms that an answer may take to begin; what is asked for may be long work. */
const PATIENCE_MS = 600_000;

/** What is sent with a question. */
export interface Content {
  type: string;
  data: string | ReadStream;
  /** Of a stream. */
  bytes?: number;
}

/** How a platform is asked. */
export interface AskOptions {
  content?: Content | undefined;
  /** Real ms that the answer may take to begin. */
  timeoutMs?: number;
  /** Gives up when it is aborted. */
  signal?: AbortSignal | undefined;
}

interface ProblemBody {
  detail?: string;
  errors?: FieldProblem[];
}

/**
 * Where a platform with these settings listens, as seen from its own machine.
 * @throws Error in plain words when nobody can know
 */
export function urlOf({ host, httpPort }: Pick<Settings, 'host' | 'httpPort'>): string {
  if (httpPort === 0)
    throw new Error('httpPort is 0, any that is free: name the running platform with --url');
  return reachableUrl(urlAt('http', host, httpPort));
}

/**
 * Asks a running platform.
 * @param url where it listens
 * @param path of the control API, without `/v1`
 * @throws Error in plain words when it does not answer, or refuses
 */
export async function callApi<Answer>(
  url: string,
  method: string,
  path: string,
  options: AskOptions = {},
): Promise<Answer> {
  const { status, body } = await ask(url, method, path, options);
  const answer = jsonOf(body);
  if (isGood(status)) return answer as Answer;
  const { detail = `it answered ${status}`, errors = [] } = answer as ProblemBody;
  throw new Error((errors.length > 0 ? errors.map(inOneLine) : [detail]).join('\n'));
}

/**
 * What a running platform has at a path, as text.
 * @throws Error in plain words when it does not answer, or has nothing there
 */
export async function downloadText(url: string, path: string): Promise<string> {
  const { status, body } = await ask(url, 'GET', path);
  if (isGood(status)) return body;
  throw new Error(`${url} answered ${status}: is it a platform?`);
}

/**
 * What a running platform answers, good or not.
 * @throws Unanswered when there is no answer
 */
export async function ask(
  url: string,
  method: string,
  path: string,
  { content, timeoutMs = PATIENCE_MS, signal }: AskOptions = {},
): Promise<{ status: number; body: string }> {
  const target = targetOf(url, path);
  const request = target.protocol === 'https:' ? (await import('./over-tls.ts')).request : requestPlain;
  const options: RequestOptions = {
    method,
    ...(content && { headers: headersOf(content) }),
    ...(signal && { signal }),
  };
  try {
    return await new Promise((resolve, reject) => {
      const asked = request(target, options, (response) => void read(response).then(resolve, reject));
      asked.once('error', reject);
      asked.setTimeout(timeoutMs, () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      if (content === undefined || typeof content.data === 'string') asked.end(content?.data);
      else content.data.once('error', (error) => asked.destroy(error)).pipe(asked);
    });
  } catch (error) {
    throw new Unanswered(url, error as NodeJS.ErrnoException);
  }
}

/** No platform answers there. */
export class Unanswered extends Error {
  constructor(url: string, { message, code }: NodeJS.ErrnoException) {
    super(`no platform answers at ${url} (${message || code}): start one, or name it with --url`);
  }
}

/** JSON as it is sent. */
export const json = (value: unknown): Content => ({ type: 'application/json', data: JSON.stringify(value) });

function targetOf(url: string, path: string): URL {
  platformUrl(url, `--url ${url}`);
  return new URL(`${url.replace(/\/$/, '')}/v1${path}`);
}

function headersOf({ type, data, bytes }: Content): Record<string, string | number | undefined> {
  return {
    'content-type': type,
    'content-length': typeof data === 'string' ? Buffer.byteLength(data) : bytes,
  };
}

async function read(response: IncomingMessage): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, body: Buffer.concat(chunks).toString('utf8') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const isGood = (status: number) => status >= 200 && status < 300;
