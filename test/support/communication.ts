import type { NewCommunication } from '../../src/store/communications.ts';

/** An SMS that was sent and will never change, but for what is said of it. */
export function sentSms(said: Pick<NewCommunication, 'id' | 'customerId'> & Partial<NewCommunication>) {
  return {
    type: 'OUTGOING_SMS',
    projectId: null,
    campaignId: null,
    recipientId: null,
    recipient: '46701740605',
    nth: 1,
    previousSeq: null,
    sender: 'Acme',
    content: 'Hello',
    smsParts: null,
    bulk: null,
    prefix: null,
    identifier: null,
    state: 'SENT',
    acceptedAt: 0,
    sentAt: 0,
    outcome: { decidedBy: 'PROFILE', detail: '', reports: [], replies: [] },
    nextAt: null,
    ...said,
  } satisfies NewCommunication;
}
