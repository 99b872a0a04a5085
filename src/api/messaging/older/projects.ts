import type { Customer } from '../../../store/customers.ts';
import type { Project } from '../../../store/projects.ts';
import type { ApiContext } from '../../context.ts';
import { MAX_NAME_LENGTH, senderField } from '../../control/common.ts';
import type { Handler } from '../../emulated/serve.ts';
import { type Fields, field, text } from '../fields.ts';
import { ProjectsOf } from '../projects.ts';
import { readMessage, readProjectId } from './read.ts';
import { older, ResultError } from './result.ts';

/** `CreateSMSProject` [I]: its ID, as sending an SMS answers that of the message. */
export function createSmsProject({ store, clock }: ApiContext): Handler {
  return older((fields, customer) => {
    const wanted = { name: readName(fields), sender: readSender(fields), template: readMessage(fields) };
    const { id } = store.projects.create({ customerId: customer.id, type: 'SMS', ...wanted }, clock.now());
    return String(id);
  });
}

/** `GetSMSProjectInfo` [I]. */
export function getSmsProjectInfo({ store }: ApiContext): Handler {
  return older((fields, customer) => {
    const { id, name, sender, template } = find(store, customer, fields);
    return { Result: 'OK', ProjectId: id, name, sender, message: template };
  });
}

/** `UpdateSMSProject` [I]: changes what is given; it holds for what is sent from now on. */
export function updateSmsProject({ store }: ApiContext): Handler {
  return older((fields, customer) => {
    const project = find(store, customer, fields);
    const given = (name: string) => (field(fields, name) ?? null) !== null;
    store.projects.update({
      ...project,
      ...(given('name') && { name: readName(fields) }),
      ...(given('sender') && { sender: readSender(fields) }),
      ...(given('message') && { template: readMessage(fields) }),
    });
    return 'OK';
  });
}

function find(store: ApiContext['store'], customer: Customer, fields: Fields): Project {
  const project = new ProjectsOf(store, customer.id).find(readProjectId(fields), 'SMS');
  if (project === null) throw new ResultError('ERROR_PROJECT_NOT_FOUND');
  return project;
}

function readName(fields: Fields): string {
  const name = text(field(fields, 'name')) ?? '';
  if (name === '' || name.length > MAX_NAME_LENGTH) throw new ResultError('ERROR_NAME');
  return name;
}

/** Of a project, a number may be the sender too, as in the control API. */
function readSender(fields: Fields): string {
  const sender = senderField.safeParse(text(field(fields, 'sender')));
  if (!sender.success) throw new ResultError('ERROR_SENDER');
  return sender.data;
}
