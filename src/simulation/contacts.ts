import { toMsisdn } from '../core/number.ts';
import { invalid } from '../core/refusal.ts';
import type { Communication } from '../store/communications.ts';
import type { Contact, ContactCampaign, ContactEvent } from '../store/contacts.ts';
import type { Customer } from '../store/customers.ts';
import type { Project } from '../store/projects.ts';
import { typeOfProject } from './project-type.ts';
import { send } from './send.ts';
import { type Stop, stopCommunication } from './stopping.ts';
import type { World } from './world.ts';

/** Events by such a name are opt-outs of the contact's number as well. */
const OPT_OUT_EVENT = /^opt[ _-]?out$/i;

/** Most communications with a number that are looked at for what is still to come. */
const MOST_TO_STOP = 1000;

/**
 * Puts a contact on a campaign, which sends to it at once: the SMS or call of the project that the customer has bound the
 * identifier to. The same iteration again does nothing. A contact that an event has stopped [D] is put on a campaign that
 * it was never on without anything being sent; another iteration of one that it was on starts again. To be called
 * inside a transaction.
 * @returns ID of the communication that it led to; null: nothing was sent
 * @throws Refusal when the identifier is not bound to a project, or the contact has no number
 */
export function putOnCampaign(
  world: World,
  customer: Customer,
  contact: Contact,
  { campaign, iteration }: Pick<ContactCampaign, 'campaign' | 'iteration'>,
): number | null {
  const { contacts } = world.store;
  const project = projectOf(world, customer, campaign);
  const runs = contacts.campaigns(contact.id).filter((run) => run.campaign === campaign);
  if (runs.some((run) => run.iteration === iteration)) return null;
  const at = world.clock.now();
  if (contact.stoppedBy !== null && runs.length === 0) {
    contacts.addCampaign(contact.id, { campaign, iteration, state: 'STOPPED', communicationId: null, at });
    return null;
  }
  const recipient = numberOf(contact);
  if (recipient === null) {
    throw invalid(
      'personal.phoneNumber',
      'the contact has none that can be sent to',
      'a phone number with its country code, such as 46701740605',
    );
  }
  const type = typeOfProject(project);
  const communicationId = send(world, {
    customerId: customer.id,
    type,
    recipient,
    projectId: project.id,
    ...(type === 'OUTGOING_SMS' && { fields: fieldsOf(contact) }),
  });
  if (contact.stoppedBy !== null) contacts.resume(contact.id);
  contacts.addCampaign(contact.id, { campaign, iteration, state: 'SENT', communicationId, at });
  return communicationId;
}

/**
 * Takes in what a client tells of a contact: an event, or a metric. An event that the customer's `stopEvents` name stops
 * what is still to come for the contact [D]. The same told again is the same, and does nothing. To be called inside a
 * transaction.
 */
export function takeInEvent(world: World, customer: Customer, contact: Contact, event: ContactEvent): void {
  const isNew = world.store.contacts.addEvent(contact.id, event);
  if (!isNew || event.kind !== 'EVENT' || !customer.settings.stopEvents.includes(event.name)) return;
  stopContact(world, contact, event.name);
}

function stopContact(world: World, contact: Contact, name: string): void {
  const { store, clock } = world;
  const { customerId } = contact;
  const isOptOut = OPT_OUT_EVENT.test(name);
  const number = numberOf(contact);
  const stop: Stop = isOptOut
    ? { decidedBy: 'OPT_OUT', detail: `by the event ${name} of the contact` }
    : { decidedBy: 'STOPPED', detail: `by the event ${name} of the contact` };
  if (isOptOut && number !== null)
    store.optOuts.add({ customerId, number, at: clock.now(), communicationId: null });
  for (const communication of stillToCome(world, contact, number))
    stopCommunication(world, communication, stop);
  store.contacts.stop(contact.id, name, clock.now());
  clock.wake();
}

/** What the contact's campaigns have made, and what else the customer has for its number, unless for another contact. */
function stillToCome({ store }: World, contact: Contact, number: string | null): Communication[] {
  const { communications, contacts } = store;
  const own = contacts
    .campaigns(contact.id)
    .map(({ communicationId }) => communicationId && communications.get(communicationId));
  const others = (['QUEUED', 'SENT'] as const)
    .flatMap((state) =>
      number === null
        ? []
        : communications.list({ limit: MOST_TO_STOP }, { customerId: contact.customerId, number, state })
            .items,
    )
    .filter(({ id }) => contacts.contactOf(id) === null);
  return [...own.filter((one) => one !== null && one !== 0), ...others];
}

function projectOf({ store }: World, { id, settings }: Customer, campaign: string): Project {
  const { contactCampaigns } = settings;
  if (!Object.hasOwn(contactCampaigns, campaign)) {
    throw invalid(
      'campaign',
      `customer ${id} has no campaign by this identifier`,
      Object.keys(contactCampaigns).join(', ') || "one of the customer's contactCampaigns, which has none",
    );
  }
  const project = store.projects.get(contactCampaigns[campaign]!);
  if (project?.customerId !== id) {
    throw invalid(
      'campaign',
      `customer ${id} has no project ${contactCampaigns[campaign]}, which the campaign runs`,
      'the id of a project of the same customer in contactCampaigns',
    );
  }
  return project;
}

/** MSISDN digits; null: it has none, or none that can be one. */
function numberOf({ personal }: Contact): string | null {
  const number = personal?.phoneNumber;
  return typeof number === 'string' || typeof number === 'number' ? toMsisdn(String(number)) : null;
}

/**
 * What a contact fills `{1}` .. `{99}` of a template with [I]: what `personal` or else `general` has by that number, and
 * otherwise `{1}` with its `givenName` and `{2}` with its `familyName`.
 */
export function fieldsOf({
  personal,
  general,
}: Pick<Contact, 'personal' | 'general'>): Record<string, string> {
  const named = [
    ['1', personal?.givenName],
    ['2', personal?.familyName],
  ] as const;
  const all = [...named, ...Object.entries(general), ...Object.entries(personal ?? {})];
  const usable = all.filter(
    ([name, value]) => /^[1-9]\d?$/.test(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(usable.map(([name, value]) => [name, String(value)]));
}
