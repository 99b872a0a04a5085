import { canonicalAddress } from '../../emulated/address.ts';
import { type Fields, field, idIn, instantIn, isAlphaSender, isSmsText, numberIn, text } from '../fields.ts';
import { ResultError } from './result.ts';

/** @throws ResultError when it is no phone number */
export function readRecipient(fields: Fields): string {
  const recipient = numberIn(field(fields, 'recipient'));
  if (recipient === null) throw new ResultError('ERROR_RECIPIENT');
  return recipient;
}

/** @throws ResultError when no network would show it */
export function readAlphaSender(fields: Fields): string {
  const sender = text(field(fields, 'sender')) ?? '';
  if (!isAlphaSender(sender)) throw new ResultError('ERROR_SENDER');
  return sender;
}

/** @throws ResultError when it is missing or too long */
export function readMessage(fields: Fields): string {
  const message = text(field(fields, 'message')) ?? '';
  if (!isSmsText(message)) throw new ResultError('ERROR_CONTENT');
  return message;
}

/**
 * The address of the recipient, in one notation: it is only compared.
 * @throws ResultError when it is missing or too long
 */
export function readIpAddress(fields: Fields): string {
  const address = (text(field(fields, 'ipaddress')) ?? '').trim();
  if (address === '' || address.length > 45) throw new ResultError('ERROR_IPADDRESS');
  return canonicalAddress(address);
}

/** ID of a project. @throws ResultError when it is none */
export function readProjectId(fields: Fields): number {
  const id = idIn(field(fields, 'ProjectId'));
  if (id === null) throw new ResultError('ERROR_PROJECT_NOT_FOUND');
  return id;
}

/** ID of a message. @throws ResultError when it is none */
export function readMessageId(fields: Fields): number {
  const id = idIn(field(fields, 'MessageId'));
  if (id === null) throw new ResultError('ERROR_MESSAGE_NOT_FOUND');
  return id;
}

/** When to send it, platform ms; undefined: at once. @throws ResultError when it is no date */
export function readNextAttempt(fields: Fields): number | undefined {
  const next = field(fields, 'nextAttempt') ?? '';
  if (next === '') return undefined;
  const instant = instantIn(next);
  if (instant === null) throw new ResultError('ERROR_DATETIME');
  return instant;
}
