/** One item of a batch, as the template below writes it. */
export interface ReceivedCallback {
  id: number;
  type: string;
  from: string;
  to: string;
  'first name': string;
  text: string;
  status: string;
  'recipient status': string;
  'call length': number | null;
  keys: string;
  done: number | null;
}

/** What the receiver asks for. */
export const AUTH = { username: 'demo', password: 'not-a-secret' };

/** What a customer would register. */
export const CALLBACK = {
  name: 'Demo receiver',
  method: 'POST',
  format: 'JSON',
  startAt: 'BEGINNING',
  batch: { maxItems: 10 },
  template:
    '{"id":{ID},"type":"{TYPE}","from":"{SENDER}","to":"{RECIPIENT}","first name":"{1}","text":"{CONTENT}",' +
    '"status":"{STATUS}","recipient status":"{RECIPIENT_STATUS}","call length":{CALL_LENGTH},' +
    '"keys":"{KEY_CHOICES}","done":{DONE_UNIXTIME}}',
  auth: AUTH,
};
