import { z } from '@hono/zod-openapi';
import { DEFAULT_ANSWER, DEFAULT_INBOX } from '../../core/inbox.ts';
import { instantBody } from './common.ts';

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** How long a body is belongs to the connection. */
const OF_CONNECTION = /^(?:content-length|transfer-encoding|trailer|upgrade|keep-alive)$/i;

const headersField = z
  .record(
    z
      .string()
      .regex(HEADER_NAME, "a header's name")
      .refine((name) => !OF_CONNECTION.test(name), 'a header that does not belong to the connection'),
    z
      .string()
      .max(8192)
      .regex(/^[\x20-\x7e\x80-\xff]*$/, 'printable characters of Latin-1'),
  )
  .openapi({ example: { 'content-type': 'application/json' } });

const answerFields = {
  status: z.int().min(200).max(599),
  delayMs: z.int().min(0).max(120_000).openapi({ description: 'Real milliseconds, as of a slow receiver' }),
  headers: headersField,
  body: z.string().max(1_000_000),
};

const wantedAnswer = {
  status: answerFields.status.default(DEFAULT_ANSWER.status),
  delayMs: answerFields.delayMs.default(DEFAULT_ANSWER.delayMs),
  headers: answerFields.headers.default({}),
  body: answerFields.body.default(DEFAULT_ANSWER.body),
};

const timesField = z.int().min(1).max(1_000_000_000);

const usernameField = z
  .string()
  .max(1000)
  .regex(/^[^:]*$/, 'a name without a colon, which ends it on the way');

/** What an inbox is told. */
export const inboxConfig = z
  .strictObject({
    answer: z.strictObject(wantedAnswer).default({ ...DEFAULT_ANSWER, headers: {} }),
    next: z
      .array(
        z.strictObject({
          ...wantedAnswer,
          times: timesField.default(1).openapi({ description: 'So many requests get it' }),
        }),
      )
      .max(1000)
      .default([])
      .openapi({ description: 'Answers that are used up first, in this order' }),
    auth: z
      .strictObject({ username: usernameField, password: z.string().max(1000).optional() })
      .nullable()
      .default(null)
      .openapi({ description: 'Basic authentication that it demands; the password is write-only' }),
    requireClientCertificate: z
      .boolean()
      .default(DEFAULT_INBOX.requireClientCertificate)
      .openapi({ description: 'It answers 403 to who shows none, whoever issued it' }),
  })
  .openapi({ example: { next: [{ status: 503, times: 3 }], answer: { status: 204 } } });

export const inboxSchema = z
  .object({
    name: z.string(),
    path: z
      .string()
      .openapi({ description: 'Where it is, on the HTTP and the HTTPS port', example: '/inbox/first' }),
    answer: z.object(answerFields),
    next: z.array(z.object({ ...answerFields, times: timesField })),
    auth: z.object({ username: z.string() }).nullable(),
    requireClientCertificate: z.boolean(),
    requests: z.int().openapi({ description: 'How many are remembered' }),
    lastAt: instantBody.nullable().openapi({ description: 'When the newest of them arrived' }),
    createdAt: instantBody.nullable().openapi({ description: 'Null: it has not been used' }),
  })
  .openapi('Inbox');

export const inboxRequestSchema = z
  .object({
    id: z.int(),
    at: instantBody.openapi({ description: 'Platform time' }),
    method: z.string(),
    path: z.string().openapi({ description: 'With its query' }),
    headers: z
      .record(z.string(), z.string())
      .openapi({ description: 'Names in lower case; values of secret headers are masked' }),
    body: z.string().openapi({ description: 'The first MiB of it' }),
    encoding: z
      .enum(['UTF-8', 'BASE64'])
      .openapi({ description: 'How the body is shown: bytes that are no text in base64' }),
    bodyBytes: z.int().openapi({ description: 'Length of all of it' }),
    complete: z.boolean().openapi({ description: 'It came whole' }),
    remoteAddress: z.string(),
    tls: z
      .object({
        version: z.string(),
        cipher: z.string(),
        clientCertificate: z
          .object({
            subject: z.string(),
            issuer: z.string(),
            validFrom: instantBody,
            validTo: instantBody,
            fingerprint256: z.string(),
            leadsToCa: z.boolean().openapi({ description: "The platform's own authority issued it" }),
          })
          .nullable(),
      })
      .nullable()
      .openapi({ description: 'Null: it came over plain HTTP' }),
    status: z.int().nullable().openapi({ description: 'That it was answered; null: the client had gone' }),
  })
  .openapi('InboxRequest');
