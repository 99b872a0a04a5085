import type { Context } from 'hono';
import type { z } from 'zod';
import { invalid, Refusal } from '../../core/refusal.ts';
import { wrongType } from '../body.ts';
import type { Call } from '../emulated/call.ts';
import { fieldProblems } from '../validation.ts';
import { topLevelKeys } from './top-level-keys.ts';

/** A body of no type is taken for what it must be: JSON in UTF-8 [D]. */
const JSON_TYPE = /^(application|text)\/([\w.-]+\+)?json$/i;

/**
 * Reads the JSON body of a call.
 * @throws Refusal naming the field that is wrong
 */
export function read<Schema extends z.ZodType>(c: Context, call: Call, schema: Schema): z.output<Schema> {
  return checked(schema, parse(textOf(c, call)));
}

/**
 * Reads what is keyed by contact ID, in the order of the text: a JSON object of JavaScript puts numbers first.
 * @throws Refusal when it is no such thing
 */
export function readKeyed(c: Context, call: Call): [contactId: string, value: unknown][] {
  const text = textOf(c, call);
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('', 'the body is not keyed by contact ID', 'a JSON object');
  const items = new Map(Object.entries(value));
  return topLevelKeys(text).map((key) => [key, items.get(key)]);
}

/** @throws Refusal naming the field that is wrong */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal('invalid', fieldProblems(result.error.issues));
  return result.data;
}

function textOf(c: Context, call: Call): string {
  const [type = ''] = (c.req.header('content-type') ?? '').split(';');
  if (type.trim() !== '' && !JSON_TYPE.test(type.trim())) throw wrongType(c, 'application/json');
  try {
    call.text = new TextDecoder('utf-8', { fatal: true }).decode(call.body);
    return call.text;
  } catch {
    throw invalid('', 'the body is not UTF-8', 'JSON in UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('', 'the body is not JSON', 'a JSON object');
  }
}
