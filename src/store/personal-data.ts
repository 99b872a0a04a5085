import { afterMsOf, reportsMade, stepsOf } from '../core/outcome/outcome.ts';
import { packOutcome, unpackOutcome } from '../core/outcome/packed-outcome.ts';
import type { CommunicationState } from '../core/vocabulary.ts';
import { registerClearing } from './clearing.ts';
import type { Database } from './database.ts';
import { deliveriesOf } from './delivery-spans.ts';
import { DUE_AT_OF_NEXT } from './due.ts';
import { REMOVE_UNUSED } from './exchange-facts.ts';
import { NO_NUMBER } from './number-digest.ts';

/** How much of each kind there was to clear. */
export interface ClearedCounts {
  contacts: number;
  recipients: number;
  communications: number;
  attempts: number;
  requests: number;
}

const LISTS_OF = 'SELECT id FROM contact_lists WHERE customer_id = $id';
const CAMPAIGNS_OF = 'SELECT id FROM campaigns WHERE customer_id = $id';
const DELIVERIES_OF = deliveriesOf('IN (SELECT id FROM callbacks WHERE customer_id = $id)');
/** Whose nobody knows is nobody's to keep. */
const REQUESTS_OF = '(customer_id = $id OR customer_id IS NULL)';

const CONFIG_OF = `(SELECT config FROM deliveries d JOIN callbacks c ON c.id = d.callback_id WHERE d.id = a.delivery_id)`;

/** What the counts say, in turn. */
const COUNTED: Record<keyof ClearedCounts, string> = {
  contacts: 'UPDATE contacts SET personal = NULL WHERE customer_id = $id AND personal IS NOT NULL',
  recipients: `UPDATE recipients SET number = '${NO_NUMBER}', fields = '{}'
    WHERE contact_list_id IN (${LISTS_OF}) AND number != '${NO_NUMBER}'`,
  // What came before with the same number would tell who is the same.
  communications: `UPDATE communications SET
      recipient = CASE WHEN type LIKE 'OUTGOING%' THEN '${NO_NUMBER}' ELSE recipient END,
      sender = CASE WHEN type LIKE 'INCOMING%' THEN '${NO_NUMBER}' ELSE sender END,
      content = NULL, bulk = NULL, previous_seq = NULL
    WHERE customer_id = $id
      AND CASE WHEN type LIKE 'OUTGOING%' THEN recipient ELSE sender END != '${NO_NUMBER}'`,
  attempts: `UPDATE attempts AS a SET
      request_id = (SELECT cleared.id FROM exchange_facts f
        JOIN exchange_facts cleared ON cleared.facts = cleared_request(f.facts, ${CONFIG_OF}) WHERE f.id = a.request_id),
      response_id = (SELECT cleared.id FROM exchange_facts f
        JOIN exchange_facts cleared ON cleared.facts = cleared_headers(f.facts) WHERE f.id = a.response_id),
      error = cleared_error(error), response_body = NULL, body = NULL
    WHERE delivery_id IN (${DELIVERIES_OF})`,
  // A path that is none of an endpoint may say anything, and the contact in one of nobody's is no customer's ID.
  requests: `UPDATE requests SET request_body = '', response_body = '',
      request_headers = cleared_headers(
        coalesce((SELECT facts FROM exchange_facts WHERE id = request_headers), request_headers)),
      url = CASE WHEN endpoint IS NULL OR customer_id IS NULL THEN cleared_path(url) ELSE cleared_url(url) END
    WHERE ${REQUESTS_OF}`,
};

/** What must be there for them. */
const BEFORE = [
  `INSERT OR IGNORE INTO exchange_facts (facts)
   SELECT cleared_request(f.facts, ${CONFIG_OF}) FROM attempts a JOIN exchange_facts f ON f.id = a.request_id
   WHERE a.delivery_id IN (${DELIVERIES_OF})`,
  `INSERT OR IGNORE INTO exchange_facts (facts)
   SELECT cleared_headers(f.facts) FROM attempts a JOIN exchange_facts f ON f.id = a.response_id
   WHERE a.delivery_id IN (${DELIVERIES_OF})`,
];

