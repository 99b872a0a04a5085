import { createRoute, z } from '@hono/zod-openapi';
import { toMsisdn } from '../../core/number.ts';
import { PAGE_ORDERS, type Page } from '../../store/page.ts';
import { refuseBody } from '../body.ts';

/** Describes a route. A query or a body that it does not read is refused: it would do nothing, unnoticed. */
export const route: typeof createRoute = (config) =>
  createRoute({
    ...config,
    request: { query: z.strictObject({}), ...config.request },
    ...(config.request?.body ? {} : { middleware: refuseBody }),
  });

/** The ID in a path. */
export const idParam = z.object({
  id: z.coerce
    .number()
    .int()
    .positive()
    .openapi({ param: { name: 'id', in: 'path' }, example: 1 }),
});

/** Any customer's, project's … ID in a body. */
export const idField = z.int().positive();

/** The same in a query, to filter by. */
export const idFilter = z.coerce.number().int().positive().optional();

/** How every list is asked for. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .openapi({ description: 'Most items of a page' }),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .openapi({ type: 'integer', minimum: 0, description: 'Where the page before ended: its `next`' }),
};

/** How lists are asked for that can be read from either end. */
export const orderedPageQuery = {
  ...pageQuery,
  order: z.enum(PAGE_ORDERS).default('oldest').openapi({ description: 'What comes first' }),
};

/** How something is waited for that is still to come. @param what it is, in the plural */
export const waitingFor = (what: string) => ({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .openapi({ type: 'integer', minimum: 0, description: `Only ${what} with a higher ID` }),
  timeoutMs: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(10_000)
    .openapi({ type: 'integer', minimum: 0, maximum: 60_000, description: 'Real milliseconds' }),
});

/** How every list answers. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.int().nullable().openapi({ description: 'To be given as `after`; null at the end' }),
  });
}

/** A page as the API answers it. */
export function pageBody<Item, Body>(page: Page<Item>, body: (item: Item) => Body) {
  return { items: page.items.map(body), next: page.next };
}

export const MAX_NAME_LENGTH = 200;
export const nameField = z.string().min(1).max(MAX_NAME_LENGTH);

const SENDER = /^(\+?\d{3,15}|[\p{L}\p{N} ._&-]{1,11})$/u;

/** Digits of a number, or a name of up to 11 characters, as networks take them [D]. */
export const senderField = z
  .string()
  .regex(SENDER, '3 to 15 digits, or a name of up to 11 letters and digits')
  // The generator would leave the flag in the pattern.
  .openapi({ pattern: SENDER.source, example: 'Acme' });

/** A phone number in any common notation, as the platform writes it. */
export const numberField = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = toMsisdn(text);
    if (number === null) {
      context.addIssue(
        'a phone number with its country code, such as 46701740605 (5 to 15 digits, not beginning with 0)',
      );
      return z.NEVER;
    }
    return number;
  })
  .openapi({ type: 'string', example: '46701740605' });

/** A number that recipients write to: a short code, or one with its country code. */
export const inboundNumberField = z
  .string()
  .regex(/^\d{3,15}$/, 'digits: a short code such as 71120, or a number with its country code')
  .openapi({ example: '71120' });

/** Instants go out and come in as ISO 8601 in UTC. */
export const instantField = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => /^\d/.test(new Date(text).toISOString()), 'a time within the years 0 to 9999 in UTC')
  .openapi({ example: '2026-01-31T12:00:00.000Z' });
export const instantBody = z.iso.datetime();

export const toInstant = (ms: number) => new Date(ms).toISOString();
export const toInstantOrNull = (ms: number | null) => (ms === null ? null : toInstant(ms));

/** The number of a data field. */
export const fieldNumber = z.string().regex(/^[1-9]\d?$/, 'the number of a data field, 1 to 99');

/** Longest text of a data field, in characters. */
export const MAX_FIELD_LENGTH = 100_000;

/** Data fields by number. */
export const fieldsField = z
  .record(fieldNumber, z.string().max(MAX_FIELD_LENGTH))
  .openapi({ example: { '1': 'Ada', '2': 'Lund' } });

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), problem: z.string(), expected: z.string().optional() }))
      .optional(),
  })
  .openapi('Problem');

const problemContent = { 'application/problem+json': { schema: problemSchema } };

/** The refusals that any call may answer with. */
export const refusals = {
  400: { description: 'The request is wrong; `errors` names each field', content: problemContent },
  404: { description: 'There is no such thing', content: problemContent },
  409: { description: 'Not possible in its present state', content: problemContent },
  413: { description: 'The body is too large', content: problemContent },
  415: { description: 'The content type is not one of those that are read here', content: problemContent },
} as const;

/** A JSON answer. */
export function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body that must be there. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } };
}

/** The fields of a change that were given. */
export function defined<Change extends object>(
  change: Change,
): { [Key in keyof Change]?: NonNullable<Change[Key]> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Change]?: NonNullable<Change[Key]>;
  };
}
