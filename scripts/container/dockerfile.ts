import { readFileSync } from 'node:fs';
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type PropertyInstruction,
} from 'dockerfile-ast';

/** One instruction of a Dockerfile, as far as ours uses it. */
export type Step =
  | { does: 'RUN'; command: string }
  | { does: 'COPY'; from: string | null; sources: string[]; to: string }
  | { does: 'WORKDIR'; path: string }
  | { does: 'USER'; name: string }
  | { does: 'ENV'; variables: Record<string, string> };

/** One image of a Dockerfile, made or built on the way. */
export interface Stage {
  /** Under which others copy from it. */
  name: string | null;
  /** The image it begins with. */
  base: string;
  steps: Step[];
  /** As EXPOSE says them. */
  ports: string[];
  volumes: string[];
  entrypoint: string[];
  healthcheck: string[];
}

/**
 * Reads a Dockerfile.
 * @throws Error for an instruction, or a way to write one, that this script does not know how to perform
 */
export function readDockerfile(file: string): Stage[] {
  const stages: Stage[] = [];
  const standards: Record<string, string> = {};
  for (const instruction of DockerfileParser.parse(readFileSync(file, 'utf8')).getInstructions()) {
    const keyword = instruction.getKeyword();
    const stage = stages.at(-1);
    if (keyword === 'FROM') {
      const from = instruction as From;
      const base = from.getImage()!.replace(/\$\{(\w+)\}/g, (_whole, name) => standards[name] ?? '');
      const name = from.getBuildStage();
      stages.push({ name, base, steps: [], ports: [], volumes: [], entrypoint: [], healthcheck: [] });
    } else if (keyword === 'ARG' && !stage) {
      Object.assign(standards, properties(instruction));
    } else if (stage) {
      addTo(stage, keyword, instruction);
    } else {
      throw notKnown(instruction);
    }
  }
  return stages;
}

function addTo(stage: Stage, keyword: string, instruction: Instruction): void {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const { steps } = stage;
  if (keyword === 'RUN') steps.push(runStep(instruction));
  else if (keyword === 'COPY') steps.push(copyStep(instruction as Copy, words));
  else if (keyword === 'WORKDIR') steps.push({ does: 'WORKDIR', path: words[0]! });
  else if (keyword === 'USER') steps.push({ does: 'USER', name: words[0]! });
  else if (keyword === 'ENV') steps.push({ does: 'ENV', variables: properties(instruction) });
  else if (keyword === 'EXPOSE') stage.ports.push(...words);
  else if (keyword === 'VOLUME') stage.volumes.push(...words);
  else if (keyword === 'ENTRYPOINT') stage.entrypoint = strings(instruction);
  else if (keyword === 'HEALTHCHECK') stage.healthcheck = strings(instruction);
  else throw notKnown(instruction);
}

function runStep(instruction: Instruction): Step {
  const command = instruction.getArgumentsContent() ?? '';
  if (/^(--|\[|<<)/.test(command)) throw notKnown(instruction);
  return { does: 'RUN', command };
}

function copyStep(instruction: Copy, words: string[]): Step {
  const others = instruction.getFlags().filter((flag) => flag.getName() !== 'from');
  if (others.length > 0) throw notKnown(instruction);
  const from = instruction.getFromFlag()?.getValue() ?? null;
  return { does: 'COPY', from, sources: words.slice(0, -1), to: words.at(-1)! };
}

function properties(instruction: Instruction): Record<string, string> {
  const named = (instruction as PropertyInstruction).getProperties();
  return Object.fromEntries(named.map((property) => [property.getName(), property.getValue() ?? '']));
}

/** Of an instruction in its JSON form; the other would need a shell in the image. */
function strings(instruction: Instruction): string[] {
  const json = /\[.*\]$/s.exec(instruction.getArgumentsContent() ?? '')?.[0];
  if (!json) throw notKnown(instruction);
  return JSON.parse(json);
}

function notKnown(instruction: Instruction): Error {
  return new Error(`this script cannot perform: ${instruction.toString()}`);
}
