import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { CallbackContext } from '../../callbacks/context.ts';
import {
  changeCallback,
  type DescribedCallback,
  describeCallback,
  findCallback,
  registerCallback,
} from '../../callbacks/registry.ts';
import type { ApiContext } from '../context.ts';
import { callbackBody, callbackChange, callbackSchema, newCallback, toConfig } from './callback-schemas.ts';
import { answer, body, idFilter, idParam, pageBody, pageOf, pageQuery, refusals, route } from './common.ts';

const totalsSchema = z.object({
  requests: z.int().openapi({ description: 'Requests answered with a 2xx' }),
  callbacks: z.int().openapi({ description: 'Events that they carried' }),
  failed: z.int().openapi({ description: 'Requests that failed' }),
});

/** @throws Refusal naming every field that is wrong */
export function registerWanted(
  context: CallbackContext,
  { customerId, startAt, ...wanted }: z.output<typeof newCallback>,
): DescribedCallback {
  const config = toConfig(wanted, null);
  return registerCallback(context, { customerId, startAt, enabled: wanted.enabled ?? true, config });
}

export function callbackRoutes(
  app: OpenAPIHono,
  { store, clock, callbacks, callbackContext }: ApiContext,
): void {
  const shown = (described: DescribedCallback) => callbackBody(callbackContext, described);

  app.openapi(
    route({
      method: 'post',
      path: '/callbacks',
      tags: ['Callbacks'],
      summary: 'Register a callback',
      request: body(newCallback),
      responses: { 201: answer('Registered; see `warnings`', callbackSchema), ...refusals },
    }),
    (c) => {
      return c.json(shown(registerWanted(callbackContext, c.req.valid('json'))), 201);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/callbacks',
      tags: ['Callbacks'],
      summary: 'List callbacks',
      request: { query: z.strictObject({ customerId: idFilter, ...pageQuery }) },
      responses: { 200: answer('A page of callbacks', pageOf(callbackSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, ...page } = c.req.valid('query');
      return c.json(
        pageBody(store.callbacks.list(page, customerId), (callback) => shown(describeCallback(callback))),
        200,
      );
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/callbacks/flush',
      tags: ['Callbacks'],
      summary: 'Send the backlog of all callbacks now; answers when the last request has settled',
      responses: { 200: answer('What was sent', totalsSchema), ...refusals },
    }),
    async (c) => {
      await clock.settle();
      return c.json(await callbacks.flush(), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/callbacks/{id}',
      tags: ['Callbacks'],
      summary: 'Read a callback',
      request: { params: idParam },
      responses: { 200: answer('The callback', callbackSchema), ...refusals },
    }),
    (c) => c.json(shown(describeCallback(findCallback(callbackContext, c.req.valid('param').id))), 200),
  );

  app.openapi(
    route({
      method: 'patch',
      path: '/callbacks/{id}',
      tags: ['Callbacks'],
      summary: 'Change a callback; it keeps its place in the log',
      request: { params: idParam, ...body(callbackChange) },
      responses: { 200: answer('The callback', callbackSchema), ...refusals },
    }),
    (c) => {
      const callback = findCallback(callbackContext, c.req.valid('param').id);
      const change = c.req.valid('json');
      const changed = changeCallback(callbackContext, callback, {
        enabled: change.enabled,
        config: toConfig(change, callback.config),
      });
      return c.json(shown(changed), 200);
    },
  );

  app.openapi(
    route({
      method: 'delete',
      path: '/callbacks/{id}',
      tags: ['Callbacks'],
      summary: 'Remove a callback with its deliveries',
      request: { params: idParam },
      responses: { 204: { description: 'Removed' }, ...refusals },
    }),
    async (c) => {
      await callbacks.remove(findCallback(callbackContext, c.req.valid('param').id));
      return c.body(null, 204);
    },
  );
}
