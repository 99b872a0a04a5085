import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, type Command, startCommand } from '../support/command.ts';
import { type Scratch, scratch } from '../support/files.ts';
import { until } from '../support/programs.ts';

const MEGABYTE = 1024 * 1024;
const WRITTEN = 90 * MEGABYTE;
/** Uploaded rows are written twice: as they come, and to the list when all are there. A slow disk lets the log grow. */
const LONGEST_LOG = 0.8 * 2 * WRITTEN;
const LONG_FIELD = 'x'.repeat(10_000);

let directory: Scratch;
let platform: Command;
beforeAll(() => {
  buildCommand();
  directory = scratch();
  platform = startCommand('--data-dir', directory.path, '--clock', 'manual', '--log-level', 'warn');
}, 120_000);
afterAll(async () => {
  await platform?.stop();
  directory?.remove();
});

const sizeOf = (name: string) => statSync(join(directory.path, name)).size;

describe('the write-ahead log of a store that is written to without a pause', () => {
  it('is carried over into the store meanwhile, and does not grow for ever', async () => {
    const api = await platform.apiUrl();
    const post = async (path: string, type: string, body: string) => {
      const response = await fetch(`${api}${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(response.status).toBe(201);
    };
    await post('/contact-lists', 'application/json', '{"customerId":1,"name":"All"}');
    const rows = Array.from({ length: 1000 }, () => `46701740605,${LONG_FIELD}`);
    const csv = `number,text\n${rows.join('\n')}\n`;
    for (let written = 0; written < WRITTEN; written += csv.length) {
      await post('/contact-lists/1/recipients', 'text/csv', csv);
    }
    await until('most of it is in the store', () => sizeOf('store.sqlite') > WRITTEN / 2);
    // What has been carried over is written over from the beginning.
    await post('/contact-lists/1/recipients', 'text/csv', csv);
    expect(sizeOf('store.sqlite-wal')).toBeLessThan(LONGEST_LOG);
    const list = (await (await fetch(`${api}/contact-lists/1`)).json()) as { size: number };
    expect(list.size).toBe(1000 * (Math.ceil(WRITTEN / csv.length) + 1));
  });
});
