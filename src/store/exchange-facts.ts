import type { Database } from './database.ts';

/** Texts that are remembered, so that what thousands of exchanges have in common is looked up once. */
const MOST_KNOWN = 1000;

const CLEAN_EVERY = 50_000;

/** Removes what no exchange has any more. */
export const REMOVE_UNUSED = `DELETE FROM exchange_facts WHERE id NOT IN (
  SELECT request_id FROM attempts
  UNION SELECT response_id FROM attempts WHERE response_id IS NOT NULL
  UNION SELECT request_headers FROM requests WHERE typeof(request_headers) = 'integer'
  UNION SELECT response_headers FROM requests WHERE typeof(response_headers) = 'integer')`;

/** Says whether two are the same, where that is quick to see. */
type Likeness<Value> = (one: Value, other: Value) => boolean;

/**
 * What many exchanges have in common, each once: of attempts the head and peer of the request and the head of the
 * answer, of calls of the real API the headers.
 * @param cleanEvery so many exchanges are forgotten before what they had in common is
 */
export function exchangeFacts(db: Database, cleanEvery = CLEAN_EVERY) {
  const insert = db.prepare<[string], { id: number }>(
    'INSERT INTO exchange_facts (facts) VALUES (?) ON CONFLICT (facts) DO UPDATE SET facts = facts RETURNING id',
  );
  const removeUnused = db.prepare(REMOVE_UNUSED);
  const known = new Map<string, number>();
  /** Of these it is not known whether any will come again. */
  const seen = new Set<string>();
  let untilCleaning = cleanEvery;
  /** Another number whenever IDs may mean others than before. */
  let generation = 0;

  function idOf(facts: string): number {
    const before = known.get(facts);
    if (before !== undefined) return before;
    const { id } = insert.get(facts)!;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(facts, id);
    return id;
  }

  function idOrText(facts: string): number | string {
    if (known.has(facts) || seen.has(facts)) return idOf(facts);
    if (seen.size >= MOST_KNOWN) seen.clear();
    seen.add(facts);
    return facts;
  }

  /** Most have the same as the one before: it is not even written out. */
  function likeBefore<Value, Found>(isSame: Likeness<Value>, find: (text: string) => Found) {
    let before: { value: Value; found: Found; generation: number } | null = null;
    return (value: Value): Found => {
      if (
        before === null ||
        before.generation !== generation ||
        typeof before.found === 'string' ||
        !isSame(value, before.value)
      )
        before = { value, found: find(JSON.stringify(value)), generation };
      return before.found;
    };
  }

  function forget(): void {
    known.clear();
    generation += 1;
  }

  function clean(): void {
    forget();
    removeUnused.run();
    untilCleaning = cleanEvery;
  }

  return {
    /** Makes what stores values and gives their IDs. */
    ids: <Value>(isSame: Likeness<Value>) => likeBefore(isSame, idOf),
    /**
     * The same, but it gives the JSON of a value that was not seen lately, to be kept with the exchange: no other may
     * ever have it, and stored by itself it would cost a page.
     */
    idsOfCommon: <Value>(isSame: Likeness<Value>) => likeBefore(isSame, idOrText),
    /** IDs that were given may be of what is no longer stored. */
    forget,
    /** To be told how many exchanges have been removed: what no other has is, too, now and then. */
    removed(exchanges: number): void {
      untilCleaning -= exchanges;
      if (untilCleaning <= 0) clean();
    },
    /** Removes what no exchange has any more. */
    clean,
  };
}
