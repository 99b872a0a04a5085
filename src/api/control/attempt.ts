import { z } from '@hono/zod-openapi';
import { CALLBACK_FAULT_KINDS } from '../../core/faults.ts';
import type { Attempt } from '../../store/attempts.ts';
import { instantBody, toInstant } from './common.ts';

/** What was sent and what came back, of a stored attempt or of a test. */
export const trySchema = z.object({
  startedAt: instantBody,
  ok: z.boolean(),
  status: z.int().nullable(),
  error: z.string().nullable().openapi({ description: 'In plain words' }),
  faults: z.array(z.enum(CALLBACK_FAULT_KINDS)).openapi({ description: 'What struck it on purpose' }),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()).openapi({ description: 'As sent; secrets masked' }),
    body: z.string().nullable(),
  }),
  response: z
    .object({
      status: z.int(),
      headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      body: z.string().nullable(),
      cut: z.boolean().openapi({ description: 'The answer was longer than is read' }),
    })
    .nullable(),
  tls: z
    .object({
      version: z.string(),
      cipher: z.string(),
      peer: z.string(),
      issuer: z.string(),
      validTo: z.string(),
      fingerprint256: z.string(),
    })
    .nullable(),
  localAddress: z.string().nullable(),
  remoteAddress: z.string().nullable(),
  timing: z
    .object({
      connectMs: z.number().nullable().openapi({ description: 'Null on a connection kept from before' }),
      firstByteMs: z.number().nullable(),
      totalMs: z.number(),
    })
    .openapi({ description: 'Real milliseconds' }),
});

export const attemptSchema = trySchema
  .extend({
    id: z.int(),
    number: z.int().openapi({ description: 'From 1' }),
    queuedMs: z.int().openapi({ description: 'Platform milliseconds since the delivery was made' }),
  })
  .openapi('Attempt');

/** What an attempt and a test have in common. */
export function tryBody(attempt: Omit<Attempt, 'number'>) {
  const { startedAt, ok, status, error, faults, request, body, peer, timing } = attempt;
  const length = request.method === 'POST' ? { 'content-length': String(body?.byteLength ?? 0) } : {};
  return {
    startedAt: toInstant(startedAt),
    ok,
    status,
    error,
    faults: [...faults],
    request: {
      method: request.method,
      url: request.url,
      headers: { ...request.headers, ...length },
      body: body && Buffer.from(body).toString('utf8'),
    },
    response:
      status === null
        ? null
        : {
            status,
            headers: attempt.responseHeaders ?? {},
            body: attempt.responseBody,
            cut: attempt.responseCut,
          },
    ...peer,
    timing,
  };
}
