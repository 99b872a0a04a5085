import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { newRule } from '../../core/outcome/outcome-rule.ts';
import { profileData, profileName } from '../../core/profile/profile.ts';
import { invalid, Refusal } from '../../core/refusal.ts';
import { actOnCampaign } from '../../simulation/campaigns.ts';
import { MIN_API_KEY_LENGTH } from '../../store/customers.ts';
import type { ApiContext } from '../context.ts';
import { newCallback } from './callback-schemas.ts';
import { registerWanted } from './callbacks.ts';
import { createWantedCampaign, newCampaign } from './campaigns.ts';
import { answer, body, refusals, route } from './common.ts';
import { newCommunication, sendWanted } from './communications.ts';
import { createContactList, newList, newRecipients } from './contact-lists.ts';
import { createCustomer, newCustomer, numbersField } from './customers.ts';
import { FIRST_CUSTOMER } from './first-customer.ts';
import { createRule } from './outcomes.ts';
import { createProject, newProject } from './projects.ts';

/** What the entries of a seed call each other by. */
const name = z.string().min(1).max(100);
const customer = name.optional().openapi({ description: 'One of the customers here; customer 1 without it' });

const some = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).default([]);
const named = <Schema extends z.ZodType>(schema: Schema) => z.record(name, schema).default({});

/** A world to begin with. */
export const seedSchema = z.strictObject({
  profiles: z.record(profileName, profileData).default({}),
  customers: named(
    newCustomer.extend({
      apiKey: z.string().min(MIN_API_KEY_LENGTH).optional().openapi({ description: 'Made up without it' }),
      whitelist: numbersField.optional(),
      optOuts: numbersField.optional(),
    }),
  ),
  projects: named(newProject.omit({ customerId: true }).extend({ customer })),
  contactLists: named(
    newList.omit({ customerId: true }).extend({ customer, ...newRecipients.partial().shape }),
  ),
  callbacks: some(newCallback.omit({ customerId: true }).extend({ customer })),
  outcomeRules: some(newRule),
  campaigns: some(
    newCampaign.omit({ customerId: true, projectId: true, contactListId: true }).extend({
      project: name,
      contactList: name,
      start: z.boolean().default(false).openapi({ description: 'Started at once' }),
    }),
  ),
  communications: some(
    newCommunication
      .omit({ customerId: true, projectId: true })
      .extend({ customer, project: name.optional() }),
  ),
});

export type Seed = z.output<typeof seedSchema>;

const ids = z.array(z.int());
const idsByName = z.record(z.string(), z.int());

const seededSchema = z.object({
  customers: z
    .record(z.string(), z.object({ id: z.int(), apiKey: z.string() }))
    .openapi({ description: 'API keys are shown this once' }),
  projects: idsByName,
  contactLists: idsByName,
  callbacks: ids,
  outcomeRules: ids,
  campaigns: ids,
  communications: ids,
});

type Seeded = z.output<typeof seededSchema>;

export function seedRoutes(app: OpenAPIHono, context: ApiContext): void {
  app.openapi(
    route({
      method: 'post',
      path: '/seed',
      tags: ['World'],
      summary: 'Add customers, projects, lists, callbacks and campaigns that refer to each other by name',
      description: 'All of it or, when anything is wrong, nothing.',
      request: body(seedSchema),
      responses: { 201: answer('Their IDs', seededSchema), ...refusals },
    }),
    (c) => c.json(sow(context, c.req.valid('json')), 201),
  );
}

/**
 * Adds all of a seed, or nothing.
 * @throws Refusal naming every field by its path in the seed
 */
export function sow(context: ApiContext, seed: Seed): Seeded {
  return context.store.transaction(() => sowing(context, seed));
}

