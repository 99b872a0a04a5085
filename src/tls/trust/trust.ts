import type { X509Certificate } from 'node:crypto';
import type { Shell } from './shells.ts';

/** What there is to say how to trust, and to whom. */
export interface Trust {
  shell: Shell;
  platform: NodeJS.Platform;
  /** The authority's certificate, as an absolute path. */
  file: string;
  certificate: X509Certificate;
  /** The platform's forward proxy; null: nobody asked for it. */
  proxy: URL | null;
}

/** What to do for one kind of client. */
export interface Section {
  /** For people. No quotes: shells that take no comments at their prompt would wait for the closing one. */
  about: string[];
  /** In the shell's own words. */
  lines: string[];
}
