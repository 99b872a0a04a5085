import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port.ts';
import { hasProgram } from '../../test/support/programs.ts';
import { type NodeToUse, shellOf } from './shell.ts';

/**
 * Runs what docs/containers.md has for a job of a CI without an image: the program among the steps.
 * @param consumer a folder in which our package is installed
 * @throws Error when it does not answer
 */
export async function tryAsStep(root: string, consumer: string, node: NodeToUse): Promise<void> {
  if (!hasProgram('curl', '--version')) return;
  const [, paragraph] = readFileSync(join(root, 'docs/containers.md'), 'utf8').split(/^Without an image/m);
  const [start, wait] = [...paragraph!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  const port = String(await freePort());
  const env = {
    ...shellOf(consumer, node).env,
    MOCK_WIRAYA_HTTP_PORT: port,
    MOCK_WIRAYA_HTTPS_PORT: '0',
    MOCK_WIRAYA_LOG_LEVEL: 'error',
  };
  // A group of its own, to end what stays.
  const job = spawn('bash', ['-ec', `${start}\n${wait!.replace('4010', port)}`], {
    cwd: consumer,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(job, 'close');
  let printed = '';
  job.stdout.on('data', (text) => {
    printed += text;
  });
  const [code] = await once(job, 'exit');
  try {
    process.kill(-job.pid!, 'SIGTERM');
  } catch {
    // All of the group has ended by itself.
  }
  await closed;
  if (code !== 0 || !printed.includes('"status":"ok"')) {
    throw new Error(`what docs/containers.md starts without an image ended with ${code}:\n${printed}`);
  }
  console.log('it answers as a step of a job');
}
