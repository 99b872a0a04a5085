import type { Database } from './database.ts';
import { NO_NUMBER } from './number-digest.ts';
import { LIMIT, type Page, type PageRequest, seek, toPage, where } from './page.ts';
import { holding, scanner } from './scan.ts';

export interface ContactList {
  id: number;
  customerId: number;
  name: string;
  /** Names of the data fields by number, for people; the platform itself knows numbers only. */
  fieldNames: Record<string, string>;
  /** How many recipients it holds. */
  size: number;
  createdAt: number;
}

export interface NewRecipient {
  /** MSISDN digits. */
  number: string;
  /** Data fields by number, `{"1": "Ada"}`. */
  fields: Record<string, string>;
}

export interface Recipient extends NewRecipient {
  /** `{RID}`. */
  id: number;
  contactListId: number;
}

interface ListRow {
  id: number;
  customer_id: number;
  name: string;
  field_names: string;
  size: number;
  created_at: number;
}

interface RecipientRow {
  id: number;
  contact_list_id: number;
  number: string;
  fields: string;
}

/** The first of the two only spares most rows the second. */
const IN_FIELDS =
  "(fields LIKE ? ESCAPE '\\' AND EXISTS (SELECT 1 FROM json_each(fields) WHERE value LIKE ? ESCAPE '\\'))";
const IN_EITHER = `(number LIKE ? ESCAPE '\\' OR ${IN_FIELDS})`;

const listFromRow = (row: ListRow): ContactList => ({
  id: row.id,
  customerId: row.customer_id,
  name: row.name,
  fieldNames: JSON.parse(row.field_names),
  size: row.size,
  createdAt: row.created_at,
});

const recipientFromRow = (row: RecipientRow): Recipient => ({
  id: row.id,
  contactListId: row.contact_list_id,
  number: row.number,
  fields: JSON.parse(row.fields),
});

/** Contact lists and their recipients, which are kept in the order in which they were added. */
export function contactListStore(db: Database) {
  const insertList = db.prepare(
    'INSERT INTO contact_lists (customer_id, name, field_names, created_at) VALUES (?, ?, ?, ?)',
  );
  const updateList = db.prepare('UPDATE contact_lists SET name = ?, field_names = ? WHERE id = ?');
  const listById = db.prepare<[number], ListRow>('SELECT * FROM contact_lists WHERE id = ?');
  const grow = db.prepare('UPDATE contact_lists SET size = size + ? WHERE id = ?');
  const insert = db.prepare('INSERT INTO recipients (contact_list_id, number, fields) VALUES (?, ?, ?)');
  const byId = db.prepare<[number], RecipientRow>('SELECT * FROM recipients WHERE id = ?');
  const pageOfList = db.prepare<[number, number, number], RecipientRow>(
    `SELECT * FROM recipients WHERE contact_list_id = ? AND id > ? ORDER BY id ${LIMIT}`,
  );
  const reachableOfList = db.prepare<[number, number, number], RecipientRow>(
    `SELECT * FROM recipients WHERE contact_list_id = ? AND id > ? AND number != '${NO_NUMBER}' ORDER BY id ${LIMIT}`,
  );
  const stage = db.prepare('INSERT INTO staged_recipients (import_id, number, fields) VALUES (?, ?, ?)');
  const unstage = db.prepare('DELETE FROM staged_recipients WHERE import_id = ?');
  const commitStaged = db.prepare(
    `INSERT INTO recipients (contact_list_id, number, fields)
     SELECT ?, number, fields FROM staged_recipients WHERE import_id = ? ORDER BY id`,
  );
  const scan = scanner<RecipientRow>(db, 'recipients', 'id');
  let lastImportId = 0;

  return {
    create(list: Omit<ContactList, 'id' | 'size' | 'createdAt'>, now: number): ContactList {
      const { lastInsertRowid } = insertList.run(
        list.customerId,
        list.name,
        JSON.stringify(list.fieldNames),
        now,
      );
      return { id: Number(lastInsertRowid), ...list, size: 0, createdAt: now };
    },
    update(list: ContactList): void {
      updateList.run(list.name, JSON.stringify(list.fieldNames), list.id);
    },
    get(id: number): ContactList | null {
      const row = listById.get(id);
      return row ? listFromRow(row) : null;
    },
    list(page: PageRequest, customerId?: number): Page<ContactList> {
      const { condition, orderBy } = seek('id', page);
      const { clause, values } = where({ ...condition, 'customer_id = ?': customerId });
      const rows = db
        .prepare<unknown[], ListRow>(`SELECT * FROM contact_lists ${clause} ${orderBy} LIMIT ?`)
        .all(...values, page.limit + 1);
      return toPage(rows, page.limit, (row) => row.id, listFromRow);
    },
    /** Adds all or, when one cannot be stored, none. @returns their IDs, in the same order */
    addRecipients: db.transaction((contactListId: number, recipients: readonly NewRecipient[]): number[] => {
      const ids = recipients.map(({ number, fields }) =>
        Number(insert.run(contactListId, number, JSON.stringify(fields)).lastInsertRowid),
      );
      grow.run(ids.length, contactListId);
      return ids;
    }),
    recipient(id: number): Recipient | null {
      const row = byId.get(id);
      return row ? recipientFromRow(row) : null;
    },
    recipients(contactListId: number, { limit, after }: PageRequest): Page<Recipient> {
      return toPage(
        pageOfList.all(contactListId, after ?? 0, limit + 1),
        limit,
        (row) => row.id,
        recipientFromRow,
      );
    },
    /**
     * Those with the text in their number or a data field, in any case as far as A to Z go. A list is looked through
     * piece by piece: a page may hold less than it could, and its `next` lead on.
     */
    search(contactListId: number, text: string, page: PageRequest): Page<Recipient> {
      const digits = /^[+\d ()-]+$/.test(text) ? text.replace(/\D/g, '').replace(/^0+/, '') : '';
      const inFields = [holding(JSON.stringify(text).slice(1, -1)), holding(text)];
      return scan(
        page,
        { 'contact_list_id = ?': contactListId },
        digits === '' ? { [IN_FIELDS]: inFields } : { [IN_EITHER]: [holding(digits), ...inFields] },
        recipientFromRow,
      );
    },
    /**
     * The next recipients of a list after the one with ID `after`, for a campaign that works its way through: without
     * those whose number has been cleared.
     */
    recipientsAfter(contactListId: number, after: number, limit: number): Recipient[] {
      return reachableOfList.all(contactListId, after, limit).map(recipientFromRow);
    },
    /** Opens a staging area: its recipients join the list all at once, or never. A restart empties it. */
    stage() {
      const importId = ++lastImportId;
      return {
        add: db.transaction((recipients: readonly NewRecipient[]) => {
          for (const { number, fields } of recipients) stage.run(importId, number, JSON.stringify(fields));
        }),
        commit: db.transaction((contactListId: number) => {
          const { changes } = commitStaged.run(contactListId, importId);
          grow.run(changes, contactListId);
          unstage.run(importId);
        }),
        discard: () => {
          unstage.run(importId);
        },
      };
    },
  };
}
