import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { DECIDERS, reasonOf } from '../../core/outcome/outcome.ts';
import { outcomeRequest } from '../../core/outcome/outcome-request.ts';
import { notFound } from '../../core/refusal.ts';
import { communicationIdIn, trackingIdOf } from '../../core/tracking-id.ts';
import {
  COMMUNICATION_STATES,
  COMMUNICATION_TYPES,
  DELIVERY_STATES,
  OUTGOING_TYPES,
  RECIPIENT_STATUSES,
  STATUSES,
} from '../../core/vocabulary.ts';
import { isHeld } from '../../simulation/decide-anew.ts';
import { send } from '../../simulation/send.ts';
import type { Communication } from '../../store/communications.ts';
import type { Enqueued } from '../../store/enqueued.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  fieldsField,
  idField,
  idFilter,
  idParam,
  instantBody,
  instantField,
  MAX_NAME_LENGTH,
  numberField,
  orderedPageQuery,
  pageBody,
  pageOf,
  refusals,
  route,
  senderField,
  toInstant,
  toInstantOrNull,
} from './common.ts';

const statusEnum = z.enum(STATUSES);

export const newCommunication = z
  .strictObject({
    customerId: idField,
    type: z.enum(OUTGOING_TYPES),
    recipient: numberField,
    sender: senderField.optional().openapi({ description: "Without it the project's" }),
    content: z
      .string()
      .min(1)
      .max(100_000)
      .optional()
      .openapi({ description: "Of an SMS; without it the project's template" }),
    projectId: idField.optional(),
    fields: fieldsField.optional().openapi({ description: "For the project's template" }),
    sendAt: instantField.optional().openapi({ description: 'At once without it' }),
    outcome: outcomeRequest.optional(),
  })
  .openapi({
    example: {
      customerId: 1,
      type: 'OUTGOING_SMS',
      recipient: '46701740605',
      sender: 'Acme',
      content: 'Hello',
    },
  });

export const communicationSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    type: z.enum(COMMUNICATION_TYPES),
    projectId: z.int().nullable(),
    campaignId: z.int().nullable(),
    recipientId: z.int().nullable(),
    recipient: z.string(),
    sender: z.string(),
    content: z.string().nullable(),
    smsParts: z.int().nullable(),
    bulk: z.string().nullable().openapi({ description: 'All of an incoming SMS' }),
    prefix: z.string().nullable(),
    identifier: z.string().nullable(),
    state: z.enum(COMMUNICATION_STATES),
    status: statusEnum.nullable(),
    recipientStatus: z.enum(RECIPIENT_STATUSES).nullable(),
    callLength: z.int().nullable().openapi({ description: 'Seconds' }),
    keyChoices: z.array(z.string()).nullable(),
    acceptedAt: instantBody,
    sentAt: instantBody.nullable(),
    doneAt: instantBody.nullable(),
    nextAt: instantBody.nullable().openapi({ description: 'When it is sent, or its next step is taken' }),
    held: z.boolean().openapi({ description: 'It was sent and waits for somebody to decide its outcome' }),
    decidedBy: z.enum(DECIDERS).openapi({ description: 'What decided its outcome' }),
    reason: z.string(),
    clientMessageId: z
      .string()
      .nullable()
      .openapi({ description: 'Its name in EnqueueCommunications; null: it was sent another way' }),
    trackingId: z.string().nullable().openapi({ description: 'What EnqueueCommunications answered' }),
  })
  .openapi('Communication');

const eventSchema = z
  .object({
    id: z.int(),
    at: instantBody,
    status: statusEnum.nullable(),
    recipientStatus: z.enum(RECIPIENT_STATUSES).nullable(),
    callLength: z.int().nullable(),
    keyChoices: z.array(z.string()).nullable(),
    deliveries: z
      .array(z.object({ callbackId: z.int(), deliveryId: z.int(), state: z.enum(DELIVERY_STATES) }))
      .openapi({ description: 'The deliveries that carry it' }),
  })
  .openapi('Event');

const planSchema = z
  .object({
    reports: z.array(
      z.object({
        afterMs: z.int(),
        status: statusEnum.nullable(),
        recipientStatus: z.enum(RECIPIENT_STATUSES).optional(),
        callLength: z.int().optional(),
        keyChoices: z.array(z.string()).optional(),
        doneAfterMs: z.int().optional(),
      }),
    ),
    replies: z.array(
      z.object({
        afterMs: z.int(),
        kind: z.enum(['SMS', 'CALL']),
        text: z.string().optional(),
        callLength: z.int().optional(),
      }),
    ),
  })
  .openapi({ description: 'All that was decided to happen, in ms after it is sent' });

const withTimeline = communicationSchema.extend({ plan: planSchema, events: z.array(eventSchema) });

const TRACKING_ID = '0123456789abcdef0123456789abcdef';

