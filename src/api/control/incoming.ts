import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { noSuchCustomer } from '../../core/refusal.ts';
import { takeInCall, takeInSms } from '../../simulation/arrive.ts';
import type { ApiContext } from '../context.ts';
import { answer, body, idField, inboundNumberField, numberField, refusals, route } from './common.ts';
import { communicationBody, communicationSchema } from './communications.ts';

const arrivalFields = {
  customerId: idField,
  from: numberField,
  to: inboundNumberField
    .optional()
    .openapi({ description: "An inbound number; without it the customer's first" }),
};

const incomingSms = z
  .strictObject({ ...arrivalFields, text: z.string().max(100_000) })
  .openapi({ example: { customerId: 1, from: '46701740605', to: '71120', text: 'STOP' } });

const incomingCall = z
  .strictObject({ ...arrivalFields, callLength: z.int().min(0).max(86_400).default(30) })
  .openapi({ example: { customerId: 1, from: '46701740605', to: '71120', callLength: 42 } });

const BY_HAND = 'put in by hand';

/** What recipients write and call of their own accord. */
export function incomingRoutes(app: OpenAPIHono, { store, clock, world }: ApiContext): void {
  const take = <Wanted extends { customerId: number; from: string; to?: string | undefined }>(
    { customerId, from, to }: Wanted,
    takeIn: (arrival: Parameters<typeof takeInSms>[1]) => number,
  ) => {
    const customer = store.customers.get(customerId);
    if (!customer) throw noSuchCustomer(customerId);
    const arrival = { customer, from, to, detail: BY_HAND, at: clock.now() };
    const id = store.transaction(() => takeIn(arrival));
    clock.wake();
    return communicationBody(store.communications.get(id)!);
  };

  app.openapi(
    route({
      method: 'post',
      path: '/incoming-sms',
      tags: ['Communications'],
      summary: 'Have somebody write to a customer; STOP and its like opt them out at once',
      request: body(incomingSms),
      responses: { 201: answer('Taken in', communicationSchema), ...refusals },
    }),
    (c) => {
      const wanted = c.req.valid('json');
      return c.json(
        take(wanted, (arrival) => takeInSms(world, arrival, wanted.text)),
        201,
      );
    },
  );

  app.openapi(
    route({
      method: 'post',
      path: '/incoming-calls',
      tags: ['Communications'],
      summary: 'Have somebody call a customer; it is reported when the call is over',
      request: body(incomingCall),
      responses: { 201: answer('Taken in', communicationSchema), ...refusals },
    }),
    (c) => {
      const wanted = c.req.valid('json');
      return c.json(
        take(wanted, (arrival) => takeInCall(world, arrival, wanted.callLength)),
        201,
      );
    },
  );
}
