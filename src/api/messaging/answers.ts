import type { Context } from 'hono';
import type { Refusal } from '../../core/refusal.ts';
import type { Answer } from '../emulated/answer.ts';
import { xmlText } from './xml-text.ts';

/** What can be answered; the first is what is answered to who wants nothing else [D]. */
const KINDS = ['application/json', 'text/json', 'application/xml', 'text/xml'] as const;
type Kind = (typeof KINDS)[number];

/** The same answer in either language. */
export interface Bilingual {
  json: () => string;
  /** Without the XML declaration. */
  xml: () => string;
}

/** Answers in JSON or XML, as `Accept` has it; who does not say gets XML for XML [I]. */
export function answer(c: Context, { json, xml }: Bilingual, status = 200): Answer {
  const kind = wantedKind(c.req.header('accept') ?? '') ?? kindOfRequest(c) ?? KINDS[0];
  const body = kind.endsWith('/xml') ? `<?xml version="1.0" encoding="utf-8"?>${xml()}` : json();
  return { status, headers: { 'content-type': `${kind}; charset=utf-8` }, body };
}

/** Refuses a request as a whole, in the manner of the framework that the platform's notation looks like [I]. */
export function message(c: Context, status: number, text: string): Answer {
  return answer(
    c,
    {
      json: () => JSON.stringify({ Message: text }),
      xml: () => `<Error><Message>${xmlText(text)}</Message></Error>`,
    },
    status,
  );
}

/** Answers what a part of the platform refused. */
export function refused(c: Context, { kind, message: text }: Refusal): Answer {
  return message(c, kind === 'unsupported-media-type' ? 415 : 400, text);
}

function kindOfRequest(c: Context): Kind | undefined {
  const type = mediaType(c.req.header('content-type') ?? '');
  return KINDS.find((kind) => kind === type);
}

/** A media type without its parameters, in small letters. */
export function mediaType(header: string): string {
  return header.split(';', 1)[0]!.trim().toLowerCase();
}

function wantedKind(accept: string): Kind | undefined {
  const ranges = accept
    .split(',')
    .map((range) => ({ name: mediaType(range), quality: qualityOf(range) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || stars(a.name) - stars(b.name));
  for (const { name } of ranges) {
    const [type, subtype] = name.split('/');
    const found = KINDS.find((kind) => {
      const [ofKind, below] = kind.split('/');
      return (type === '*' || type === ofKind) && (subtype === '*' || subtype === below);
    });
    if (found) return found;
  }
  return undefined;
}

/** Who names a type wants it more than who takes any. */
const stars = (range: string): number => range.split('*').length;

function qualityOf(range: string): number {
  const quality = /;\s*q=([\d.]+)/i.exec(range)?.[1];
  return quality === undefined ? 1 : Number(quality) || 0;
}
