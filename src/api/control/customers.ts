import { createHash, randomBytes } from 'node:crypto';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../core/refusal.ts';
import { ACCOUNT_LEVELS } from '../../core/vocabulary.ts';
import type { Customer } from '../../store/customers.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  defined,
  idParam,
  instantBody,
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

const newCustomer = z.strictObject({
  ...customerFields,
  accountLevel: customerFields.accountLevel.default('CONFIRMED'),
  testMode: customerFields.testMode.default(false),
  whitelistMode: customerFields.whitelistMode.default(false),
});

const customerSchema = z
  .object({ id: z.int(), ...customerFields, createdAt: instantBody })
  .openapi('Customer');

const withKey = customerSchema.extend({ apiKey: z.string().openapi({ description: 'Shown this once' }) });

const whitelistSchema = z.strictObject({ numbers: z.array(numberField).max(100_000) });

const customerBody = ({ createdAt, ...customer }: Customer) => ({
  ...customer,
  createdAt: toInstant(createdAt),
});

/** An API key that nobody can guess. */
export function makeApiKey(): string {
  return `mw_${randomBytes(24).toString('base64url')}`;
}

/** The form in which API keys are stored. */
export function hashApiKey(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}

export function customerRoutes(app: OpenAPIHono, { store, clock }: ApiContext): void {
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
      const apiKey = makeApiKey();
      const customer = customers.create(c.req.valid('json'), hashApiKey(apiKey), clock.now());
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
      request: { params: idParam, ...body(z.strictObject(customerFields).partial()) },
      responses: { 200: answer('The customer', customerSchema), ...refusals },
    }),
    (c) => {
      const customer = { ...find(c.req.valid('param').id), ...defined(c.req.valid('json')) };
      customers.update(customer);
      return c.json(customerBody(customer), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/customers/{id}/whitelist',
      tags: ['Customers'],
      summary: 'Read the numbers that whitelist mode sends to',
      request: { params: idParam },
      responses: { 200: answer('The whitelist', whitelistSchema), ...refusals },
    }),
    (c) => c.json({ numbers: customers.whitelist(find(c.req.valid('param').id).id) }, 200),
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
