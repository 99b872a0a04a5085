import type { ProjectType } from '../../core/vocabulary.ts';
import type { Wish } from '../../simulation/accept.ts';
import type { Customer } from '../../store/customers.ts';
import {
  type Fields,
  field,
  idIn,
  instantIn,
  isAlphaSender,
  isFields,
  isSmsText,
  numberIn,
  text,
  texts,
} from './fields.ts';
import type { FromProject, ProjectsOf } from './projects.ts';

/** Every `$type` of a content [D], with the type of the project that it names. */
const PROJECT_OF: Readonly<Record<string, ProjectType | null>> = {
  VoiceProject: 'VOICE',
  SMSProject: 'SMS',
  WhatsappProject: 'WHATSAPP',
  SMSFromAlpha: null,
};

/**
 * What an item of `EnqueueCommunications` wants to have sent [D].
 * @returns what is wrong with it, in words
 */
export function readItem(item: Fields, customer: Customer, projects: ProjectsOf): Wish | string {
  const recipient = numberIn(field(item, 'recipient'));
  if (recipient === null) return 'recipient is no phone number with its country code';
  const content = field(item, 'content');
  if (!isFields(content)) return 'content is missing';
  const type = text(field(content, '$type')) ?? '';
  if (!Object.hasOwn(PROJECT_OF, type))
    return `content.$type is none of ${Object.keys(PROJECT_OF).join(', ')}`;
  const projectType = PROJECT_OF[type]!;
  const what = projectType === null ? readAlpha(content) : readProject(content, projectType, projects);
  if (typeof what === 'string') return `content.${what}`;
  const next = projectType === null ? null : (field(content, 'nextAttemptUtc') ?? null);
  const sendAt = next === null || next === '' ? undefined : instantIn(next);
  if (sendAt === null) return 'content.nextAttemptUtc is no ISO 8601 date';
  const { sender, content: filled, project } = what;
  return {
    customer,
    type: what.type,
    recipient,
    sender,
    content: filled,
    project,
    campaign: null,
    recipientId: null,
    sendAt,
  };
}

function readAlpha(content: Fields): FromProject | string {
  const sender = text(field(content, 'sender')) ?? '';
  if (!isAlphaSender(sender)) return 'sender is no name of 1 to 11 letters and digits';
  const message = text(field(content, 'text')) ?? '';
  if (!isSmsText(message)) return message === '' ? 'text is missing' : 'text is too long';
  return { type: 'OUTGOING_SMS', sender, content: message, project: null };
}

function readProject(content: Fields, type: ProjectType, projects: ProjectsOf): FromProject | string {
  const id = idIn(field(content, 'projectId'));
  if (id === null) return 'projectId is no whole number';
  const project = projects.find(id, type);
  if (project === null) return `projectId: there is no ${type} project ${id}`;
  const placeholders = texts(field(content, 'placeholders'));
  if (placeholders === null) return 'placeholders is no array of texts';
  const filled = projects.fill(project, placeholders);
  if (typeof filled === 'string') return `placeholders: ${filled}`;
  return filled.content === null || isSmsText(filled.content)
    ? filled
    : 'placeholders make the text too long';
}
