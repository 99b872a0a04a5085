import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal, RefusalKind } from '../../core/refusal.ts';

const STATUS_OF: Record<RefusalKind, ContentfulStatusCode> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
};

/** Refuses a call [I]: `error` as its bulk answers have it [D], and why. */
export function refuse(c: Context, status: ContentfulStatusCode, message: string): Response {
  return c.json({ error: true, message }, status);
}

/** Answers a refusal, from whatever part of the platform it came. */
export function refused(c: Context, { kind, problems }: Refusal): Response {
  const message = problems.map(({ field, problem, expected }) => {
    const what = field ? `${field}: ${problem}` : problem;
    return expected ? `${what} (expected: ${expected})` : what;
  });
  return refuse(c, STATUS_OF[kind], message.join('; '));
}
