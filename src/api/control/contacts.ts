import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../core/refusal.ts';
import { CONTACT_CAMPAIGN_STATES, type Contact } from '../../store/contacts.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  idFilter,
  idParam,
  instantBody,
  pageBody,
  pageOf,
  pageQuery,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
} from './common.ts';

const data = z.record(z.string(), z.unknown());

const contactSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    contactId: z.string().openapi({ description: "The client's own" }),
    personal: data
      .nullable()
      .openapi({ description: 'Null: none, or cleared', example: { phoneNumber: '46701740605' } }),
    general: data.openapi({ example: { plan: 'Solar' } }),
    schema: z.int().nullable(),
    stoppedBy: z
      .string()
      .nullable()
      .openapi({ description: 'The event after which nothing more goes to the contact; null: none' }),
    stoppedAt: instantBody.nullable(),
    createdAt: instantBody,
    updatedAt: instantBody,
  })
  .openapi('Contact');

const campaignSchema = z.object({
  campaign: z.string().openapi({ description: 'Its identifier' }),
  iteration: z.string(),
  state: z
    .enum(CONTACT_CAMPAIGN_STATES)
    .openapi({ description: 'SENT: it led to a communication; STOPPED: it leads to nothing more' }),
  communicationId: z.int().nullable().openapi({ description: 'Null: nothing was sent' }),
  at: instantBody,
});

const eventSchema = z.object({
  name: z.string(),
  at: instantBody.openapi({ description: 'When it happened, by the client' }),
  receivedAt: instantBody,
});

const metricSchema = eventSchema.extend({ value: z.union([z.number(), z.string(), z.boolean()]) });

const withHistory = contactSchema.extend({
  campaigns: z.array(campaignSchema),
  events: z.array(eventSchema),
  metrics: z.array(metricSchema),
});

const contactBody = (contact: Contact) => ({
  ...contact,
  stoppedAt: toInstantOrNull(contact.stoppedAt),
  createdAt: toInstant(contact.createdAt),
  updatedAt: toInstant(contact.updatedAt),
});

/** Contacts of the contact API, as they are now. */
export function contactRoutes(app: OpenAPIHono, { store }: ApiContext): void {
  const { contacts } = store;
  const find = (id: number): Contact => {
    const contact = contacts.get(id);
    if (!contact) throw notFound('id', `contact ${id}`);
    return contact;
  };
  const detailed = (contact: Contact) => {
    const events = contacts.events(contact.id).map(({ at, receivedAt, ...event }) => ({
      ...event,
      at: toInstant(at),
      receivedAt: toInstant(receivedAt),
    }));
    return {
      ...contactBody(contact),
      campaigns: contacts.campaigns(contact.id).map((run) => ({ ...run, at: toInstant(run.at) })),
      events: events.filter(({ kind }) => kind === 'EVENT').map(({ kind, value, ...event }) => event),
      metrics: events
        .filter(({ kind }) => kind === 'METRIC')
        .map(({ kind, value, ...metric }) => ({ ...metric, value: value! })),
    };
  };

  app.openapi(
    route({
      method: 'get',
      path: '/contacts',
      tags: ['Contacts'],
      summary: 'List contacts that clients of the contact API have created',
      request: {
        query: z.strictObject({
          customerId: idFilter,
          contactId: z.string().optional().openapi({ description: "The client's own ID" }),
          ...pageQuery,
        }),
      },
      responses: { 200: answer('A page of contacts', pageOf(contactSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, contactId, ...page } = c.req.valid('query');
      return c.json(pageBody(contacts.list(page, { customerId, contactId }), contactBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/contacts/{id}',
      tags: ['Contacts'],
      summary: 'Read a contact with its campaigns, events and metrics',
      request: { params: idParam },
      responses: { 200: answer('The contact', withHistory), ...refusals },
    }),
    (c) => c.json(detailed(find(c.req.valid('param').id)), 200),
  );

  app.openapi(
    route({
      method: 'post',
      path: '/contacts/{id}/resume',
      tags: ['Contacts'],
      summary: 'Let a contact that an event has stopped be communicated with again',
      description: 'From the next campaign on. An opt-out of its number holds all the same.',
      request: { params: idParam },
      responses: { 200: answer('The contact', withHistory), ...refusals },
    }),
    (c) => {
      const { id } = find(c.req.valid('param').id);
      contacts.resume(id);
      return c.json(detailed(find(id)), 200);
    },
  );
}
