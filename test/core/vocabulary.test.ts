import { expect, it } from 'vitest';
import {
  CALL_STATUSES,
  COMMUNICATION_TYPES,
  RECIPIENT_STATUSES,
  SMS_STATUSES,
  STATUSES,
} from '../../src/core/vocabulary.ts';

/** Facts sheet §1, Metrics: what receivers compare with must be letter for letter what the platform sends. */
it('the words that callbacks carry are the documented ones', () => {
  const words = (text: string) => text.split(' ');
  // [D]
  expect(SMS_STATUSES).toEqual(
    words('DELIVERED NOT_DELIVERED NOT_WHITELISTED OPTOUT FAILURE UNKNOWN SPAM TEST'),
  );
  expect(CALL_STATUSES).toEqual(words('DELIVERED NEXTATTEMPT NOTREACHED OPTOUT INCORRECTNUMBER SPAM TEST'));
  // [S]
  expect(RECIPIENT_STATUSES).toEqual(words('EXISTS DOESNOTEXIST UNKNOWN LANDLINENUMBER'));
  // [I]
  expect(COMMUNICATION_TYPES).toEqual(words('OUTGOING_SMS INCOMING_SMS OUTGOING_CALL INCOMING_CALL'));
});

it('a status that SMS and calls share is listed once', () => {
  expect(STATUSES).toHaveLength(11);
  expect(new Set(STATUSES)).toEqual(new Set([...SMS_STATUSES, ...CALL_STATUSES]));
});
