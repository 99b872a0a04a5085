import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ENDPOINT_NAMES } from '../../core/endpoints.ts';
import { profileName } from '../../core/profile/profile.ts';
import { MOST_RECENT } from '../../core/recent-texts.ts';
import { invalid, notFound, Refusal } from '../../core/refusal.ts';
import { ACCOUNT_LEVELS } from '../../core/vocabulary.ts';
import type { Customer, CustomerSettings } from '../../store/customers.ts';
import { hashApiKey, makeApiKey } from '../api-key.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  defined,
  idField,
  idParam,
  inboundNumberField,
  instantBody,
  MAX_NAME_LENGTH,
  nameField,
  numberField,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
} from './common.ts';

const customerFields = {
  name: nameField,
  accountLevel: z
    .enum(ACCOUNT_LEVELS)
    .openapi({ description: 'Whether recipient statuses are estimated or confirmed by the operator' }),
  testMode: z.boolean().openapi({ description: 'Nothing goes out; everything reports TEST' }),
  whitelistMode: z
    .boolean()
    .openapi({ description: 'SMS to numbers off the whitelist report NOT_WHITELISTED' }),
};

/** As it stands in a text: without spaces. */
const word = z.string().max(50).regex(/^\S+$/, 'a word without spaces');

/** An IP address, or a range of them. */
const addressRange = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'an IP address, or a range such as 10.0.0.0/8',
);

const words = z.array(z.string().min(1).max(50)).max(100);

const settingFields = {
  profile: profileName
    .nullable()
    .openapi({ description: "Of GET /v1/profiles, that its outcomes are drawn from; null: the platform's" }),
  optOutWords: words.openapi({ description: 'An incoming SMS that begins with one opts out' }),
  optInWords: words.openapi({ description: 'An incoming SMS that begins with one opts in again' }),
  spamLimit: z
    .strictObject({
      times: z
        .int()
        .min(1)
        .max(MOST_RECENT - 1),
      withinSeconds: z.int().min(1).max(31_536_000),
    })
    .nullable()
    .openapi({ description: 'The same text to the same number more often is SPAM; null: never' }),
  inboundNumbers: z
    .array(
      z.strictObject({
        number: inboundNumberField,
        prefixes: z
          .array(z.strictObject({ prefix: word, identifiers: z.array(word).max(1000).default([]) }))
          .max(1000)
          .default([]),
      }),
    )
    .max(100)
    .openapi({ description: 'Numbers that recipients write to and call' }),
  allowedAddresses: z
    .array(addressRange)
    .max(1000)
    .nullable()
    .openapi({ description: 'Addresses and ranges that the real API takes calls from; null: any' }),
  rateLimits: z
    .array(
      z.strictObject({
        endpoint: z.enum(ENDPOINT_NAMES).nullable().default(null),
        calls: z.int().min(0).max(1_000_000),
        perSeconds: z.int().min(1).max(31_536_000),
      }),
    )
    .max(100)
    .openapi({ description: 'Calls of the real API, of each endpoint by itself; null: of every one' }),
  uniqueMessageIds: z
    .boolean()
    .openapi({ description: 'The same clientMessageId again sends nothing and gets the first answer' }),
  pinCodes: z
    .strictObject({
      digits: z.int().min(3).max(12),
      validSeconds: z.int().min(1).max(31_536_000),
      tries: z.int().min(1).max(100),
    })
    .openapi({ description: 'PIN codes of SendPinCode' }),
  contactCampaigns: z.record(z.string().min(1).max(MAX_NAME_LENGTH), idField).openapi({
    description: 'IDs of projects of the customer that campaigns of the contact API run, by identifier',
  }),
  stopEvents: words.openapi({ description: 'Events of the contact API that stop what is still to come' }),
  maxBulkItems: z.int().min(1).max(100_000).openapi({ description: 'Of a bulk of the contact API' }),
};

export const newCustomer = z.strictObject({
  ...customerFields,
  accountLevel: customerFields.accountLevel.default('CONFIRMED'),
  testMode: customerFields.testMode.default(false),
  whitelistMode: customerFields.whitelistMode.default(false),
  ...z.strictObject(settingFields).partial().shape,
});

const customerChange = z.strictObject({ ...customerFields, ...settingFields }).partial();

const customerSchema = z
  .object({ id: z.int(), ...customerFields, ...settingFields, createdAt: instantBody })
  .openapi('Customer');

const withKey = customerSchema.extend({ apiKey: z.string().openapi({ description: 'Shown this once' }) });

export const numbersField = z.array(numberField).max(100_000);

const whitelistSchema = z.strictObject({ numbers: numbersField });

const customerBody = ({ settings, createdAt, ...customer }: Customer) => ({
  ...customer,
  profile: settings.profile,
  optOutWords: [...settings.optOutWords],
  optInWords: [...settings.optInWords],
  spamLimit: settings.spamLimit,
  inboundNumbers: settings.inboundNumbers.map(({ number, prefixes }) => ({
    number,
    prefixes: prefixes.map(({ prefix, identifiers }) => ({ prefix, identifiers: [...identifiers] })),
  })),
  allowedAddresses: settings.allowedAddresses && [...settings.allowedAddresses],
  rateLimits: settings.rateLimits.map((limit) => ({ ...limit })),
  uniqueMessageIds: settings.uniqueMessageIds,
  pinCodes: settings.pinCodes,
  contactCampaigns: settings.contactCampaigns,
  stopEvents: [...settings.stopEvents],
  maxBulkItems: settings.maxBulkItems,
  createdAt: toInstant(createdAt),
});

/** The settings that were given; null is one of the values that some can have. */
function given(settings: { [Name in keyof CustomerSettings]?: CustomerSettings[Name] | undefined }) {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<CustomerSettings>;
}

