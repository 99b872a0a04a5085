import type { Problem } from '../api/problem.ts';

/** The control API, asked without a socket in between. */
export type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

/** What the API said to a change. */
export type Told<Body> = { ok: true; status: number; body: Body } | { ok: false; problem: Problem };

/** A thing that is asked for is not there. */
export class NotThere extends Error {}

/**
 * The control API as pages use it: they show and do what it shows and does, and nothing beside it. Paths are given
 * without `/v1`.
 */
export interface Api {
  /**
   * @throws NotThere when there is no such thing
   * @throws Error when it is refused otherwise
   */
  get<Body>(path: string): Promise<Body>;
  /** @param body as JSON; none without it */
  send<Body = unknown>(method: string, path: string, body?: unknown): Promise<Told<Body>>;
  /** Sends a body of another type. */
  upload<Body = unknown>(
    method: string,
    path: string,
    contentType: string,
    body: Blob | string,
  ): Promise<Told<Body>>;
}

export function apiOf(ask: Ask): Api {
  return {
    async get(path) {
      const response = await ask(path);
      if (response.status === 404) throw new NotThere(path);
      if (!response.ok) throw new Error(`GET ${path}: ${await response.text()}`);
      return response.json() as never;
    },
    async send(method, path, body) {
      const json =
        body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return told(await ask(path, { method, ...json }));
    },
    async upload(method, path, contentType, body) {
      return told(await ask(path, { method, headers: { 'content-type': contentType }, body }));
    },
  };
}

async function told<Body>(response: Response): Promise<Told<Body>> {
  const text = await response.text();
  const said = text === '' ? undefined : JSON.parse(text);
  return response.ok
    ? { ok: true, status: response.status, body: said }
    : { ok: false, problem: said as Problem };
}

/** A refusal of a page's own, of a form's field. */
export function refusedField(field: string, problem: string, expected: string): Problem {
  const errors = [{ field, problem, expected }];
  return { type: 'about:blank', title: 'Bad Request', status: 400, detail: `${field} ${problem}`, errors };
}

/** A query string of what is given; what is empty is left out. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))}`;
}
