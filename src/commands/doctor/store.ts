import { statfsSync } from 'node:fs';
import { inspectStore } from '../../store/inspect.ts';
import { type Finding, failing, fine, warning } from './finding.ts';

const MEBIBYTE = 1024 * 1024;
/** Of room on the disk, that is little. */
const LITTLE_BYTES = 500 * MEBIBYTE;

/** How a store is; all of it is read. @throws Error in plain words when it cannot be used */
export function storeFinding(folder: string, mayBeInUse: boolean): Finding {
  const about = 'store';
  const store = inspectStore(folder);
  if (store === null) return fine(about, `${folder} holds none yet; a start makes one`);
  const { file, bytes, version, inUse, damage } = store;
  if (damage.length > 0) {
    return failing(
      about,
      `${file} is damaged: ${damage.join('; ')}`,
      'restore a snapshot, or move the file away',
    );
  }
  if (inUse && !mayBeInUse) {
    return failing(
      about,
      `${file} is in use by another mock-wiraya`,
      'stop that one, or use another dataDir; name it with --url to look at it',
    );
  }
  return fine(about, `${file} is whole: ${mebibytes(bytes)}, schema ${version}`);
}

/** How much room there is on the disk of a folder that exists. */
export function roomFinding(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const room = bavail * bsize;
  const says = `${mebibytes(room)} are free on the disk of ${folder}`;
  return room < LITTLE_BYTES
    ? warning('disk', says, 'make room, or use another dataDir')
    : fine('disk', says);
}

const mebibytes = (bytes: number) => `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
