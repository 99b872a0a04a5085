import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { rememberedClock } from '../../clock/clock-memory.ts';
import type { ClockState } from '../../clock/platform-clock.ts';
import { invalid } from '../../core/refusal.ts';
import { mustBeSnapshot, SNAPSHOT_TYPE, upload } from '../body.ts';
import type { ApiContext } from '../context.ts';
import { quietly } from '../quietly.ts';
import { clockBody, clockSchema } from './clock.ts';
import { answer, refusals, route } from './common.ts';

const file = z.string().openapi({ format: 'binary' });

/** A whole world as one file, and back. */
export function snapshotRoutes(app: OpenAPIHono, context: ApiContext): void {
  const { store, clock, limits } = context;

  app.openapi(
    route({
      method: 'get',
      path: '/snapshot',
      tags: ['World'],
      summary: 'Save all that there is as one file: an SQLite database',
      description:
        'It holds what callbacks were configured with, passwords and private keys among it: keep it as you keep those.',
      responses: {
        200: { description: 'The file', content: { [SNAPSHOT_TYPE]: { schema: file } } },
        ...refusals,
      },
    }),
    async () => {
      const directory = await temporaryDirectory();
      try {
        const path = join(directory, 'snapshot');
        store.properties.named('clock').write(JSON.stringify(clock.state()));
        await store.writeSnapshot(path);
        const stream = createReadStream(path).once('close', () => void remove(directory));
        const headers = {
          'content-type': SNAPSHOT_TYPE,
          'content-disposition': 'attachment; filename="mock-wiraya.sqlite"',
        };
        return new Response(Readable.toWeb(stream) as ReadableStream, { status: 200, headers });
      } catch (error) {
        await remove(directory);
        throw error;
      }
    },
  );

  app.openapi(
    route({
      method: 'put',
      path: '/snapshot',
      tags: ['World'],
      summary: 'Restore what a snapshot saved, in the place of all that there is; the clock too',
      request: { body: { required: true, content: { [SNAPSHOT_TYPE]: { schema: file } } } },
      responses: { 200: answer('The clock', clockSchema), ...refusals },
    }),
    async (c) => {
      mustBeSnapshot(c);
      const directory = await temporaryDirectory();
      try {
        const path = join(directory, 'snapshot');
        await pipeline(upload(c, limits, 'maxSnapshotBytes'), createWriteStream(path, { mode: 0o600 }));
        // Before anything is disturbed.
        store.checkSnapshot(path);
        const restore = () => {
          let state: ClockState | null = null;
          store.restoreSnapshot(path, () => {
            state = clockOf(context);
          });
          if (state) clock.restore(state);
        };
        await quietly(context, restore, true);
      } finally {
        await remove(directory);
      }
      return c.json(clockBody(clock), 200);
    },
  );
}

/**
 * How the clock runs by what the store says.
 * @throws Refusal when that is nonsense
 */
function clockOf({ store, callbackContext }: ApiContext): ClockState | null {
  try {
    return rememberedClock(store.properties.named('clock'), callbackContext.wall);
  } catch {
    throw invalid('', 'its clock shows no time', 'a file that GET /v1/snapshot of this version gave');
  }
}

/** For its owner alone. */
const temporaryDirectory = () => mkdtemp(join(tmpdir(), 'mock-wiraya-'));

const remove = (directory: string) => rm(directory, { recursive: true, force: true });
