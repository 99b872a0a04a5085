import { STATUS_CODES } from 'node:http';
import { expect } from 'vitest';
import type { Problem } from '../../src/api/problem.ts';
import { type MockWiraya, type SettingsInput, startMockWiraya } from '../../src/index.ts';

/** What the control API answered. */
export interface Answer<Body = Entity> {
  status: number;
  /** Of the answer's header. */
  contentType: string;
  /** Parsed; undefined for an empty one. */
  json: Body;
}

/** A customer, a project, … as the API shows it. */
export interface Entity {
  id: number;
  [field: string]: unknown;
}

export interface Page {
  items: Entity[];
  next: number | null;
}

/** A platform in this process with a client for its control API. Paths are given without `/v1`. */
export interface Api extends AsyncDisposable {
  platform: MockWiraya;
  send<Body = Entity>(
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']>,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  get<Body = Entity>(path: string): Promise<Answer<Body>>;
  post<Body = Entity>(path: string, body?: unknown): Promise<Answer<Body>>;
  put<Body = Entity>(path: string, body: unknown): Promise<Answer<Body>>;
  patch<Body = Entity>(path: string, body: unknown): Promise<Answer<Body>>;
  delete<Body = Entity>(path: string): Promise<Answer<Body>>;
  /** Posts what must be accepted. @returns what was created */
  create(path: string, body: unknown): Promise<Entity>;
  /** Gets what must be there. */
  read<Body = Entity>(path: string): Promise<Body>;
  /** Advances the manual clock until nothing is left to do. */
  settle(): Promise<void>;
}

/** Starts a platform in memory whose clock stands still, unless the settings say otherwise. */
export async function startApi(settings: SettingsInput = {}): Promise<Api> {
  const platform = await startMockWiraya({ clock: 'manual', ...settings });
  const send: Api['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${platform.httpUrl}/v1${path}`, { method, headers, ...(body && { body }) });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    const json = /json/.test(contentType) ? JSON.parse(text) : text || undefined;
    return { status: response.status, contentType, json };
  };
  const sendJson = <Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> =>
    body === undefined
      ? send(method, path)
      : send(method, path, JSON.stringify(body), { 'content-type': 'application/json' });
  const api: Api = {
    platform,
    send,
    get: (path) => send('GET', path),
    post: (path, body) => sendJson('POST', path, body),
    put: (path, body) => sendJson('PUT', path, body),
    patch: (path, body) => sendJson('PATCH', path, body),
    delete: (path) => send('DELETE', path),
    async create(path, body) {
      const { status, json } = await api.post(path, body);
      expect({ status, ...(status === 201 ? {} : { json }) }).toEqual({ status: 201 });
      return json;
    },
    async read<Body>(path: string) {
      const { status, json } = await api.get<Body>(path);
      expect({ path, status }).toEqual({ path, status: 200 });
      return json;
    },
    async settle() {
      const { status } = await api.post('/clock/advance', { until: 'idle' });
      expect(status).toBe(200);
    },
    [Symbol.asyncDispose]: () => platform.close(),
  };
  return api;
}

/** The things that a campaign needs, of one customer. */
export async function createWorld(api: Api, customerId = 1) {
  const create = async (path: string, body: object) => (await api.create(path, { customerId, ...body })).id;
  const sender = 'Acme';
  const sms = await create('/projects', { type: 'SMS', name: 'Reminder', sender, template: 'Hi {1}' });
  const voice = await create('/projects', {
    type: 'VOICE',
    name: 'Survey',
    sender: '46846500400',
    template: 'Hello',
  });
  const list = await create('/contact-lists', { name: 'Patients' });
  return { customerId, sms, voice, list };
}

/** Fictional Swedish mobile numbers, 95 of them. */
export function mobile(index: number): string {
  return String(46_701_740_605 + (index % 95));
}

/**
 * Expects a refusal as RFC 9457 describes it, with an entry for each of these fields (the empty one: the whole
 * request), which says what is wrong and, unless something is missing altogether, what would be right.
 */
export function expectProblem(answer: Answer<unknown>, status: number, ...fields: string[]): Problem {
  const problem = answer.json as Problem;
  expect(answer).toMatchObject({ status, contentType: 'application/problem+json' });
  expect(problem).toMatchObject({ type: 'about:blank', status, title: STATUS_CODES[status] });
  expect(problem.detail).not.toBe('');
  expect(problem.errors?.map(({ field }) => field) ?? []).toEqual(fields);
  for (const error of problem.errors ?? []) {
    expect(error.problem).not.toBe('');
    if (status !== 404) expect(error.expected ?? '', JSON.stringify(error)).not.toBe('');
  }
  return problem;
}
