import { cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import type { Stage, Step } from './dockerfile.ts';
import { type Image, layBase, runInside } from './isolation.ts';

/**
 * Performs the steps of all stages in order, each in a root of its own.
 * @param context the folder that COPY copies from
 * @param folder where the roots are laid
 * @returns the last image
 */
export async function makeImage(stages: readonly Stage[], context: string, folder: string): Promise<Image> {
  const made = new Map<string, Image>();
  let image: Image | undefined;
  for (const [index, { base, name, steps }] of stages.entries()) {
    const root = join(folder, name ?? `stage-${index}`);
    layBase(root, base);
    image = { root, env: {}, workdir: '/', user: 'root' };
    console.log(`FROM ${base}`);
    for (const step of steps) await perform(step, image, context, made);
    if (name) made.set(name, image);
  }
  return image!;
}

async function perform(
  step: Step,
  image: Image,
  context: string,
  made: ReadonlyMap<string, Image>,
): Promise<void> {
  switch (step.does) {
    case 'RUN': {
      const began = performance.now();
      await runInside(image, ['/bin/sh', '-c', step.command]);
      console.log(`RUN ${step.command} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
      return;
    }
    case 'COPY': {
      const from = step.from === null ? context : made.get(step.from)?.root;
      if (!from) throw new Error(`COPY --from=${step.from}: there is no such stage before`);
      copy(step.sources, from, step.to, image);
      return;
    }
    case 'WORKDIR':
      image.workdir = posix.resolve(image.workdir, step.path);
      mkdirSync(join(image.root, image.workdir), { recursive: true });
      return;
    case 'USER':
      image.user = step.name;
      return;
    case 'ENV':
      Object.assign(image.env, step.variables);
  }
}

/** Of a folder, COPY copies what is in it. */
function copy(sources: readonly string[], from: string, to: string, { root, workdir }: Image): void {
  const target = join(root, posix.resolve(workdir, to));
  for (const source of sources) {
    const path = join(from, source);
    const into = to.endsWith('/') && !statSync(path).isDirectory() ? join(target, basename(source)) : target;
    cpSync(path, into, { recursive: true });
  }
}
