import { execFileSync } from 'node:child_process';

/** Resident memory of a process in MB; null where the system has no `ps`. */
export function residentMegabytes(pid: number): number | null {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  } catch {
    return null;
  }
}
