import type { ApiContext } from './api/context.ts';
import { seedSchema, sow } from './api/control/seed.ts';
import { fieldProblems } from './api/validation.ts';
import { readJson, SettingsError } from './config.ts';
import { type FieldProblem, inOneLine, Refusal } from './core/refusal.ts';

/**
 * Adds what a seed file holds, unless the store has been seeded before.
 * @throws SettingsError naming the file and each field that is wrong; nothing has been added then
 */
export function sowFile(context: ApiContext, file: string): void {
  const seeded = context.store.properties.named('seeded');
  if (seeded.read() !== null) return;
  const problem = (found: FieldProblem) => `seedFile: ${file}: ${inOneLine(found)}`;
  const seed = seedSchema.safeParse(readJson('seedFile', file));
  if (!seed.success) throw new SettingsError(fieldProblems(seed.error.issues).map(problem));
  try {
    sow(context, seed.data);
  } catch (error) {
    throw error instanceof Refusal ? new SettingsError(error.problems.map(problem)) : error;
  }
  seeded.write(file);
}
