import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { callingHours } from '../../core/calling-hours.ts';
import { outcomeRequest } from '../../core/outcome/outcome-request.ts';
import { notFound } from '../../core/refusal.ts';
import { CAMPAIGN_STATES, MAX_DATA_FIELDS, STATUSES } from '../../core/vocabulary.ts';
import { actOnCampaign, CAMPAIGN_ACTIONS, type CampaignAction } from '../../simulation/campaigns.ts';
import { createCampaign } from '../../simulation/send.ts';
import type { Campaign } from '../../store/campaigns.ts';
import type { ApiContext } from '../context.ts';
import {
  answer,
  body,
  idField,
  idFilter,
  idParam,
  instantBody,
  instantField,
  nameField,
  numberField,
  orderedPageQuery,
  pageBody,
  pageOf,
  refusals,
  route,
  toInstant,
  toInstantOrNull,
} from './common.ts';

export const newCampaign = z.strictObject({
  customerId: idField,
  projectId: idField,
  contactListId: idField,
  name: nameField,
  startAt: instantField.optional().openapi({ description: 'When it starts by itself' }),
  rate: z.number().min(0.001).max(1_000_000).optional().openapi({ description: 'Communications per second' }),
  callingHours: callingHours.optional(),
  outcomes: z
    .record(numberField, outcomeRequest)
    .default({})
    .openapi({
      description: 'What is to become of some of the recipients, by number',
      example: { '46701740605': { named: 'DOESNOTEXIST' } },
    }),
  outcomeField: z
    .int()
    .min(1)
    .max(MAX_DATA_FIELDS)
    .optional()
    .openapi({ description: 'The data field that names the outcome of each recipient, if it names one' }),
});

const campaignSchema = z
  .object({
    id: z.int(),
    customerId: z.int(),
    projectId: z.int(),
    contactListId: z.int(),
    name: z.string(),
    state: z.enum(CAMPAIGN_STATES),
    rate: z.number(),
    recipients: z.int().openapi({ description: 'How many are on the list' }),
    sent: z.int(),
    done: z.int().openapi({ description: 'Of those sent, how many have their last report' }),
    counts: z
      .partialRecord(z.enum(STATUSES), z.int())
      .openapi({ description: 'Of those sent, how many have each status now', example: { DELIVERED: 12 } }),
    callingHours: callingHours.nullable(),
    outcomeField: z.int().nullable(),
    startAt: instantBody.nullable(),
    startedAt: instantBody.nullable(),
    endedAt: instantBody.nullable(),
    createdAt: instantBody,
  })
  .openapi('Campaign');

const SUMMARY: Record<CampaignAction, string> = {
  start: 'Start a campaign now',
  pause: 'Pause a campaign: nothing more is sent until it is resumed',
  resume: 'Resume a paused campaign',
  cancel: 'Cancel a campaign for good: what has not been sent never is',
};

/** @throws Refusal naming the field that is wrong */
export function createWantedCampaign(
  { world, campaignRate }: ApiContext,
  { startAt, rate, outcomes, callingHours: hours, outcomeField, ...wanted }: z.output<typeof newCampaign>,
): Campaign {
  return createCampaign(
    world,
    {
      ...wanted,
      rate: rate ?? campaignRate,
      callingHours: hours ?? null,
      outcomeField: outcomeField ?? null,
      startAt: startAt === undefined ? null : Date.parse(startAt),
    },
    outcomes,
  );
}

export function campaignRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, world } = context;
  const { campaigns, contactLists } = store;
  const find = (id: number): Campaign => {
    const campaign = campaigns.get(id);
    if (!campaign) throw notFound('id', `campaign ${id}`);
    return campaign;
  };
  const campaignBody = (campaign: Campaign) => {
    const { nextAt, lastRecipientId, ...shown } = campaign;
    return {
      ...shown,
      recipients: contactLists.get(campaign.contactListId)!.size,
      startAt: toInstantOrNull(campaign.startAt),
      startedAt: toInstantOrNull(campaign.startedAt),
      endedAt: toInstantOrNull(campaign.endedAt),
      createdAt: toInstant(campaign.createdAt),
    };
  };

  app.openapi(
    route({
      method: 'post',
      path: '/campaigns',
      tags: ['Campaigns'],
      summary: 'Create a campaign: a project to be run over a contact list',
      request: body(newCampaign),
      responses: { 201: answer('Created', campaignSchema), ...refusals },
    }),
    (c) => c.json(campaignBody(createWantedCampaign(context, c.req.valid('json'))), 201),
  );

  app.openapi(
    route({
      method: 'get',
      path: '/campaigns',
      tags: ['Campaigns'],
      summary: 'List campaigns',
      request: { query: z.strictObject({ customerId: idFilter, ...orderedPageQuery }) },
      responses: { 200: answer('A page of campaigns', pageOf(campaignSchema)), ...refusals },
    }),
    (c) => {
      const { customerId, ...page } = c.req.valid('query');
      return c.json(pageBody(campaigns.list(page, customerId), campaignBody), 200);
    },
  );

  app.openapi(
    route({
      method: 'get',
      path: '/campaigns/{id}',
      tags: ['Campaigns'],
      summary: 'Read a campaign with its progress',
      request: { params: idParam },
      responses: { 200: answer('The campaign', campaignSchema), ...refusals },
    }),
    (c) => c.json(campaignBody(find(c.req.valid('param').id)), 200),
  );

  for (const action of Object.keys(CAMPAIGN_ACTIONS) as CampaignAction[]) {
    app.openapi(
      route({
        method: 'post',
        path: `/campaigns/{id}/${action}`,
        tags: ['Campaigns'],
        summary: SUMMARY[action],
        request: { params: idParam },
        responses: { 200: answer('The campaign', campaignSchema), ...refusals },
      }),
      (c) => c.json(campaignBody(actOnCampaign(world, find(c.req.valid('param').id), action)), 200),
    );
  }
}