const AFTERWARDS = [
  REMOVE_UNUSED,
  `UPDATE deliveries SET error = cleared_error(error) WHERE id IN (${DELIVERIES_OF}) AND error IS NOT NULL`,
  'DELETE FROM number_histories WHERE customer_id = $id',
  `DELETE FROM campaign_outcomes WHERE campaign_id IN (${CAMPAIGNS_OF})`,
  `DELETE FROM outcome_rules WHERE json_extract(match, '$.customerId') = $id AND coalesce(
     json_extract(match, '$.number'), json_extract(match, '$.prefix'), json_extract(match, '$.pattern'),
     json_extract(match, '$.content')) IS NOT NULL`,
  `UPDATE pin_codes SET recipient = '${NO_NUMBER}', ip_address = '', code = '', tries_left = 0
   WHERE customer_id = $id`,
  // What receivers of ours got is of any customer: nobody knows of which.
  `UPDATE inbox_requests SET body = NULL, headers = cleared_headers(headers),
     path = '/inbox/' || (SELECT name FROM inboxes WHERE id = inbox_id)`,
  'DELETE FROM whitelist WHERE customer_id = $id',
  // Recipients who have opted out must be known again.
  'UPDATE OR REPLACE opt_outs SET number = number_digest(customer_id, number) WHERE customer_id = $id',
];

interface Planned {
  seq: number;
  state: CommunicationState;
  sent_at: number | null;
  outcome: string;
  steps: number;
}

/** Real ms between two tries to empty the log: SQLite itself does not wait for a checkpoint on another thread. */
const PAUSE_MS = 20;
const MOST_TRIES = 500;
/** That is waited for, for so long. */
const NOBODY = new Int32Array(new SharedArrayBuffer(4));

function isLogEmptied(db: Database): boolean {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  return result?.busy !== 1;
}

/**
 * Clears what is personal of all that a customer has. Personal is what the catalogue of metrics calls so (numbers of
 * recipients and writers, texts, data fields), `personal` of contacts [D], and what may hold any of it: bodies, URLs and
 * errors. IDs, statuses, counts, times and key choices stay.
 */
export function personalDataStore(db: Database) {
  registerClearing(db);
  const withReplies = db.prepare<[number], Planned>(
    `SELECT seq, state, sent_at, outcome, steps FROM communications
     WHERE customer_id = ? AND json_array_length(outcome) > 3`,
  );
  const savePlan = db.prepare(
    `UPDATE communications SET state = $state, outcome = $outcome, steps = $steps, next_at = $nextAt,
       due_at = ${DUE_AT_OF_NEXT} WHERE seq = $seq`,
  );

  /** Nobody replies any more: who it would be is not known. What reports are to come still do. */
  function forgetReplies(customerId: number): void {
    for (const { seq, state, sent_at: sentAt, outcome, steps } of withReplies.all(customerId)) {
      const before = unpackOutcome(outcome);
      const made = state === 'QUEUED' ? 0 : reportsMade(before, steps).length;
      const plan = { ...before, replies: [] };
      const next = stepsOf(plan)[made];
      const nextAt = next === undefined || sentAt === null ? null : sentAt + afterMsOf(next);
      savePlan.run({ state, outcome: packOutcome(plan), steps: made, nextAt, seq });
    }
  }

  return {
    /** To be called inside a transaction, when nothing is queued; caches are to be forgotten afterwards. */
    clear(id: number): ClearedCounts {
      forgetReplies(id);
      for (const statement of BEFORE) db.prepare(statement).run({ id });
      const counts = Object.entries(COUNTED).map(([kind, statement]) => [
        kind,
        db.prepare(statement).run({ id }).changes,
      ]);
      for (const statement of AFTERWARDS) db.prepare(statement).run(statement.includes('$id') ? { id } : {});
      return Object.fromEntries(counts) as ClearedCounts;
    },
    /**
     * Has the file, with the log beside it, hold nothing that has been removed or overwritten. Takes time with the size
     * of the store.
     * @throws Error when somebody else reads the store for too long
     */
    purge(): void {
      db.exec('VACUUM');
      for (let tries = 1; !isLogEmptied(db); tries++) {
        if (tries === MOST_TRIES) throw new Error('the write-ahead log is in use and could not be emptied');
        Atomics.wait(NOBODY, 0, 0, PAUSE_MS);
      }
    },
  };
}
