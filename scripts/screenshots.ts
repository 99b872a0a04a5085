// Pictures of the dashboard for the documentation, made from the demo world: npm run screenshots
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startMockWiraya } from '../src/index.ts';

const CHROMIUM = '/usr/bin/chromium';
const TARGET = fileURLToPath(new URL('../docs/images/', import.meta.url));
const NUMBER = '46701740606';

const platform = await startMockWiraya({ clock: 'manual' });
const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
  const response = await fetch(`${platform.httpUrl}/v1${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
};
const post = <Answer>(path: string, body?: unknown) => call<Answer>('POST', path, body);

const seed = JSON.parse(readFileSync(new URL('../seed/demo.json', import.meta.url), 'utf8'));
const seeded = await post<{ customers: { demo: { id: number } } }>('/seed', seed);
const customerId = seeded.customers.demo.id;
const callback = await post<{ id: number }>('/callbacks', {
  customerId,
  name: 'My receiver',
  url: `${platform.httpsUrl}/inbox/first`,
  method: 'POST',
  startAt: 'BEGINNING',
  batch: { maxItems: 10 },
  template: '{"id": {ID}, "to": "{RECIPIENT}", "name": "{1}", "status": "{STATUS}", "done": {DONE_UNIXTIME}}',
});
await call('PUT', '/alive', { enabled: true, everySeconds: 60 });
await post('/clock/advance', { by: 'PT50M' });
await post('/incoming-sms', { customerId, from: NUMBER, to: '71120', text: 'Yes, see you on Friday!' });
await post('/clock/advance', { by: 'PT1M' });
await call('PUT', '/alive', { enabled: false });
const { items } = await call<{ items: { id: number }[] }>('GET', '/deliveries?order=newest&limit=5');

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
mkdirSync(TARGET, { recursive: true });
for (const [name, path, width, height] of [
  ['overview', '/', 1280, 900],
  ['delivery', `/deliveries/${items.at(-1)!.id}`, 1280, 900],
  ['callback-editor', `/callbacks/${callback.id}/edit`, 1280, 1000],
  ['phone', `/phone/${NUMBER}`, 800, 900],
] as const) {
  const page = await browser.newPage({ viewport: { width, height }, baseURL: platform.httpUrl });
  await page.goto(path, { waitUntil: 'load' });
  await page.screenshot({ path: `${TARGET}${name}.png` });
  await page.close();
}
await browser.close();
await platform.close();
