import { invalid } from '../../../core/refusal.ts';
import type { ProjectType } from '../../../core/vocabulary.ts';
import { accept, type Wish } from '../../../simulation/accept.ts';
import type { Customer } from '../../../store/customers.ts';
import type { Project } from '../../../store/projects.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../emulated/serve.ts';
import { type Fields, field, isFields, isSmsText, texts } from '../fields.ts';
import { ProjectsOf } from '../projects.ts';
import { readNextAttempt, readProjectId, readRecipient } from './read.ts';
import { older, type ResultCode, ResultError } from './result.ts';
import { noteSent, sendOne } from './send-one.ts';

/** Most recipients of one call [I]. */
const MOST_RECIPIENTS = 10_000;

/** `AddSMSRecipient` [I]: sends the SMS of a project; its ID. */
export const addSmsRecipient = (context: ApiContext): Handler => addRecipient(context, 'SMS');

/** `AddCallListRecipient` [I]: calls for a voice project; the ID of the call. */
export const addCallListRecipient = (context: ApiContext): Handler => addRecipient(context, 'VOICE');

function addRecipient(context: ApiContext, type: ProjectType): Handler {
  return older((fields, customer, call) => {
    const projects = new ProjectsOf(context.store, customer.id);
    const wish = readWish(fields, customer, projects, find(projects, fields, type));
    return sendOne(context, call, wish);
  });
}

/** `AddSMSRecipients` [I]: each has its own result, in the same order; one that is wrong keeps no other back. */
export function addSmsRecipients(context: ApiContext): Handler {
  return older(async (fields, customer, call) => {
    const { store, world } = context;
    const projects = new ProjectsOf(store, customer.id);
    const project = find(projects, fields, 'SMS');
    const recipients = field(fields, 'recipients');
    if (!Array.isArray(recipients)) throw new ResultError('ERROR_RECIPIENT');
    if (recipients.length > MOST_RECIPIENTS) throw invalid('recipients', `are more than ${MOST_RECIPIENTS}`);
    const read = (one: unknown): Wish | ResultCode => {
      try {
        return readWish(isFields(one) ? one : {}, customer, projects, project);
      } catch (error) {
        if (error instanceof ResultError) return error.code;
        throw error;
      }
    };
    const wishes = recipients.map(read);
    const results = await store.inTurn(() =>
      wishes.map((wish) => (typeof wish === 'string' ? wish : accept(world, wish).id)),
    );
    noteSent(
      context,
      call,
      results.filter((result) => typeof result === 'number'),
    );
    return { Result: 'OK', Results: results.map(String) };
  });
}

function find(projects: ProjectsOf, fields: Fields, type: ProjectType): Project {
  const project = projects.find(readProjectId(fields), type);
  if (project === null) throw new ResultError('ERROR_PROJECT_NOT_FOUND');
  return project;
}

function readWish(fields: Fields, customer: Customer, projects: ProjectsOf, project: Project): Wish {
  const recipient = readRecipient(fields);
  const sendAt = readNextAttempt(fields);
  const placeholders = texts(field(fields, 'placeholders') ?? '');
  const filled = placeholders && projects.fill(project, placeholders);
  if (filled === null || typeof filled === 'string') throw new ResultError('ERROR_CONTENT');
  if (filled.content !== null && !isSmsText(filled.content)) throw new ResultError('ERROR_CONTENT');
  return { ...filled, customer, recipient, campaign: null, recipientId: null, sendAt };
}
