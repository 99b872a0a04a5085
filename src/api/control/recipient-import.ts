import type { ReadableStream as WebStream } from 'node:stream/web';
import { setImmediate } from 'node:timers/promises';
import { Refusal } from '../../core/refusal.ts';
import type { ContactList, NewRecipient } from '../../store/contact-lists.ts';
import type { Store } from '../../store/store.ts';
import { readRecipientCsv } from './recipient-csv.ts';

/** Recipients stored in one transaction. */
const CHUNK = 1000;

/** Wrong rows that an answer tells of; the rest is only counted. */
const MAX_ERRORS = 1000;

/** What became of a CSV's rows. */
export interface RecipientImport {
  added: number;
  rejected: number;
  errors: { line: number; reason: string }[];
}

/**
 * Adds the recipients of a CSV to a list while it is still coming in.
 * @param allOrNothing add nothing unless every row is good; otherwise the good rows are added
 * @throws Refusal for an unusable header, too long an upload, or a wrong row with `allOrNothing`
 */
export async function importRecipients(
  contactLists: Store['contactLists'],
  list: ContactList,
  upload: WebStream<Uint8Array>,
  maxBytes: number,
  allOrNothing: boolean,
): Promise<RecipientImport> {
  const csv = await readRecipientCsv(upload, maxBytes);
  const result: RecipientImport = { added: 0, rejected: 0, errors: [] };
  const stage = allOrNothing ? contactLists.stage() : null;
  const add = (chunk: readonly NewRecipient[]) => {
    if (stage) stage.add(chunk);
    else contactLists.addRecipients(list.id, chunk);
  };
  try {
    let chunk: NewRecipient[] = [];
    for await (const row of csv.rows) {
      if ('reason' in row) {
        result.rejected += 1;
        if (result.errors.length < MAX_ERRORS) result.errors.push({ line: row.line, reason: row.reason });
        continue;
      }
      chunk.push(row.recipient);
      result.added += 1;
      if (chunk.length < CHUNK) continue;
      add(chunk);
      chunk = [];
      // Other requests are answered between two chunks.
      await setImmediate();
    }
    add(chunk);
    if (stage && result.rejected > 0) throw refusal(result);
    stage?.commit(list.id);
  } finally {
    stage?.discard();
  }
  nameFields(contactLists, list.id, csv.fieldNames);
  return result;
}

function refusal({ rejected, errors }: RecipientImport): Refusal {
  return new Refusal('invalid', [
    { field: '', problem: `${rejected} rows are wrong, so none was added`, expected: 'a CSV in which every row is good' },
    ...errors.map(({ line, reason }) => ({ field: `line ${line}`, problem: reason })),
  ]);
}

/** A list whose data fields have no names takes those of the CSV's header. */
function nameFields(contactLists: Store['contactLists'], listId: number, fieldNames: Record<string, string>): void {
  const list = contactLists.get(listId)!;
  if (Object.keys(list.fieldNames).length === 0) contactLists.update({ ...list, fieldNames });
}
