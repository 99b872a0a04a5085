// Writes the tables of the docs that follow from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GENERATED, withTables } from './docs/tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const [file, tables] of Object.entries(GENERATED)) {
  const before = readFileSync(root + file, 'utf8');
  writeFileSync(root + file, withTables(before, tables));
}
