import { chanceInteger } from './chance.ts';

/** States of a PIN code; only one that is `ACTIVE` can be verified. */
export const PIN_CODE_STATES = ['ACTIVE', 'VERIFIED', 'EXPIRED', 'NO_TRIES_LEFT', 'REPLACED'] as const;
export type PinCodeState = (typeof PIN_CODE_STATES)[number];

/** A PIN code that was sent. Times are platform ms. */
export interface PinCode {
  id: number;
  customerId: number;
  /** MSISDN digits. */
  recipient: string;
  /** Of the recipient, as the customer told it. */
  ipAddress: string;
  code: string;
  /** The SMS that it stands in. */
  communicationId: number;
  createdAt: number;
  expiresAt: number;
  /** How many more wrong guesses it stands. */
  triesLeft: number;
  verifiedAt: number | null;
  /** A newer one was sent to the same recipient at the same address. */
  replaced: boolean;
}

/** What a PIN code is at an instant (platform ms). One that was verified is used up [I]. */
export function stateOfPinCode(pinCode: PinCode, now: number): PinCodeState {
  if (pinCode.verifiedAt !== null) return 'VERIFIED';
  if (pinCode.replaced) return 'REPLACED';
  if (pinCode.triesLeft === 0) return 'NO_TRIES_LEFT';
  return now < pinCode.expiresAt ? 'ACTIVE' : 'EXPIRED';
}

/**
 * Digits that are the same for the same seed and key.
 * @param key of the SMS that they are sent in
 */
export function drawPinCode(seed: string, key: string, digits: number): string {
  return String(chanceInteger(seed, key, 'pin', 0, 10 ** digits)).padStart(digits, '0');
}
