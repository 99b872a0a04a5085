/** Where a platform with default settings listens. */
export const DEFAULT_URL = 'http://127.0.0.1:4010';

interface ProblemBody {
  detail?: string;
  errors?: { field: string; problem: string; expected?: string }[];
}

/**
 * Asks a running platform.
 * @param url where it listens
 * @param body of that type
 * @throws Error in plain words when it does not answer, or refuses
 */
export async function callApi<Answer>(
  url: string,
  method: string,
  path: string,
  type?: string,
  body?: string | Blob,
): Promise<Answer> {
  const response = await ask(url, path, {
    method,
    ...(type !== undefined && { headers: { 'content-type': type } }),
    ...(body !== undefined && { body }),
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Answer;
  const { detail = `it answered ${response.status}`, errors = [] } = answer as ProblemBody;
  const lines = errors.map(({ field, problem, expected }) =>
    [field && `${field}: `, problem, expected === undefined ? '' : `; expected ${expected}`].join(''),
  );
  throw new Error((lines.length > 0 ? lines : [detail]).join('\n'));
}

/**
 * What a running platform has at a path, as text.
 * @param url where it listens
 * @throws Error in plain words when it does not answer, or has nothing there
 */
export async function downloadText(url: string, path: string): Promise<string> {
  const response = await ask(url, path, {});
  if (response.ok) return response.text();
  throw new Error(`${url} answered ${response.status}: is it a platform?`);
}

async function ask(url: string, path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(`${url.replace(/\/$/, '')}/v1${path}`, request);
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Error(
      `no platform answers at ${url} (${cause instanceof Error ? cause.message : message}): start one, or name it with --url`,
    );
  }
}
