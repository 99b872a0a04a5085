import type { PinCode } from '../core/pin-code.ts';
import type { Database } from './database.ts';
import { type Page, type PageRequest, toPage, where } from './page.ts';

export type NewPinCode = Omit<PinCode, 'id' | 'verifiedAt' | 'replaced'>;

/** Whom a PIN code was sent to, and where they are. */
export type PinCodeHolder = Pick<PinCode, 'customerId' | 'recipient' | 'ipAddress'>;

interface Row {
  id: number;
  customer_id: number;
  recipient: string;
  ip_address: string;
  code: string;
  communication_id: number;
  created_at: number;
  expires_at: number;
  tries_left: number;
  verified_at: number | null;
  replaced: number;
}

const fromRow = (row: Row): PinCode => ({
  id: row.id,
  customerId: row.customer_id,
  recipient: row.recipient,
  ipAddress: row.ip_address,
  code: row.code,
  communicationId: row.communication_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  triesLeft: row.tries_left,
  verifiedAt: row.verified_at,
  replaced: row.replaced === 1,
});

/** PIN codes, which are kept when they are no longer active. */
export function pinCodeStore(db: Database) {
  const replace = db.prepare(
    'UPDATE pin_codes SET replaced = 1 WHERE customer_id = ? AND recipient = ? AND ip_address = ?',
  );
  const insert = db.prepare(
    `INSERT INTO pin_codes (customer_id, recipient, ip_address, code, communication_id, created_at, expires_at, tries_left)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const newest = db.prepare<[number, string, string], Row>(
    `SELECT * FROM pin_codes WHERE customer_id = ? AND recipient = ? AND ip_address = ? AND replaced = 0`,
  );
  const save = db.prepare('UPDATE pin_codes SET tries_left = ?, verified_at = ? WHERE id = ?');

  return {
    /** Stores one in the place of those that the same holder had before. */
    add: db.transaction((pinCode: NewPinCode): void => {
      const { customerId, recipient, ipAddress } = pinCode;
      replace.run(customerId, recipient, ipAddress);
      insert.run(
        customerId,
        recipient,
        ipAddress,
        pinCode.code,
        pinCode.communicationId,
        pinCode.createdAt,
        pinCode.expiresAt,
        pinCode.triesLeft,
      );
    }),
    /** The last one that the holder was sent, whatever its state; null: none. */
    newest({ customerId, recipient, ipAddress }: PinCodeHolder): PinCode | null {
      const row = newest.get(customerId, recipient, ipAddress);
      return row ? fromRow(row) : null;
    },
    /** Stores its tries and when it was verified. */
    save({ id, triesLeft, verifiedAt }: PinCode): void {
      save.run(triesLeft, verifiedAt, id);
    },
    /** In the order in which they were sent. */
    list(
      { limit, after }: PageRequest,
      filter: { customerId?: number | undefined; recipient?: string | undefined },
    ): Page<PinCode> {
      const { clause, values } = where({
        'id > ?': after ?? 0,
        'customer_id = ?': filter.customerId,
        'recipient = ?': filter.recipient,
      });
      const rows = db
        .prepare<unknown[], Row>(`SELECT * FROM pin_codes ${clause} ORDER BY id LIMIT ?`)
        .all(...values, limit + 1);
      return toPage(rows, limit, (row) => row.id, fromRow);
    },
  };
}
