import { z } from '@hono/zod-openapi';
import type { CallbackContext } from '../../callbacks/context.ts';
import { CURSOR_STARTS, type DescribedCallback } from '../../callbacks/registry.ts';
import { lagOf } from '../../callbacks/steering.ts';
import { isSecretHeader } from '../../callbacks/transport/mask-headers.ts';
import {
  CALLBACK_FORMATS,
  CALLBACK_METHODS,
  type CallbackConfig,
  TLS_VERSIONS,
} from '../../core/callback-config.ts';
import { COMMUNICATION_TYPES, STATUSES } from '../../core/vocabulary.ts';
import { defined, idField, instantBody, nameField, toInstant } from './common.ts';

const pem = z.string().min(1).max(1_000_000);

const clientCertificateField = z
  .union([
    z.strictObject({ cert: pem, key: pem, passphrase: z.string().optional() }),
    z.strictObject({
      pfx: pem.openapi({ description: 'PKCS#12 in base64' }),
      passphrase: z.string().optional(),
    }),
  ])
  .openapi({ description: 'What the platform shows to a receiver that asks; write-only' });

const batchField = z
  .strictObject({
    maxItems: z.int().min(1).max(10_000),
    element: z.string().max(200).optional().openapi({ description: 'XML: the element around the items' }),
    envelope: z
      .string()
      .max(100_000)
      .optional()
      .openapi({ description: 'XML: a document with {BATCH} where the batch goes' }),
  })
  .openapi({ description: 'Several events in a request, as an array named `batch`' });

/** What decides how a callback's requests look. */
export const templateFields = {
  url: z.string().min(1).max(8192).openapi({ example: 'https://127.0.0.1:9443/callbacks' }),
  method: z.enum(CALLBACK_METHODS),
  format: z.enum(CALLBACK_FORMATS).nullable().openapi({ description: 'Of a POST; JSON without it' }),
  template: z.string().min(1).max(1_000_000).nullable().openapi({
    description: 'One item, with metrics; a default one without it',
    example: '{"id":{ID},"status":"{STATUS}"}',
  }),
  types: z.array(z.enum(COMMUNICATION_TYPES)).openapi({ description: 'Empty: all' }),
  statuses: z.array(z.enum(STATUSES)).openapi({ description: 'Empty: all' }),
  batch: batchField.nullable(),
  headers: z.record(z.string(), z.string().max(8192)),
};

const callbackFields = {
  ...templateFields,
  name: nameField,
  auth: z
    .strictObject({
      username: z
        .string()
        .max(1000)
        .regex(/^[^:]*$/, 'a name without a colon, which ends it on the way'),
      password: z.string().max(1000),
    })
    .nullable()
    .openapi({ description: 'Basic access authentication; the password is write-only' }),
  clientCertificate: clientCertificateField.nullable(),
  tls: z.strictObject({
    ca: pem
      .nullable()
      .optional()
      .openapi({ description: "PEM that the receiver's certificate must lead to" }),
    verify: z.boolean().optional().openapi({ description: 'False: self-signed receivers are accepted' }),
    minVersion: z.enum(TLS_VERSIONS).optional(),
    maxVersion: z.enum(TLS_VERSIONS).optional(),
  }),
  concurrency: z
    .int()
    .min(1)
    .max(100)
    .openapi({ description: 'Requests under way at once; 1 keeps strictly to the order of the log' }),
  timeouts: z.strictObject({
    connectMs: z.int().min(1).max(120_000).optional(),
    answerMs: z.int().min(1).max(120_000).optional(),
  }),
  enabled: z
    .boolean()
    .openapi({ description: 'A disabled callback sends nothing and keeps its place in the log' }),
};

const optionalFields = z.strictObject(callbackFields).partial();

