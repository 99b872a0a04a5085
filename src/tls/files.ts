import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type CertificateFile = 'ca.key' | 'ca.pem' | 'server.key' | 'server.pem';

/** Where an authority keeps its keys and certificates. A file is there whole or not at all, also after a kill. */
export interface CertificateFiles {
  /** For messages. */
  path(file: CertificateFile): string;
  /** Null: there is no such file. */
  read(file: CertificateFile): string | null;
  /** Writes a file that must not be there yet, and returns its text: another's, if another process was first. */
  create(file: CertificateFile, text: string): string;
  replace(file: CertificateFile, text: string): void;
  remove(file: CertificateFile): void;
}

/** Keeps nothing. */
export const NO_FILES: CertificateFiles = {
  path: (file) => file,
  read: () => null,
  create: (_file, text) => text,
  replace: () => {},
  remove: () => {},
};

/**
 * Files in a directory, which is made if need be. Only its owner may look into it and read the keys;
 * modes found looser than that are tightened.
 * @throws the file system's own errors, which name the path
 */
export function filesIn(directory: string): CertificateFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  tighten(directory, 0o700);

  const path = (file: CertificateFile) => join(directory, file);

  function writeAside(file: CertificateFile, text: string): string {
    const aside = join(directory, `.${file}.${randomUUID()}`);
    writeFileSync(aside, text, { mode: 0o600, flush: true });
    // Not by the mode of creation, which the umask narrows.
    if (!isKey(file)) chmodSync(aside, 0o644);
    return aside;
  }

  return {
    path,
    read(file) {
      try {
        if (isKey(file)) tighten(path(file), 0o600);
        return readFileSync(path(file), 'utf8');
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    create(file, text) {
      const aside = writeAside(file, text);
      try {
        linkSync(aside, path(file));
        return text;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return readFileSync(path(file), 'utf8');
        // Some file systems have no hard links; there, two first starts at the same moment can collide.
        renameSync(aside, path(file));
        return text;
      } finally {
        rmSync(aside, { force: true });
      }
    },
    replace(file, text) {
      renameSync(writeAside(file, text), path(file));
    },
    remove(file) {
      rmSync(path(file), { force: true });
    },
  };
}

function isKey(file: CertificateFile): boolean {
  return file.endsWith('.key');
}

function tighten(path: string, mode: number): void {
  if ((statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, mode);
  } catch {
    // Mounted read-only or someone else's: its modes are not ours to set, and what it holds can still be used.
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
