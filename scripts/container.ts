// Does what `docker build` and `docker run` would, where there is no engine: performs the steps of the Dockerfile in a
// clean folder, and runs the result as its user, with a root file system that cannot be written to; then what
// compose.yaml and the files for CI say. Needs root and Linux.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import { until } from '../test/support/programs.ts';
import { tryArm64 } from './container/arm64.ts';
import { readGithub, readGitlab } from './container/ci-files.ts';
import { readCompose, tryCompose } from './container/compose.ts';
import { copyContext } from './container/context.ts';
import { readDockerfile } from './container/dockerfile.ts';
import { readDocumented } from './container/documented.ts';
import { makeImage } from './container/image.ts';
import { newVolume, runContainer } from './container/isolation.ts';
import { tryJob } from './container/jobs.ts';
import { lintDockerfile } from './container/lint.ts';
import { lintWorkflows } from './container/workflows.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Long, for a machine that does much else. */
const HEALTHY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 2000;

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  console.error('This makes namespaces and mounts: it needs Linux, and root.');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'mock-wiraya-container-'));
chmodSync(folder, 0o755);
try {
  await lintWorkflows(root);
  lintDockerfile(join(root, 'Dockerfile'), join(folder, 'linter'));
  const services = readCompose(join(root, 'compose.yaml'));
  const jobs = [
    readGithub(root, 'examples/ci/github-actions.yml'),
    readGitlab(root, 'examples/ci/gitlab-ci.yml'),
  ];
  const stages = readDockerfile(join(root, 'Dockerfile'));
  const documented = readDocumented(root, services.wiraya.image, stages.at(-1)!);
  copyContext(root, join(folder, 'context'));
  const image = await makeImage(stages, join(folder, 'context'), folder);
  await tryContainer(image, stages.at(-1)!, documented);
  await tryCompose(services, root, folder, image, stages.at(-1)!);
  for (const job of jobs) await tryJob(job, folder, image, stages.at(-1)!);
  if (process.argv.includes('--arm64')) await tryArm64(root, folder, image);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tryContainer(
  image: Awaited<ReturnType<typeof makeImage>>,
  { volumes, entrypoint, healthcheck }: ReturnType<typeof readDockerfile>[number],
  documented: ReturnType<typeof readDocumented>,
): Promise<void> {
  if (image.user === 'root') throw new Error('it would run as root');
  const [at, ...others] = volumes;
  if (!at || others.length > 0) throw new Error('it is to have one volume');
  const volume = newVolume(join(folder, 'volume'));

  const [http, https] = [await freePort(), await freePort()];
  const env = { MOCK_WIRAYA_HTTP_PORT: String(http), MOCK_WIRAYA_HTTPS_PORT: String(https) };
  for (const round of ['new', 'again']) {
    const began = performance.now();
    const container = runContainer(image, entrypoint, { volumes: { [at]: volume }, env, has: 'node' });
    try {
      await until('it is healthy', async () => (await container.exec(healthcheck)) === 0, HEALTHY_WITHIN_MS);
      console.log(`${round}: healthy after ${Math.round(performance.now() - began)} ms`);
      const response = await fetch(`http://127.0.0.1:${http}/`);
      if (!response.ok) throw new Error(`the dashboard answers ${response.status}`);
      for (const command of documented.exec) {
        if ((await container.exec(command)) !== 0) throw new Error(`docker exec: ${command} fails`);
      }

      const told = performance.now();
      const end = await container.stop('SIGTERM');
      const took = Math.round(performance.now() - told);
      if (end !== 0 || took > STOPPED_WITHIN_MS) throw new Error(`SIGTERM: ${end} after ${took} ms`);
      console.log(`${round}: stopped ${took} ms after SIGTERM`);
      if ((await container.exec(healthcheck)) === 0) throw new Error('stopped, it says that it is healthy');
    } finally {
      container.kill();
    }
  }
  for (const args of documented.run.filter((given) => given.length > 0)) {
    const ran = runContainer(image, [...entrypoint, ...args], { volumes: {}, env, has: 'node' });
    const code = await ran.ended();
    if (code !== 0) throw new Error(`docker run: ${args} ends with ${code}: ${ran.printed()}`);
  }
  const ran = [...documented.run, ...documented.exec].map((words) => words.join(' ')).filter(Boolean);
  console.log(`what docs/containers.md runs works: ${ran.join('; ')}`);
  console.log(`the volume holds: ${readdirSync(volume).join(', ')}`);
}
