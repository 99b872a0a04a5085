import { invalid } from '../../core/refusal.ts';

/** Deeper than any field lies, and longer than the name of any. */
const DEEPEST = 8;
const LONGEST_NAME = 200;

type Branch = Map<string, Branch | string>;

/**
 * A form as the same body would be in JSON [I]: `communications[0].content.$type=…` or, just as well,
 * `communications[0][content][$type]=…`; `placeholders[]=…` adds to an array.
 * @throws Refusal when its names contradict each other
 */
export function readForm(text: string): unknown {
  const form: Branch = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.length > LONGEST_NAME ? [] : (name.match(/[^.[\]]+|\[\]/g) ?? []);
    if (path.length === 0 || path.length > DEEPEST) throw contradiction(name);
    put(form, path, value, name);
  }
  return asJson(form);
}

function put(form: Branch, path: readonly string[], value: string, name: string): void {
  let branch = form;
  for (const [depth, step] of path.entries()) {
    const key = step === '[]' ? String(branch.size) : step;
    const known = branch.get(key);
    if (depth === path.length - 1) {
      if (known instanceof Map) throw contradiction(name);
      branch.set(key, value);
      return;
    }
    if (typeof known === 'string') throw contradiction(name);
    const next: Branch = known ?? new Map();
    branch.set(key, next);
    branch = next;
  }
}

/** Numbers alone are those of the items of an array. */
function asJson(branch: Branch): unknown {
  const entries = [...branch].map(
    ([key, value]) => [key, value instanceof Map ? asJson(value) : value] as const,
  );
  if (entries.length === 0 || entries.some(([key]) => !/^\d+$/.test(key))) return Object.fromEntries(entries);
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

function contradiction(name: string) {
  return invalid(name.slice(0, 100), 'is no name of a field, or one that stands for something else too');
}
