import type { OutcomeRule } from '../core/outcome/outcome-rule.ts';
import type { Database } from './database.ts';

export type NewOutcomeRule = Pick<OutcomeRule, 'match' | 'outcome' | 'remaining'>;

interface Row {
  id: number;
  match: string;
  outcome: string;
  remaining: number | null;
  used: number;
  created_at: number;
}

const fromRow = (row: Row): OutcomeRule => ({
  id: row.id,
  match: JSON.parse(row.match),
  outcome: JSON.parse(row.outcome),
  remaining: row.remaining,
  used: row.used,
  createdAt: row.created_at,
});

/** Asked with every communication, so all of them are in memory too. */
export function outcomeRuleStore(db: Database) {
  const insert = db.prepare(
    'INSERT INTO outcome_rules (match, outcome, remaining, created_at) VALUES (?, ?, ?, ?)',
  );
  const all = db.prepare<[], Row>('SELECT * FROM outcome_rules ORDER BY id DESC');
  const use = db.prepare('UPDATE outcome_rules SET used = used + 1, remaining = remaining - 1 WHERE id = ?');
  const remove = db.prepare('DELETE FROM outcome_rules WHERE id = ?');
  const removeAll = db.prepare('DELETE FROM outcome_rules');

  let known: OutcomeRule[] | null = null;

  return {
    /** What was read is out of date. */
    forget(): void {
      known = null;
    },
    /** The newest first; those that are used up too. */
    all(): readonly OutcomeRule[] {
      known ??= all.all().map(fromRow);
      return known;
    },
    create({ match, outcome, remaining }: NewOutcomeRule, now: number): OutcomeRule {
      known = null;
      const { lastInsertRowid } = insert.run(JSON.stringify(match), JSON.stringify(outcome), remaining, now);
      return { id: Number(lastInsertRowid), match, outcome, remaining, used: 0, createdAt: now };
    },
    /** Counts that a rule has decided. */
    use(rule: OutcomeRule): void {
      use.run(rule.id);
      rule.used += 1;
      if (rule.remaining !== null) rule.remaining -= 1;
    },
    /** @returns whether there was one */
    remove(id: number): boolean {
      known = null;
      return remove.run(id).changes > 0;
    },
    removeAll(): void {
      known = null;
      removeAll.run();
    },
  };
}