export const newCallback = optionalFields.extend({
  customerId: idField,
  url: callbackFields.url,
  method: callbackFields.method,
  startAt: z
    .enum(CURSOR_STARTS)
    .default('END')
    .openapi({ description: 'Where in the log it begins: with what comes, or with what was' }),
});

export const callbackChange = optionalFields;

export const warningSchema = z.object({ field: z.string(), warning: z.string() });

export const callbackSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    ...callbackFields,
    name: z.string(),
    auth: z.object({ username: z.string() }).nullable(),
    headers: z.record(z.string(), z.string()).openapi({ description: 'Values of secret headers are masked' }),
    clientCertificate: z
      .object({
        subject: z.string(),
        issuer: z.string(),
        validFrom: instantBody,
        validTo: instantBody,
        fingerprint256: z.string(),
      })
      .nullable(),
    cursor: z.int().openapi({ description: 'The last event that was made into a delivery or passed over' }),
    lag: z
      .object({
        backlog: z.int().openapi({ description: 'Entries of the log behind the cursor' }),
        pending: z.int().openapi({ description: 'Deliveries that wait for an attempt' }),
        lagMs: z.int().openapi({ description: 'Platform milliseconds since the oldest event that waits' }),
        error: z.string().nullable().openapi({ description: 'Why the delivery in front failed last' }),
      })
      .openapi({ description: 'How far it is behind' }),
    warnings: z.array(warningSchema).openapi({ description: 'What is legal but unwise' }),
    createdAt: instantBody,
  })
  .openapi('Callback');

/** What is shown of a secret. */
const MASK = '***';

const DEFAULT_TLS = { verify: false, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' } as const;
const DEFAULT_TIMEOUTS = { connectMs: 5000, answerMs: 15_000 };

const EMPTY_CONFIG: Omit<CallbackConfig, 'url' | 'method'> = {
  name: '',
  format: null,
  template: null,
  types: [],
  statuses: [],
  batch: null,
  auth: null,
  headers: {},
  clientCertificate: null,
  tls: DEFAULT_TLS,
  concurrency: 1,
  timeouts: DEFAULT_TIMEOUTS,
};

/** The configuration that a new callback's body asks for, or what a change makes of the one before. */
export function toConfig(
  wanted: z.output<typeof callbackChange>,
  before: CallbackConfig | null,
): CallbackConfig {
  const { enabled, tls, timeouts, ...given } = wanted;
  const base = before ?? { ...EMPTY_CONFIG, url: '', method: 'POST' as const };
  const { ca = base.tls.ca, ...restOfTls } = tls ?? {};
  const config: CallbackConfig = {
    ...base,
    ...defined(given),
    headers: given.headers ? withMasked(given.headers, base.headers) : base.headers,
    tls: { ...base.tls, ...defined(restOfTls), ca: ca ?? undefined },
    timeouts: { ...base.timeouts, ...defined(timeouts ?? {}) },
  };
  return config.method === 'POST' ? { ...config, format: config.format ?? 'JSON' } : config;
}

/** A secret header that is sent back as it was shown stays what it was. */
function withMasked(
  given: Readonly<Record<string, string>>,
  before: CallbackConfig['headers'],
): CallbackConfig['headers'] {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value === MASK && isSecretHeader(name) ? (before[name] ?? value) : value,
    ]),
  );
}

/** A callback as the API shows it: secrets left out or masked. */
export function callbackBody(
  context: CallbackContext,
  { callback, warnings, clientCertificate }: DescribedCallback,
) {
  const { config, ...rest } = callback;
  return {
    ...rest,
    ...config,
    auth: config.auth && { username: config.auth.username },
    headers: Object.fromEntries(
      Object.entries(config.headers).map(([name, value]) => [name, isSecretHeader(name) ? MASK : value]),
    ),
    clientCertificate,
    types: [...config.types],
    statuses: [...config.statuses],
    lag: lagOf(context, callback),
    warnings: [...warnings],
    createdAt: toInstant(callback.createdAt),
  };
}
