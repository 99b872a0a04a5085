import { z } from 'zod';
import { contactReference } from '../../core/contact-reference.ts';
import { isNestedWithin } from '../../core/nesting.ts';
import { invalid, notFound } from '../../core/refusal.ts';
import { putOnCampaign, takeInEvent } from '../../simulation/contacts.ts';
import type { Contact, ContactEventKind } from '../../store/contacts.ts';
import type { Customer } from '../../store/customers.ts';
import type { ApiContext } from '../context.ts';
import { checked } from './bodies.ts';

/** What taking in an item led to. */
export interface Taken {
  /** Of about 56 digits. */
  id: string;
  /** `{ID}`; null: none. */
  communicationId: number | null;
}

/**
 * Takes in what a client says of one contact. To be called inside a transaction.
 * @throws Refusal naming what is wrong
 */
export type TakeIn = (context: ApiContext, customer: Customer, contactId: string, value: unknown) => Taken;

const MOST_ID_LENGTH = 256;
const MOST_NAME_LENGTH = 200;
/** Levels of what is said of a contact [I]. */
const DEEPEST = 64;

const name = z.string().min(1).max(MOST_NAME_LENGTH);
const data = z
  .record(z.string(), z.unknown())
  .refine((fields) => isNestedWithin(DEEPEST, fields), `objects nested at most ${DEEPEST} levels deep`);
const schema = z.int().nullish();
/** ISO 8601 with `Z`, with or without fractions [D]. */
const instant = z.iso.datetime().transform((text) => Date.parse(text));

const contactBody = z.object({ personal: data.nullish(), general: data.nullish(), schema });
/** Clients count their iterations, too, and write null for what they leave out [I]. */
const iteration = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : (value ?? '')),
  z.string().max(MOST_NAME_LENGTH),
);
const campaignBody = z.object({ campaign: name, iteration });
const eventBody = z.object({ name, at: instant.nullish(), schema });
const metricBody = z.object({
  name,
  value: z.union([z.number(), z.string().max(10_000), z.boolean()], 'a number, a text, true or false'),
  at: instant.nullish(),
  schema,
});

/** Creates a contact, or replaces what is said of it [D]. */
export const takeInContact: TakeIn = (context, customer, contactId, value) => {
  const { personal = null, general, schema: version = null } = checked(contactBody, value);
  const { store, clock } = context;
  mustBeId(contactId);
  const said = { personal, general: general ?? {}, schema: version };
  store.contacts.put(customer.id, contactId, said, clock.now());
  return { id: referenceOf(context, customer, contactId), communicationId: null };
};

/** Puts a contact on a campaign [C]. */
export const takeInCampaign: TakeIn = (context, customer, contactId, value) => {
  const run = checked(campaignBody, value);
  const contact = find(context, customer, contactId);
  const communicationId = putOnCampaign(context.world, customer, contact, run);
  const id = referenceOf(context, customer, contactId, 'campaign', run.campaign, run.iteration);
  return { id, communicationId };
};

/** Takes in something that a contact did [C]. */
export const takeInContactEvent: TakeIn = (context, customer, contactId, value) =>
  takeInOne(context, customer, contactId, { kind: 'EVENT', value: null, ...checked(eventBody, value) });

/** Takes in a value that was measured of a contact [I]. */
export const takeInMetric: TakeIn = (context, customer, contactId, value) =>
  takeInOne(context, customer, contactId, { kind: 'METRIC', ...checked(metricBody, value) });

interface Told {
  kind: ContactEventKind;
  name: string;
  value: string | number | boolean | null;
  at?: number | null | undefined;
}

function takeInOne(context: ApiContext, customer: Customer, contactId: string, told: Told): Taken {
  const contact = find(context, customer, contactId);
  const receivedAt = context.clock.now();
  const { kind, name: of, value } = told;
  const at = told.at ?? receivedAt;
  takeInEvent(context.world, customer, contact, { kind, name: of, value, at, receivedAt });
  const id = referenceOf(context, customer, contactId, kind, of, String(value), String(at));
  return { id, communicationId: null };
}

function referenceOf({ world }: ApiContext, { id }: Customer, ...key: readonly string[]): string {
  return contactReference(world.seed, JSON.stringify([id, ...key]));
}

function find({ store }: ApiContext, customer: Customer, contactId: string): Contact {
  mustBeId(contactId);
  const contact = store.contacts.named(customer.id, contactId);
  if (!contact) throw notFound('contactId', `contact ${contactId}`);
  return contact;
}

function mustBeId(contactId: string): void {
  if (contactId.length < 1 || contactId.length > MOST_ID_LENGTH)
    throw invalid('contactId', 'has the wrong length', `1 to ${MOST_ID_LENGTH} characters`);
}
