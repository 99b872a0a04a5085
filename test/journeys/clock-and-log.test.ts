import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { startMockWiraya } from '../../src/index.ts';
import { scratch } from '../support/files.ts';

const RECIPIENTS = 5000;
/** The first of those reserved for fiction that stand for no outcome. */
const FIRST_NUMBER = 447_700_900_400;
const NUMBERS = 600;

/** Looks again and again, from another thread, at what a kill at that moment would leave. */
const WATCHER = `
const { parentPort, workerData } = require('node:worker_threads');
const db = require('better-sqlite3')(workerData, { readonly: true });
const look = db.prepare(
  "SELECT (SELECT max(at) FROM events) AS log, (SELECT json_extract(value, '$.platform') FROM properties WHERE name = 'clock') AS clock",
);
const seen = { looks: 0, moments: new Set(), behind: [] };
function watch() {
  for (let looks = 0; looks < 100; looks++) {
    const { log, clock } = look.get();
    seen.looks += 1;
    seen.moments.add(log);
    if (log !== null && clock < log) seen.behind.push({ log, clock });
  }
  if (!stopping) return setImmediate(watch);
  parentPort.postMessage({ moments: seen.moments.size, behind: seen.behind.slice(0, 3) });
  parentPort.close();
}
let stopping = false;
parentPort.once('message', () => { stopping = true; });
watch();
`;

test('at no moment is the stored clock behind the stored log', { timeout: 60_000 }, async () => {
  const folder = scratch();
  const wiraya = await startMockWiraya({ clock: 'manual', dataDir: join(folder.path, 'data') });
  const { api } = wiraya;
  const customerId = 1;
  const sms = { customerId, type: 'SMS', name: 'All', sender: 'Acme', template: 'Hi' } as const;
  const [{ id: projectId }, { id: contactListId }] = await Promise.all([
    api.createProject(sms),
    api.createContactList({ customerId, name: 'All' }),
  ]);
  const recipients = Array.from({ length: RECIPIENTS }, (_, index) => ({
    number: String(FIRST_NUMBER + (index % NUMBERS)),
  }));
  await api.addRecipients(contactListId, { recipients });
  const campaign = await api.createCampaign({ customerId, name: 'All', projectId, contactListId, rate: 20 });
  await api.startCampaign(campaign.id);

  const watcher = new Worker(WATCHER, { eval: true, workerData: join(folder.path, 'data/store.sqlite') });
  await wiraya.advance({ until: 'idle' });
  watcher.postMessage('stop');
  const [{ moments, behind }] = await once(watcher, 'message');
  expect(behind).toEqual([]);
  expect(moments).toBeGreaterThan(20);
  await wiraya.close();
  folder.remove();
});
