import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestOptions, request, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

const DAY_MS = 86_400_000;

export function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

/** An empty directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mock-wiraya-tls-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Names of all files, hidden ones too, in order. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory).sort();
}

/** A server on 127.0.0.1 that answers every request with the common name of the client's certificate. */
export async function listen(options: ServerOptions): Promise<number> {
  const server = createServer(options, (incoming, answer) => {
    const peer = (incoming.socket as TLSSocket).getPeerCertificate();
    answer.end(`client: ${peer.subject?.CN ?? 'none'}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** The body of the answer to a GET; rejects when the two do not trust each other. */
export function get(port: number, options: RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, agent: false, ...options }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (part: string) => {
        body += part;
      });
      incoming.on('end', () => resolve(body));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const OPENSSL = 'openssl';

export const HAS_OPENSSL = spawnSync(OPENSSL, ['version']).status === 0;
if (!HAS_OPENSSL) console.warn('SKIPPED: tests that need the openssl program, which is not on this machine');

/** Runs the openssl program in a directory; returns what it printed. */
export function openssl(args: readonly string[], directory: string): string {
  return execFileSync(OPENSSL, args, {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
