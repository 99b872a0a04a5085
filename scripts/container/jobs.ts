import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram, until } from '../../test/support/programs.ts';
import type { Job } from './ci-files.ts';
import type { Stage } from './dockerfile.ts';
import { type Image, layBase, newVolume, PATH, type Running, runContainer } from './isolation.ts';
import { connect, makeNetwork, type Network } from './network.ts';

const READY_WITHIN_MS = 30_000;
const SAMPLE = fileURLToPath(new URL('sample', import.meta.url));
const PUBLISH = fileURLToPath(new URL('publish.mjs', import.meta.url));

/**
 * Does what the runner of a CI would with a job: its service in one network, its steps in another, with the sample
 * project as what has been checked out.
 * @param image what the Dockerfile makes
 * @throws Error when the service does not become ready, a step fails, or the sample project has sent nothing
 */
export async function tryJob(job: Job, folder: string, image: Image, stage: Stage): Promise<void> {
  const { service } = job;
  const networks = [await makeNetwork(), await makeNetwork()] as const;
  const ends: (() => unknown)[] = networks.map((network) => network.remove);
  try {
    const address = connect(...networks);
    writeFileSync(join(image.root, 'etc/hosts'), '127.0.0.1 localhost\n');
    const name = basename(job.file, '.yml');
    const platform = runContainer(image, stage.entrypoint, {
      volumes: Object.fromEntries(stage.volumes.map((at) => [at, newVolume(join(folder, 'volumes', name))])),
      env: service.variables,
      network: networks[0].path,
      has: 'node',
    });
    ends.unshift(platform.kill);
    if (service.ports.length > 0) {
      const publishing = publish(networks[1], address, service.ports);
      ends.unshift(() => publishing.stop());
      await publishing.line(/(published)/);
    }
    await until(
      'the service is ready',
      () => isReady(job, stage, platform, networks[1], address),
      READY_WITHIN_MS,
    );
    const base = layMachine(join(folder, name), job, address);
    const printed = await runSteps(job, base, networks[1]);
    const sent = /sent: .*/.exec(printed)?.[0];
    if (!sent) throw new Error(`${job.file}: nothing was sent:\n${printed}`);
    console.log(`${job.file}: the sample project ${sent}`);
  } finally {
    for (const end of ends) await end();
  }
}

function publish({ path }: Network, address: string, ports: readonly string[]): Program {
  return startProgram('nsenter', [`--net=${path}`, process.execPath, PUBLISH, address, ...ports]);
}

async function isReady(
  { service: { readyPort } }: Job,
  { healthcheck }: Stage,
  platform: Running,
  { path }: Network,
  address: string,
): Promise<boolean> {
  if (readyPort === null) return (await platform.exec(healthcheck)) === 0;
  const look = ['bash', '-c', `</dev/tcp/${address}/${readyPort}`];
  return spawnSync('nsenter', [`--net=${path}`, ...look]).status === 0;
}

/** What the job runs in, with the sample project checked out. */
function layMachine(root: string, { image, directory, service }: Job, address: string): Image {
  layBase(root, image);
  const hosts = ['127.0.0.1 localhost', ...service.aliases.map((alias) => `${address} ${alias}`)];
  writeFileSync(join(root, 'etc/hosts'), `${hosts.join('\n')}\n`);
  cpSync(SAMPLE, join(root, directory), { recursive: true });
  // The steps are run by root, and a real one would look for its rules.
  mkdirSync(join(root, 'opt'));
  writeFileSync(join(root, 'opt/sudo'), '#!/bin/sh\nexec "$@"\n');
  chmodSync(join(root, 'opt/sudo'), 0o755);
  return { root, env: { PATH: `/opt:${PATH}`, HOME: '/root' }, workdir: directory, user: 'root' };
}

/** @returns what they have printed */
async function runSteps(
  { file, steps, variables, exportsFile }: Job,
  base: Image,
  { path }: Network,
): Promise<string> {
  let printed = '';
  for (const step of steps) {
    const env = { ...variables, ...exported(base, exportsFile), ...step.variables };
    const running = runContainer(base, step.command, { volumes: {}, env, network: path, has: 'everything' });
    const code = await running.ended();
    printed += running.printed();
    if (code !== 0) throw new Error(`${file}: ${step.command.at(-1)} ended with ${code}:\n${printed}`);
  }
  return printed;
}

/** What steps have left for those after them, as `NAME=value`. */
function exported({ root }: Image, file: string | null): Record<string, string> {
  if (!file || !existsSync(join(root, file))) return {};
  const lines = readFileSync(join(root, file), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2)));
}
