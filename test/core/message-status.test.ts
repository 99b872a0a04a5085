import { expect, it } from 'vitest';
import { messageStatus } from '../../src/core/message-status.ts';

const HOUR = 3_600_000;
const notDelivered = (afterMs: number, validityMs: number) =>
  messageStatus({ state: 'DONE', status: 'NOT_DELIVERED', sentAt: 1000, doneAt: 1000 + afterMs }, validityMs);

it('an SMS that was not delivered is TOOLATE from the end of its validity on', () => {
  expect(notDelivered(HOUR - 1, HOUR)).toBe('NOT DELIVERED');
  expect(notDelivered(HOUR, HOUR)).toBe('TOOLATE');
});

it('an SMS that was not delivered for a day is TOOLATE, whatever the profile', () => {
  expect(notDelivered(24 * HOUR - 1, 72 * HOUR)).toBe('NOT DELIVERED');
  expect(notDelivered(24 * HOUR, 72 * HOUR)).toBe('TOOLATE');
});

it('an SMS without a report is in the queue, or sent', () => {
  const none = { status: null, sentAt: null, doneAt: null };
  expect(messageStatus({ ...none, state: 'QUEUED' }, HOUR)).toBe('INQUEUE');
  expect(messageStatus({ ...none, state: 'SENT', sentAt: 1000 }, HOUR)).toBe('SENT');
  expect(messageStatus({ ...none, state: 'DONE', sentAt: 1000 }, HOUR)).toBe('SENT');
});

it('an SMS that was stopped before it was sent is a failure', () => {
  const stopped = { state: 'DONE', status: null, sentAt: null, doneAt: null } as const;
  expect(messageStatus(stopped, HOUR)).toBe('FAILURE');
});
