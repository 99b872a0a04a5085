import { invalid } from '../../../core/refusal.ts';
import type { Customer } from '../../../store/customers.ts';
import { type Answer, jsonAnswer } from '../../emulated/answer.ts';
import type { Call, Handler } from '../../emulated/serve.ts';
import { readJsonBody } from '../body.ts';
import { type Fields, isFields } from '../fields.ts';

/** What the older endpoints answer when something is wrong. The first five are seen in clients [C], the rest ours [I]. */
export const RESULT_CODES = {
  ERROR_SENDER: 'the sender is none of 1 to 11 letters and digits',
  ERROR_CONTENT: 'the message is missing, lacks {code}, or does not conform to the template',
  ERROR_DATETIME: 'the time is not in ISO 8601',
  ERROR_AUTHENTICATION: 'the API key is missing or wrong',
  ERROR_PROJECT_NOT_FOUND: 'the customer has no such project of that type',
  ERROR_RECIPIENT: 'the recipient is no phone number with its country code',
  ERROR_IPADDRESS: "the recipient's IP address is missing",
  ERROR_NAME: 'the name of the project is missing or too long',
  ERROR_MESSAGE_NOT_FOUND: 'the customer has sent no such message',
  ERROR_CODE: 'the PIN code is wrong, or no longer active',
} as const;

export type ResultCode = keyof typeof RESULT_CODES;

/** Thrown by whatever finds that an older endpoint has to answer an error code. */
export class ResultError extends Error {
  constructor(readonly code: ResultCode) {
    super(RESULT_CODES[code]);
  }
}

/** `Result`, and what some calls answer beside it [I]. */
export type Result = string | ({ Result: string } & Fields);

/** Answers `{"Result": …}` with status 200, whatever came of the call [C]. */
export function resultAnswer(result: Result): Answer {
  const body = typeof result === 'string' ? { Result: result } : result;
  return jsonAnswer(body, 200, { 'content-type': 'application/json; charset=utf-8' });
}

/**
 * An older endpoint. Its body is read as JSON whatever its type: some clients name none, or that of a form [I].
 * @param work throws ResultError for what is wrong with the call
 */
export function older(
  work: (fields: Fields, customer: Customer, call: Call) => Result | Promise<Result>,
): Handler {
  return async (_c, call) => {
    const body = readJsonBody(call);
    if (!isFields(body)) throw invalid('', 'the body is no JSON object');
    try {
      return resultAnswer(await work(body, call.customer!, call));
    } catch (error) {
      if (error instanceof ResultError) return resultAnswer(error.code);
      throw error;
    }
  };
}
