import { setImmediate } from 'node:timers/promises';
import { conflict, Refusal } from '../../core/refusal.ts';
import type { ContactList, NewRecipient } from '../../store/contact-lists.ts';
import type { Store } from '../../store/store.ts';
import type { ImportProgress } from './imports.ts';
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
 * @param progress kept up to date on the way
 * @throws Refusal for an unusable header, too long an upload, or a wrong row with `allOrNothing`
 */
export async function importRecipients(
  { contactLists, generation }: Store,
  list: ContactList,
  upload: AsyncIterable<Uint8Array>,
  allOrNothing: boolean,
  progress: ImportProgress,
): Promise<RecipientImport> {
  const begun = generation(list.customerId);
  const csv = await readRecipientCsv(counted(upload, progress));
  const result: RecipientImport = { added: 0, rejected: 0, errors: [] };
  const stage = allOrNothing ? contactLists.stage() : null;
  let chunk: NewRecipient[] = [];
  const store = () => {
    if (generation(list.customerId) !== begun)
      throw conflict('id', `contact list ${list.id} was removed meanwhile`, 'a list that stays');
    if (stage) stage.add(chunk);
    else contactLists.addRecipients(list.id, chunk);
    result.added += chunk.length;
    chunk = [];
  };
  try {
    for await (const row of csv.rows) {
      progress.rows += 1;
      if ('reason' in row) {
        result.rejected += 1;
        progress.rejected += 1;
        if (result.errors.length < MAX_ERRORS) result.errors.push({ line: row.line, reason: row.reason });
        continue;
      }
      chunk.push(row.recipient);
      if (chunk.length < CHUNK) continue;
      store();
      // Other requests are answered between two chunks.
      await setImmediate();
    }
    store();
    if (stage && result.rejected > 0) throw notAllGood(result);
    stage?.commit(list.id);
  } catch (error) {
    throw error instanceof Refusal && !stage && result.added > 0 ? partOf(error, result.added) : error;
  } finally {
    stage?.discard();
  }
  nameFields(contactLists, list.id, csv.fieldNames);
  return result;
}

async function* counted(upload: AsyncIterable<Uint8Array>, progress: ImportProgress) {
  for await (const chunk of upload) {
    progress.bytes += chunk.byteLength;
    yield chunk;
  }
}

function notAllGood({ rejected, errors }: RecipientImport): Refusal {
  return new Refusal('invalid', [
    {
      field: '',
      problem: `${rejected} rows are wrong, so none was added`,
      expected: 'a CSV in which every row is good',
    },
    ...errors.map(({ line, reason }) => ({ field: `line ${line}`, problem: reason })),
  ]);
}

/** A refusal in the middle of an upload, when rows before it have been added. */
function partOf({ kind, problems }: Refusal, added: number): Refusal {
  return new Refusal(kind, [
    ...problems,
    {
      field: '',
      problem: `${added} recipients before that were added`,
      expected: 'allOrNothing=true to add all or none',
    },
  ]);
}

/** A list whose data fields have no names takes those of the CSV's header. */
function nameFields(
  contactLists: Store['contactLists'],
  listId: number,
  fieldNames: Record<string, string>,
): void {
  const list = contactLists.get(listId)!;
  if (Object.keys(list.fieldNames).length === 0) contactLists.update({ ...list, fieldNames });
}
