import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Message, messagesIn } from './support/messages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = plain(readFileSync(`${root}docs/troubleshooting.md`, 'utf8'));

const below = (folder: string) =>
  readdirSync(`${root}src/${folder}`, { recursive: true })
    .map((file) => join(folder, String(file)))
    .filter((file) => file.endsWith('.ts'));

/** Where what is thrown, refused, warned of or logged reaches a person. */
const THROWN = [
  'config.ts',
  'index.ts',
  'listeners.ts',
  'main.ts',
  'platform.ts',
  'profile-files.ts',
  'seed-file.ts',
  'store/database.ts',
  'store/inspect.ts',
  'api/on-error.ts',
  'api/validation.ts',
  'clock/platform-clock.ts',
  'api/emulated/request-log.ts',
  'api/emulated/serve.ts',
  ...below('callbacks'),
  ...below('client'),
  ...below('commands'),
  'core/platform-url.ts',
  'simulation/profiles.ts',
  ...below('core/template'),
  ...below('tls'),
];

/** Of these every text is part of such a message. */
const ALL_WORDS = [
  'callbacks/attempt.ts',
  'callbacks/transport/answer-problem.ts',
  'callbacks/transport/connect-problem.ts',
  'callbacks/transport/exchange-problem.ts',
  'callbacks/transport/receiver-certificate.ts',
  'callbacks/transport/tls-problem.ts',
];

/** Said to nobody: they end something within, or stand in a message that is named by its other parts. */
const WITHIN = [
  'enough has been read',
  'cut on purpose',
  'a request of this callback cannot carry … events',
  // Names of what is expected, as parts of other messages.
  'in the name of an element or attribute, nor outside the quotes of a value',
  // Settings say what they must be, each in its own words.
  'must be a whole number from … to',
];

/** Of the library that reads the command line, and of the system; and what is put together of a value and what is expected. */
const OTHERS_SAY = ['error: ', 'ENOENT: ', 'the URL …', '… is not a host such as', '… is not the path of'];

/** Text as it is compared: without marks of code, blanks in a row as one. */
function plain(text: string): string {
  return text.replaceAll('\\|', '|').replace(/`/g, '').replace(/\s+/g, ' ');
}

/** As the page would have it; null: too little of it is fixed to be named. */
function shown({ pieces }: Message): string | null {
  const text = plain(pieces.join('…')).replace(/^[\s…:;]+|[\s…:;]+$/g, '');
  return /[a-z]{2,}.* .*[a-z]{2,}/i.test(text.replaceAll('…', '')) && text.split(' ').length >= 3
    ? text
    : null;
}

const messages = THROWN.flatMap((file) => messagesIn(`${root}src/${file}`, file, ALL_WORDS.includes(file)));

describe('docs/troubleshooting.md', () => {
  it('has every message of starts, commands, the library and callbacks, with its cure', () => {
    expect(messages.length).toBeGreaterThan(150);
    const missing = messages
      .map((message) => ({ text: shown(message), at: `${message.file}:${message.line}` }))
      .filter(({ text }) => text !== null && !WITHIN.includes(text) && !page.includes(text))
      .map(({ text, at }) => `${at} ${text}`);
    expect(missing).toEqual([]);
  });

  it('has none that nothing says any more', () => {
    const sources = below('').map((file) =>
      plain(readFileSync(`${root}src/${file}`, 'utf8').replaceAll('\\\\', '\\')),
    );
    const spans = [...readFileSync(`${root}docs/troubleshooting.md`, 'utf8').matchAll(/^\| (`.+?`) \|/gm)]
      .flatMap(([, column]) => [...column!.matchAll(/`([^`]+)`/g)])
      .map(([, span]) => plain(span!));
    expect(spans.length).toBeGreaterThan(100);
    const stale = spans
      .filter((span) => !messages.some((message) => shown(message) === span))
      .filter((span) => !OTHERS_SAY.some((words) => span.startsWith(words)))
      .filter(
        (span) => !sources.some((source) => span.split('…').every((piece) => source.includes(piece.trim()))),
      );
    expect(stale).toEqual([]);
  });
});
