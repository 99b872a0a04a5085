import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../core/refusal.ts';
import type { OptOut } from '../../store/opt-outs.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  idParam,
  instantBody,
  numberField,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
} from './common.ts';

const optOutSchema = z
  .object({
    customerId: z.int(),
    number: z.string(),
    at: instantBody,
    communicationId: z.int().nullable().openapi({ description: 'The SMS that said so; null: entered here' }),
  })
  .openapi('OptOut');

const numberParam = idParam.extend({
  number: numberField.openapi({ param: { name: 'number', in: 'path' }, type: 'string' }),
});

const listQuery = z.strictObject({
  number: numberField.optional().openapi({ description: 'Whether this one has' }),
  ...pageQuery,
});

const optOutBody = ({ at, ...optOut }: OptOut) => ({ ...optOut, at: toInstant(at) });

/** Recipients who do not want to be sent to, per customer. */
export function optOutRoutes(app: OpenAPIHono, { store, clock }: ApiContext): void {
  const { optOuts, customers } = store;
  const mustExist = (id: number) => {
    if (!customers.get(id)) throw notFound('id', `customer ${id}`);
  };

  app.openapi(
    route({
      method: 'get',
      path: '/customers/{id}/opt-outs',
      tags: ['Opt-outs'],
      summary: 'List the numbers that have opted out of a customer',
      request: { params: idParam, query: listQuery },
      responses: { 200: answer('A page of opt-outs', pageOf(optOutSchema)), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const { number, ...page } = c.req.valid('query');
      mustExist(id);
      if (number === undefined) return c.json(pageBody(optOuts.list(id, page), optOutBody), 200);
      const found = optOuts.get(id, number);
      return c.json({ items: found ? [optOutBody(found)] : [], next: null }, 200);
    },
  );

  app.openapi(
    route({
      method: 'put',
      path: '/customers/{id}/opt-outs/{number}',
      tags: ['Opt-outs'],
      summary: 'Opt a number out, as if it had written STOP',
      request: { params: numberParam },
      responses: { 200: answer('The opt-out', optOutSchema), ...refusals },
    }),
    (c) => {
      const { id, number } = c.req.valid('param');
      mustExist(id);
      const optOut = { customerId: id, number, at: clock.now(), communicationId: null };
      optOuts.add(optOut);
      return c.json(optOutBody(optOut), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/customers/{id}/opt-outs/{number}',
      tags: ['Opt-outs'],
      summary: 'Opt a number in again, as if it had written START',
      request: { params: numberParam },
      responses: { 204: { description: 'Opted in' }, ...refusals },
    }),
    (c) => {
      const { id, number } = c.req.valid('param');
      mustExist(id);
      if (!optOuts.remove(id, number)) throw notFound('number', `opt-out of ${number}`);
      return c.body(null, 204);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/customers/{id}/opt-outs',
      tags: ['Opt-outs'],
      summary: 'Opt all numbers in again',
      request: { params: idParam },
      responses: { 204: { description: 'Opted in' }, ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      mustExist(id);
      optOuts.removeAll(id);
      return c.body(null, 204);
    },
  );
}
