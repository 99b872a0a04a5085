import { fillContent } from '../core/content.ts';
import { type OutcomeRequest, planOf } from '../core/outcome/outcome-request.ts';
import { invalid, noSuchCustomer } from '../core/refusal.ts';
import type { OutgoingType } from '../core/vocabulary.ts';
import type { Campaign, NewCampaign } from '../store/campaigns.ts';
import type { Customer } from '../store/customers.ts';
import type { Project } from '../store/projects.ts';
import { accept } from './accept.ts';
import { typeOfProject } from './project-type.ts';
import type { World } from './world.ts';

/** One SMS or call as a customer asks for it. */
export interface SendRequest {
  customerId: number;
  type: OutgoingType;
  /** MSISDN digits. */
  recipient: string;
  /** Without it the project's. */
  sender?: string | undefined;
  /** Of an SMS; without it the project's template. */
  content?: string | undefined;
  projectId?: number | undefined;
  /** For the project's template, by number. */
  fields?: Record<string, string> | undefined;
  /** Platform ms; at once without it. */
  sendAt?: number | undefined;
  /** What is to become of it. */
  outcome?: OutcomeRequest | undefined;
}

/**
 * Sends one SMS or call.
 * @returns its ID
 * @throws Refusal naming the field that is wrong
 */
export function send(world: World, request: SendRequest): number {
  const customer = findCustomer(world, request.customerId);
  const project = request.projectId === undefined ? null : findProject(world, customer, request.projectId);
  if (project && typeOfProject(project) !== request.type) {
    throw invalid(
      'projectId',
      `project ${project.id} is of type ${project.type}`,
      `a project for ${request.type}`,
    );
  }
  const sender = request.sender ?? project?.sender;
  if (sender === undefined)
    throw invalid('sender', 'is missing', 'a sender, or a projectId whose sender is used');
  const { id } = world.store.transaction(() =>
    accept(world, {
      customer,
      type: request.type,
      recipient: request.recipient,
      sender,
      content: contentOf(request, project),
      project,
      campaign: null,
      recipientId: null,
      sendAt: request.sendAt,
      outcome: request.outcome,
    }),
  );
  world.clock.wake();
  return id;
}

/**
 * Creates a campaign; with `startAt` it starts by itself, at once when that has passed.
 * @throws Refusal naming the field that is wrong
 */
export function createCampaign(
  { store, clock }: World,
  wanted: Omit<NewCampaign, 'state' | 'nextAt'>,
  outcomes: Readonly<Record<string, OutcomeRequest>> = {},
): Campaign {
  const customer = findCustomer({ store }, wanted.customerId);
  const type = typeOfProject(findProject({ store }, customer, wanted.projectId));
  for (const [number, outcome] of Object.entries(outcomes)) {
    const plan = planOf(outcome, type);
    if (typeof plan === 'string') throw invalid(`outcomes.${number}`, plan, `an outcome for ${type}`);
  }
  const list = store.contactLists.get(wanted.contactListId);
  if (list?.customerId !== customer.id) {
    throw invalid(
      'contactListId',
      `customer ${customer.id} has no contact list ${wanted.contactListId}`,
      'the id of a contact list of the same customer',
    );
  }
  const now = clock.now();
  const campaign = store.transaction(() => {
    const created = store.campaigns.create(
      {
        ...wanted,
        state: wanted.startAt === null ? 'CREATED' : 'SCHEDULED',
        nextAt: wanted.startAt === null ? null : Math.max(wanted.startAt, now),
      },
      now,
    );
    store.campaigns.setOutcomes(created.id, outcomes);
    return created;
  });
  clock.wake();
  return campaign;
}

function findCustomer({ store }: Pick<World, 'store'>, id: number): Customer {
  const customer = store.customers.get(id);
  if (!customer) throw noSuchCustomer(id);
  return customer;
}

function findProject({ store }: Pick<World, 'store'>, customer: Customer, id: number): Project {
  const project = store.projects.get(id);
  if (project?.customerId !== customer.id) {
    throw invalid(
      'projectId',
      `customer ${customer.id} has no project ${id}`,
      'the id of a project of the same customer',
    );
  }
  return project;
}

function contentOf({ type, content, fields }: SendRequest, project: Project | null): string | null {
  const call = type === 'OUTGOING_CALL';
  if (call && content !== undefined) throw invalid('content', 'a call has no content', 'no content');
  if (fields !== undefined && (call || content !== undefined || !project)) {
    throw invalid(
      'fields',
      'there is no template that they would fill',
      'a projectId of an SMS project, and no content',
    );
  }
  if (call) return null;
  const text = content ?? (project && fillContent(project.template, fields ?? {}));
  if (!text)
    throw invalid('content', 'is missing', 'the text of the SMS, or a projectId whose template is used');
  return text;
}
