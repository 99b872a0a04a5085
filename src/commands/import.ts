import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SingleBar } from 'cli-progress';
import { callApi, json } from './client.ts';

const MEBIBYTE = 1024 * 1024;
/** Real ms between two looks at how far it is. */
const LOOK_EVERY_MS = 200;
/** Wrong rows that are shown. */
const MOST_SHOWN = 10;

interface ImportOptions {
  /** ID of the list that grows; without it a new one. */
  list?: string;
  /** ID of the customer that a new list is for. */
  customer: string;
  /** Of a new list; without it the file's. */
  name?: string;
  allOrNothing?: boolean;
  /** Says what became of it as the API does, with the ID of the list. */
  json?: boolean;
}

interface ContactListBody {
  imports: { bytes: number }[];
}

interface Imported {
  added: number;
  rejected: number;
  errors: { line: number; reason: string }[];
}

/**
 * Sends a CSV of recipients to a running platform, with a progress bar on a terminal.
 * @returns whether every row was added
 * @throws Error in plain words
 */
export async function importCsv(url: string, file: string, options: ImportOptions): Promise<boolean> {
  const { customer, name = basename(file, '.csv'), allOrNothing = false } = options;
  const { size } = await stat(file);
  const list =
    options.list ??
    (
      await callApi<{ id: number }>(url, 'POST', '/contact-lists', {
        content: json({ customerId: Number(customer), name }),
      })
    ).id;
  const bar = await startBar(size);
  const looking = setInterval(() => void look(url, list, bar), LOOK_EVERY_MS);
  let result: Imported;
  try {
    const path = `/contact-lists/${list}/recipients?allOrNothing=${allOrNothing}`;
    const content = { type: 'text/csv', data: createReadStream(file), bytes: size };
    result = await callApi<Imported>(url, 'POST', path, { content });
    bar.update(size);
  } finally {
    clearInterval(looking);
    bar.stop();
  }
  if (options.json) {
    console.log(JSON.stringify({ contactListId: Number(list), ...result }));
    return result.rejected === 0;
  }
  console.log(`${result.added} recipients added to contact list ${list}`);
  if (result.rejected > 0) console.log(`${result.rejected} rows were not:`);
  for (const { line, reason } of result.errors.slice(0, MOST_SHOWN)) console.log(`  line ${line}: ${reason}`);
  return result.rejected === 0;
}

async function startBar(size: number): Promise<SingleBar> {
  const progress = await import('cli-progress');
  const bar = new progress.SingleBar(
    { format: '{bar} {percentage}% of {size} MiB, {eta_formatted} left', hideCursor: true },
    progress.Presets.shades_classic,
  );
  bar.start(size, 0, { size: (size / MEBIBYTE).toFixed(1) });
  return bar;
}

/** Asks the platform how far it is: what has been sent may wait for it. */
async function look(url: string, list: number | string, bar: SingleBar): Promise<void> {
  const { imports } = await callApi<ContactListBody>(url, 'GET', `/contact-lists/${list}`).catch(() => ({
    imports: [],
  }));
  const [first] = imports;
  if (first && bar.isActive) bar.update(first.bytes);
}
