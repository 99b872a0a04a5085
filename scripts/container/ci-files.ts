import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A job of a CI, with the platform as its service. */
export interface Job {
  /** The file that it is of. */
  file: string;
  /** The image that it runs in. */
  image: string;
  /** Where the project is checked out. */
  directory: string;
  /** What all its steps have. */
  variables: Record<string, string>;
  /** Where a step may leave variables for those after it. */
  exportsFile: string | null;
  steps: { command: string[]; variables: Record<string, string> }[];
  service: {
    variables: Record<string, string>;
    /** Names that lead to it. */
    aliases: string[];
    /** Its ports that are published where the job runs: `job:service`. */
    ports: string[];
    /** The port that is to be listened on before the job begins. Null: the image's own check of its health tells. */
    readyPort: number | null;
  };
}

/** Of examples/ci: what `docs/containers.md` calls the image, in the registry of somebody. */
const IMAGE = /^registry\.example\.com\/mock-wiraya$/;

const GITHUB_ENV = '/tmp/github-env';

interface Workflow {
  jobs: {
    test: {
      'runs-on': string;
      services: { wiraya: { image: string; env?: Record<string, string>; ports?: string[] } };
      steps: { uses?: string; name?: string; run?: string; env?: Record<string, string> }[];
    };
  };
}

/**
 * Reads a workflow of GitHub.
 * @throws Error for what this script does not know how to perform
 */
export function readGithub(root: string, file: string): Job {
  const { test: job }: Workflow['jobs'] = parse(readFileSync(`${root}/${file}`, 'utf8')).jobs;
  const { wiraya } = job.services;
  expectKnown(file, job, 'runs-on services steps');
  expectKnown(file, wiraya, 'image env ports');
  if (job['runs-on'] !== 'ubuntu-latest') throw new Error(`${file}: runs on ${job['runs-on']}`);
  if (!IMAGE.test(wiraya.image)) throw new Error(`${file}: the service is ${wiraya.image}`);
  const [checkout, ...steps] = job.steps;
  if (!/^actions\/checkout@v\d+$/.test(checkout?.uses ?? ''))
    throw new Error(`${file}: no checkout at first`);
  return {
    file,
    // Stands in for the machine.
    image: 'node:20-bookworm',
    directory: '/home/runner/work/shop/shop',
    variables: { GITHUB_ENV },
    exportsFile: GITHUB_ENV,
    service: {
      variables: wiraya.env ?? {},
      aliases: [],
      ports: wiraya.ports ?? [],
      readyPort: null,
    },
    steps: steps.map((step) => {
      expectKnown(file, step, 'name run env');
      return { command: ['bash', '-ec', step.run!], variables: step.env ?? {} };
    }),
  };
}

interface Pipeline {
  test: {
    image: string;
    services: { name: string; alias: string }[];
    variables: Record<string, string>;
    before_script: string[];
    script: string[];
  };
}

/**
 * Reads a pipeline of GitLab.
 * @throws Error for what this script does not know how to perform
 */
export function readGitlab(root: string, file: string): Job {
  const { test: job }: Pipeline = parse(readFileSync(`${root}/${file}`, 'utf8'));
  const [service, ...others] = job.services;
  expectKnown(file, job, 'image services variables before_script script');
  expectKnown(file, service!, 'name alias');
  if (!IMAGE.test(service!.name) || others.length > 0) throw new Error(`${file}: other services than ours`);
  const directory = '/builds/acme/shop';
  const variables: Record<string, string> = { CI_PROJECT_DIR: directory };
  for (const [name, value] of Object.entries(job.variables)) {
    variables[name] = value.replace(/\$(\w+)/g, (_whole, other) => variables[other] ?? '');
  }
  return {
    file,
    image: job.image,
    directory,
    variables,
    exportsFile: null,
    service: {
      // All of them reach the service too.
      variables,
      aliases: service!.alias.split(/[ ,]+/),
      ports: [],
      readyPort: Number(job.variables.HEALTHCHECK_TCP_PORT),
    },
    // One shell has all the lines.
    steps: [
      {
        command: ['bash', '-eo', 'pipefail', '-c', [...job.before_script, ...job.script].join('\n')],
        variables: {},
      },
    ],
  };
}

function expectKnown(file: string, part: object, known: string): void {
  const strange = Object.keys(part).filter((key) => !known.split(' ').includes(key));
  if (strange.length > 0) throw new Error(`this script cannot perform ${strange.join(', ')} of ${file}`);
}
