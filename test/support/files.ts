import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of a test's own. */
export interface Scratch {
  path: string;
  /** Writes a file that only its owner can read. @returns its path */
  write(name: string, text: string): string;
  remove(): void;
}

/** An empty directory. */
export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), 'mock-wiraya-'));
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