/**
 * Campaigns of the contact API run projects of their own customer. What was bound before may stay: a reset takes the
 * projects and leaves the settings.
 * @param customer null: a new one, which has no projects
 * @throws Refusal naming each campaign whose project is none of the customer's
 */
function mustRunOwnProjects(
  { projects }: ApiContext['store'],
  customer: Customer | null,
  wanted: CustomerSettings['contactCampaigns'] = {},
): void {
  const bound = customer?.settings.contactCampaigns ?? {};
  const wrong = Object.entries(wanted).filter(
    ([campaign, id]) =>
      !(Object.hasOwn(bound, campaign) && bound[campaign] === id) &&
      (customer === null || projects.get(id)?.customerId !== customer.id),
  );
  if (wrong.length === 0) return;
  throw new Refusal(
    'invalid',
    wrong.map(([campaign, id]) => ({
      field: `contactCampaigns.${campaign}`,
      problem: `the customer has no project ${id}`,
      expected: 'the id of a project of the same customer',
    })),
  );
}

/**
 * Creates a customer.
 * @returns it and its API key, which is stored as a hash only
 * @throws Refusal when there is no such profile, a campaign has no project, or the API key is another customer's
 */
export function createCustomer(
  { store, clock, profiles }: ApiContext,
  { name, accountLevel, testMode, whitelistMode, ...settings }: z.output<typeof newCustomer>,
  apiKey = makeApiKey(),
): { customer: Customer; apiKey: string } {
  if (settings.profile) profiles.find(settings.profile, 'profile');
  mustRunOwnProjects(store, null, settings.contactCampaigns);
  const hash = hashApiKey(apiKey);
  if (store.customers.withApiKeyHash(hash))
    throw invalid('apiKey', 'is the key of another customer', 'another key');
  const wanted = { name, accountLevel, testMode, whitelistMode, settings: given(settings) };
  return { customer: store.customers.create(wanted, hash, clock.now()), apiKey };
}

export function customerRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, profiles } = context;
  const { customers } = store;
  const find = (id: number): Customer => {
    const customer = customers.get(id);
    if (!customer) throw notFound('id', `customer ${id}`);
    return customer;
  };

  app.openapi(
    route({
      method: 'post',
      path: '/customers',
      tags: ['Customers'],
      summary: 'Create a customer; its API key is shown this once',
      request: body(newCustomer),
      responses: { 201: answer('Created', withKey), ...refusals },
    }),
    (c) => {
      const { customer, apiKey } = createCustomer(context, c.req.valid('json'));
      return c.json({ ...customerBody(customer), apiKey }, 201);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/customers',
      tags: ['Customers'],
      summary: 'List customers',
      request: { query: z.strictObject(pageQuery) },
      responses: { 200: answer('A page of customers', pageOf(customerSchema)), ...refusals },
    }),
    (c) => c.json(pageBody(customers.list(c.req.valid('query')), customerBody), 200),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/customers/{id}',
      tags: ['Customers'],
      summary: 'Read a customer',
      request: { params: idParam },
      responses: { 200: answer('The customer', customerSchema), ...refusals },
    }),
    (c) => c.json(customerBody(find(c.req.valid('param').id)), 200),
  );

  app.openapi(
    route({
      method: 'patch',
      path: '/customers/{id}',
      tags: ['Customers'],
      summary: 'Change a customer; it holds for what is accepted from now on',
      request: { params: idParam, ...body(customerChange) },
      responses: { 200: answer('The customer', customerSchema), ...refusals },
    }),
    (c) => {
      const before = find(c.req.valid('param').id);
      const { name, accountLevel, testMode, whitelistMode, ...settings } = c.req.valid('json');
      if (settings.profile) profiles.find(settings.profile, 'profile');
      mustRunOwnProjects(store, before, settings.contactCampaigns);
      const customer: Customer = {
        ...before,
        ...defined({ name, accountLevel, testMode, whitelistMode }),
        settings: { ...before.settings, ...given(settings) },
      };
      customers.update(customer);
      return c.json(customerBody(customer), 200);
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/customers/{id}/api-key',
      tags: ['Customers'],
      summary: 'Make a new API key, which is shown this once; the one before no longer holds',
      request: { params: idParam },
      responses: { 200: answer('The key', z.object({ apiKey: z.string() })), ...refusals },
    }),
    (c) => {
      const { id } = find(c.req.valid('param').id);
      const apiKey = makeApiKey();
      customers.setApiKeyHash(id, hashApiKey(apiKey));
      return c.json({ apiKey }, 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/customers/{id}/whitelist',
      tags: ['Customers'],
      summary: 'Read the numbers that whitelist mode sends to',
      request: {
        params: idParam,
        query: z.strictObject({
          first: z.coerce
            .number()
            .int()
            .min(1)
            .optional()
            .openapi({ type: 'integer', minimum: 1, description: 'Only the first so many' }),
        }),
      },
      responses: { 200: answer('The whitelist', whitelistSchema), ...refusals },
    }),
    (c) => {
      const { id } = find(c.req.valid('param').id);
      return c.json({ numbers: customers.whitelist(id, c.req.valid('query').first) }, 200);
    },
  );

  app.openapi(
    route({
      method: 'put',
      path: '/customers/{id}/whitelist',
      tags: ['Customers'],
      summary: 'Replace the numbers that whitelist mode sends to',
      request: { params: idParam, ...body(whitelistSchema) },
      responses: { 200: answer('The whitelist', whitelistSchema), ...refusals },
    }),
    (c) => {
      const { id } = find(c.req.valid('param').id);
      customers.replaceWhitelist(id, c.req.valid('json').numbers);
      return c.json({ numbers: customers.whitelist(id) }, 200);
    },
  );
}
