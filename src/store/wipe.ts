import type { Database } from './database.ts';
import { deliveriesOf } from './delivery-spans.ts';
import { REMOVE_UNUSED } from './exchange-facts.ts';
import { MARKS } from './written-later.ts';

const NEWEST_EVENT = 'SELECT coalesce(max(id), 0) FROM events';
const CALLBACKS_OF = 'SELECT id FROM callbacks WHERE customer_id = $id';
const DELIVERIES_OF = deliveriesOf(`IN (${CALLBACKS_OF})`);

/** What a customer has, each before what it belongs to; the rest goes with it. */
const OF_CUSTOMER = [
  `DELETE FROM attempts WHERE delivery_id IN (${DELIVERIES_OF})`,
  `DELETE FROM deliveries WHERE id IN (${DELIVERIES_OF})`,
  `DELETE FROM delivery_spans WHERE callback_id IN (${CALLBACKS_OF})`,
  'DELETE FROM callbacks WHERE customer_id = $id',
  'DELETE FROM events WHERE customer_id = $id',
  'DELETE FROM enqueued WHERE customer_id = $id',
  'DELETE FROM pin_codes WHERE customer_id = $id',
  'DELETE FROM communication_ids WHERE id IN (SELECT id FROM communications WHERE customer_id = $id)',
  'DELETE FROM communications WHERE customer_id = $id',
  'DELETE FROM number_histories WHERE customer_id = $id',
  'DELETE FROM campaigns WHERE customer_id = $id',
  'DELETE FROM contact_lists WHERE customer_id = $id',
  'DELETE FROM projects WHERE customer_id = $id',
  'DELETE FROM contacts WHERE customer_id = $id',
  'DELETE FROM tokens WHERE customer_id = $id',
  'DELETE FROM opt_outs WHERE customer_id = $id',
  'DELETE FROM faults WHERE customer_id = $id',
  'DELETE FROM requests WHERE customer_id = $id',
  REMOVE_UNUSED,
  `DELETE FROM outcome_rules WHERE json_extract(match, '$.customerId') = $id`,
  // `seq` is given again: nothing must pass for written up to there.
  `UPDATE properties SET value = min(CAST(value AS INTEGER), (SELECT coalesce(max(seq), 0) FROM communications))
   WHERE name IN (${MARKS.map((mark) => `'${mark}'`).join(', ')})`,
  // IDs of events that were the newest are given again: nobody may have passed them already.
  `UPDATE callbacks SET cursor = min(cursor, (${NEWEST_EVENT}))`,
];

/** All tables but those of customers and of facts about the store. */
const ALL = [
  'attempts',
  'exchange_facts',
  'deliveries',
  'delivery_spans',
  'faults',
  'requests',
  'callbacks',
  'events',
  'enqueued',
  'pin_codes',
  'communications',
  'communication_ids',
  'number_histories',
  'campaign_outcomes',
  'campaigns',
  'staged_recipients',
  'recipients',
  'contact_lists',
  'projects',
  'contact_events',
  'contact_campaigns',
  'contacts',
  'tokens',
  'inbox_requests',
  'inboxes',
  'outcome_rules',
  'profiles',
  'opt_outs',
  'whitelist',
];

/** Empties the store. To be called inside a transaction; caches are to be forgotten afterwards. */
export function wiper(db: Database) {
  return {
    /** Removes all that the customer has, but not the customer with its settings and its whitelist. */
    customer(id: number): void {
      for (const statement of OF_CUSTOMER) db.prepare(statement).run({ id });
    },
    /** Removes everything but the customer; the first of each kind has the ID 1 again. */
    allBut(customerId: number): void {
      for (const table of ALL) db.exec(`DELETE FROM ${table}`);
      db.prepare('DELETE FROM customers WHERE id != ?').run(customerId);
      // The clock goes on.
      db.exec("DELETE FROM properties WHERE name != 'clock'");
      db.exec('DELETE FROM sqlite_sequence');
      db.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('customers', ?)`).run(customerId);
    },
  };
}