const filterQuery = z.strictObject({
  customerId: idFilter,
  campaignId: idFilter,
  projectId: idFilter,
  recipient: numberField.optional().openapi({ description: 'Who got it or, if incoming, whom it came from' }),
  type: z.enum(COMMUNICATION_TYPES).optional(),
  status: statusEnum.optional(),
  recipientStatus: z.enum(RECIPIENT_STATUSES).optional(),
  state: z.enum(COMMUNICATION_STATES).optional(),
  trackingId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, '32 hexadecimal characters in small letters')
    .optional()
    .openapi({ description: 'What EnqueueCommunications answered', example: TRACKING_ID }),
  clientMessageId: z.string().min(1).max(MAX_NAME_LENGTH).optional().openapi({
    description: 'Its name in EnqueueCommunications',
    example: 'order-1',
  }),
  since: instantField.optional().openapi({ description: 'Accepted then or later, in platform time' }),
  until: instantField.optional().openapi({ description: 'Accepted before that' }),
  text: z.string().min(1).max(200).optional().openapi({ description: 'Part of the text, in any case' }),
  ...orderedPageQuery,
});

/** Of the communication that a `trackingId` is of; no communication has 0. */
const idOf = (trackingId: string | undefined) =>
  trackingId === undefined ? undefined : (communicationIdIn(trackingId) ?? 0);

const instantOf = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));

/**
 * A communication as the API shows it.
 * @param enqueued what it was enqueued as, if it was
 */
export const communicationBody = (
  { seq, nth, previousSeq, steps, lastEventId, outcome, ...communication }: Communication,
  enqueued?: Enqueued,
) => ({
  ...communication,
  keyChoices: communication.keyChoices && [...communication.keyChoices],
  acceptedAt: toInstant(communication.acceptedAt),
  sentAt: toInstantOrNull(communication.sentAt),
  doneAt: toInstantOrNull(communication.doneAt),
  nextAt: toInstantOrNull(communication.nextAt),
  held: isHeld({ state: communication.state, outcome, steps }),
  decidedBy: outcome.decidedBy,
  reason: reasonOf(outcome),
  clientMessageId: enqueued?.clientMessageId ?? null,
  trackingId: enqueued ? trackingIdOf(communication.id) : null,
});

/**
 * Sends one.
 * @returns its ID
 * @throws Refusal naming the field that is wrong
 */
export function sendWanted(
  { world }: ApiContext,
  { sendAt, ...request }: z.output<typeof newCommunication>,
): number {
  return send(world, { ...request, sendAt: sendAt === undefined ? undefined : Date.parse(sendAt) });
}

export function communicationRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { communications, enqueued, events, callbacks, deliveries } = context.store;

  const timeline = (communication: Communication) => {
    const listeners = callbacks.ofCustomer(communication.customerId);
    return events.of(communication).map(({ previousId, type, sentAt, doneAt, ...event }) => ({
      ...event,
      at: toInstant(event.at),
      keyChoices: event.keyChoices && [...event.keyChoices],
      deliveries: listeners.flatMap((callback) =>
        deliveries
          .carrying(callback.id, event.id)
          .map(({ id, state }) => ({ callbackId: callback.id, deliveryId: id, state })),
      ),
    }));
  };

  app.openapi(
    route({
      method: 'post',
      path: '/communications',
      tags: ['Communications'],
      summary: 'Send one SMS or call',
      request: body(newCommunication),
      responses: { 201: answer('Accepted', communicationSchema), ...refusals },
    }),
    async (c) => {
      const wanted = c.req.valid('json');
      const id = await context.store.inTurn(() => sendWanted(context, wanted));
      return c.json(communicationBody(communications.get(id)!), 201);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/communications',
      tags: ['Communications'],
      summary: 'List communications in the order in which they were accepted',
      description:
        'Some filters have to look through many communications. A page of theirs may hold fewer than `limit`, even none, while its `next` still leads on: the end is where that is null.',
      request: { query: filterQuery },
      responses: { 200: answer('A page of communications', pageOf(communicationSchema)), ...refusals },
    }),
    (c) => {
      const { limit, after, order, recipient, trackingId, since, until, ...filter } = c.req.valid('query');
      const page = communications.list(
        { limit, after, order },
        {
          ...filter,
          number: recipient,
          id: idOf(trackingId),
          since: instantOf(since),
          until: instantOf(until),
        },
      );
      const asEnqueued = enqueued.of(page.items.map(({ seq }) => seq));
      return c.json(
        pageBody(page, (one) => communicationBody(one, asEnqueued.get(one.seq))),
        200,
      );
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/communications/{id}',
      tags: ['Communications'],
      summary: 'Read a communication with its timeline of events',
      request: { params: idParam },
      responses: { 200: answer('The communication', withTimeline), ...refusals },
    }),
    (c) => {
      const { id } = c.req.valid('param');
      const communication = communications.get(id);
      if (!communication) throw notFound('id', `communication ${id}`);
      const { reports, replies } = communication.outcome;
      const plan = {
        reports: reports.map(({ keyChoices, ...report }) => ({
          ...report,
          ...(keyChoices && { keyChoices: [...keyChoices] }),
        })),
        replies: [...replies],
      };
      const shown = communicationBody(communication, enqueued.of([communication.seq]).get(communication.seq));
      return c.json({ ...shown, plan, events: timeline(communication) }, 200);
    },
  );
}
