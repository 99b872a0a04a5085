// Packs the package, looks at it, and uses it in an empty folder, also with other versions of Node:
//   npm run check:package -- 22 24
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lint } from './lint.ts';
import { OWN_NODE, otherNode } from './nodes.ts';
import { pack } from './pack.ts';
import { tryRecipes } from './recipes.ts';
import { tryAsStep } from './step.ts';
import { use } from './use.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mock-wiraya-package-'));
try {
  const tarball = pack(root, folder);
  await lint(root, tarball);
  const others = process.argv.slice(2).map((major) => otherNode(major, join(folder, `node-${major}`)));
  for (const node of [OWN_NODE, ...others]) {
    console.log(`\nWith Node ${node.version}`);
    const consumer = join(folder, `used-with-${node.version}`);
    await use(root, tarball, consumer, node);
    if (node !== OWN_NODE) continue;
    await tryAsStep(root, consumer, node);
    await tryRecipes(root, consumer, node);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