function sowing(context: ApiContext, seed: Seed): Seeded {
  const { store, clock, world, profiles, callbackContext } = context;
  const find = <Entry>(known: Record<string, Entry>, field: string, wanted: string): Entry => {
    if (Object.hasOwn(known, wanted)) return known[wanted]!;
    throw invalid(field, `there is no "${wanted}" here`, Object.keys(known).join(', ') || 'the name of one');
  };

  for (const [profile, data] of Object.entries(seed.profiles))
    within(`profiles.${profile}`, () => profiles.put({ name: profile, ...data }));
  const customers = mapped(
    'customers',
    seed.customers,
    ({ apiKey: key, whitelist, optOuts = [], ...wanted }) => {
      const { customer: created, apiKey } = createCustomer(context, wanted, key);
      if (whitelist) store.customers.replaceWhitelist(created.id, whitelist);
      for (const number of optOuts)
        store.optOuts.add({ customerId: created.id, number, at: clock.now(), communicationId: null });
      return { id: created.id, apiKey };
    },
  );
  const ownerOf = (wanted: string | undefined) =>
    wanted === undefined ? FIRST_CUSTOMER : find(customers, 'customer', wanted).id;
  const projects = mapped('projects', seed.projects, ({ customer: owner, ...wanted }) =>
    createProject(context, { ...wanted, customerId: ownerOf(owner) }),
  );
  const contactLists = mapped(
    'contactLists',
    seed.contactLists,
    ({ customer: owner, recipients, ...wanted }) => {
      const list = createContactList(context, { ...wanted, customerId: ownerOf(owner) });
      if (recipients) store.contactLists.addRecipients(list.id, recipients);
      return list;
    },
  );
  const callbacks = seed.callbacks.map(({ customer: owner, ...wanted }, index) =>
    within(`callbacks.${index}`, () =>
      registerWanted(callbackContext, { ...wanted, customerId: ownerOf(owner) }),
    ),
  );
  const outcomeRules = seed.outcomeRules.map((wanted, index) =>
    within(`outcomeRules.${index}`, () => createRule(context, wanted)),
  );
  const campaigns = seed.campaigns.map(({ project, contactList, start, ...wanted }, index) =>
    within(`campaigns.${index}`, () => {
      const { id: projectId, customerId } = find(projects, 'project', project);
      const contactListId = find(contactLists, 'contactList', contactList).id;
      const campaign = createWantedCampaign(context, { ...wanted, customerId, projectId, contactListId });
      return start ? actOnCampaign(world, campaign, 'start') : campaign;
    }),
  );
  const communications = seed.communications.map(({ customer: owner, project, ...wanted }, index) =>
    within(`communications.${index}`, () => {
      const projectId = project === undefined ? undefined : find(projects, 'project', project).id;
      return sendWanted(context, { ...wanted, customerId: ownerOf(owner), projectId });
    }),
  );
  return {
    customers,
    projects: idsOf(projects),
    contactLists: idsOf(contactLists),
    callbacks: callbacks.map(({ callback }) => callback.id),
    outcomeRules: outcomeRules.map(({ id }) => id),
    campaigns: campaigns.map(({ id }) => id),
    communications,
  };
}

function mapped<Wanted, Created>(
  field: string,
  entries: Readonly<Record<string, Wanted>>,
  create: (wanted: Wanted) => Created,
): Record<string, Created> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, wanted]) => [key, within(`${field}.${key}`, () => create(wanted))]),
  );
}

const idsOf = (entries: Record<string, { id: number }>) =>
  Object.fromEntries(Object.entries(entries).map(([key, { id }]) => [key, id]));

/** What the API knows by its ID and a seed by its name. */
const BY_NAME: Readonly<Record<string, string>> = {
  customerId: 'customer',
  projectId: 'project',
  contactListId: 'contactList',
};

/** Has a refusal name its field by the path from the top. */
function within<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problems = error.problems.map((problem) => {
      const field = BY_NAME[problem.field] ?? problem.field;
      return { ...problem, field: field === '' ? path : `${path}.${field}` };
    });
    throw new Refusal(error.kind, problems);
  }
}
