import { toMsisdn } from '../../core/number.ts';

/** An object of a body. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A field by its name or, as the readers of the platform's likely framework do, by one that differs in case only [I].
 * @returns undefined when there is none
 */
export function field(fields: Fields, name: string): unknown {
  const value = fields[name];
  if (value !== undefined) return value;
  const small = name.toLowerCase();
  for (const other in fields)
    if (other.length === small.length && other.toLowerCase() === small) return fields[other];
  return undefined;
}

/** A text, or a number in place of one [I]; null: it is neither. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

const MSISDN = /^[1-9]\d{4,14}$/;

/** A phone number in any common notation, as digits with its country code [C]; null: it is none. */
export function numberIn(value: unknown): string | null {
  const told = text(value);
  // Nearly all are written as the platform writes them.
  return told === null || MSISDN.test(told) ? told : toMsisdn(told);
}

/** The ID that a number, or a text of digits, stands for; null: none. XML and forms know texts only. */
export function idIn(value: unknown): number | null {
  if (typeof value === 'string') return /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : null;
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

/** Texts in an array; null: something else. A form can say that there is none with an empty text only. */
export function texts(value: unknown): string[] | null {
  if (value === '') return [];
  if (!Array.isArray(value)) return null;
  const all = value.map(text);
  return all.includes(null) ? null : (all as string[]);
}

const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * An instant in ISO 8601, in UTC unless an offset says otherwise [D].
 * @returns platform ms; null: it is none, or lies beyond the year 9999
 */
export function instantIn(value: unknown): number | null {
  const [, date, time = '00:00', offset = 'Z'] =
    ISO_8601.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  if (date === undefined || !isDay(date)) return null;
  const instant = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(instant) || instant >= END ? null : instant;
}

const END = Date.UTC(10_000, 0);

/** There is no 30th of February, though some would read one. */
function isDay(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}

/** A name that networks show as the sender: 1 to 11 characters [D], letters, digits and a few others [I]. */
const ALPHA_SENDER = /^[\p{L}\p{N} ._&-]{1,11}$/u;

export function isAlphaSender(sender: string): boolean {
  return ALPHA_SENDER.test(sender) && sender.trim() !== '';
}

/** Longest text of an SMS, in characters [I]. */
export const MAX_TEXT_LENGTH = 100_000;

/** Whether it can be the text of an SMS. */
export function isSmsText(value: string): boolean {
  return value !== '' && value.length <= MAX_TEXT_LENGTH;
}
