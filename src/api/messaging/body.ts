import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { invalid, Refusal } from '../../core/refusal.ts';
import type { Call } from '../emulated/call.ts';
import { mediaType } from './answers.ts';
import { readForm } from './form-body.ts';
import { readXml } from './xml-body.ts';

/** How each type of body is read [D]. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': readJson,
  'text/json': readJson,
  'application/xml': readXml,
  'text/xml': readXml,
  'application/x-www-form-urlencoded': readForm,
};

/**
 * The body of a call as its content type says that it is to be read.
 * @throws Refusal when that type is none that is read, or the body is not of it
 */
export function readTyped(header: string, call: Call): unknown {
  const type = mediaType(header);
  if (!Object.hasOwn(READERS, type)) {
    throw new Refusal('unsupported-media-type', [
      {
        field: 'Content-Type',
        problem: `${type ? `a body of type ${type.slice(0, 100)} is not read` : 'is missing'}; these are: ${Object.keys(READERS).join(', ')}`,
      },
    ]);
  }
  const text = decode(call, /;\s*charset="?([^\s;"]+)/i.exec(header)?.[1] ?? 'utf-8');
  if (type === 'application/x-www-form-urlencoded' && text.trimStart().startsWith('{'))
    throw invalid('', 'the body is JSON, but its Content-Type says that it is a form');
  return READERS[type]!(text);
}

/** The body of a call. @throws Refusal when it is not JSON in UTF-8 */
export function readJsonBody(call: Call): unknown {
  return readJson(decode(call, 'utf-8'));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('', 'the body is not JSON');
  }
}

function decode(call: Call, charset: string): string {
  call.text = decoded(call.body, charset);
  return call.text;
}

function decoded(body: Buffer, charset: string): string {
  // As nearly all are, and quicker.
  if (/^utf-?8$/i.test(charset) && isUtf8(body)) return body.toString('utf8').replace(/^\ufeff/, '');
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Refusal('unsupported-media-type', [
      { field: 'Content-Type', problem: `the charset ${charset.slice(0, 100)} is not known` },
    ]);
  }
  try {
    return decoder.decode(body);
  } catch {
    throw invalid('', `the body is not ${decoder.encoding}`);
  }
}
