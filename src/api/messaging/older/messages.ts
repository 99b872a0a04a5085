import { messageStatus } from '../../../core/message-status.ts';
import type { CallStatus, OutgoingType } from '../../../core/vocabulary.ts';
import type { Wish } from '../../../simulation/accept.ts';
import type { Communication } from '../../../store/communications.ts';
import type { Customer } from '../../../store/customers.ts';
import type { ApiContext } from '../../context.ts';
import type { Handler } from '../../emulated/serve.ts';
import { readAlphaSender, readMessage, readMessageId, readRecipient } from './read.ts';
import { older, ResultError } from './result.ts';
import { sendOne } from './send-one.ts';

/** `SendMessageFromAlpha` [C]: one SMS at once; its ID. */
export function sendMessageFromAlpha(context: ApiContext): Handler {
  return older((fields, customer, call) => {
    const wish: Wish = {
      customer,
      type: 'OUTGOING_SMS',
      recipient: readRecipient(fields),
      sender: readAlphaSender(fields),
      content: readMessage(fields),
      project: null,
      campaign: null,
      recipientId: null,
    };
    return sendOne(context, call, wish);
  });
}

/** `GetMessageStatus` [C]: what became of an SMS, whichever way it was sent. */
export function getMessageStatus({ store, world }: ApiContext): Handler {
  return older((fields, customer) => {
    const sms = find(store, customer, readMessageId(fields), 'OUTGOING_SMS');
    return messageStatus(sms, world.profileOf(customer).sms.validityMs);
  });
}

/** `GetVoiceStatus` [I]: what became of a call, in the words of callbacks but for what they do not tell of. */
export function getVoiceStatus({ store }: ApiContext): Handler {
  return older((fields, customer) => {
    const call = find(store, customer, readMessageId(fields), 'OUTGOING_CALL');
    const { status, callLength, keyChoices } = call;
    return {
      Result: status ?? unreported(call),
      ...(callLength !== null && { CallLength: callLength, KeyChoices: (keyChoices ?? []).join(',') }),
    };
  });
}

/** The word for a call of which no callback tells. One that never went out reached nobody, as one that was given up. */
function unreported({ state, sentAt }: Communication): 'INQUEUE' | 'SENT' | CallStatus {
  if (state === 'QUEUED') return 'INQUEUE';
  return sentAt === null ? 'NOTREACHED' : 'SENT';
}

function find(
  { communications }: ApiContext['store'],
  customer: Customer,
  id: number,
  type: OutgoingType,
): Communication {
  const communication = communications.get(id);
  if (communication?.customerId !== customer.id || communication.type !== type)
    throw new ResultError('ERROR_MESSAGE_NOT_FOUND');
  return communication;
}
