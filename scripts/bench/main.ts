// Measures what the platform costs against references in the same run: npm run bench [-- part …]
import { apiWhileDraining } from './api-while-draining.ts';
import { Bench } from './bench.ts';
import { callbacks } from './callbacks.ts';
import { campaign } from './campaign.ts';
import { pages } from './pages.ts';
import { realApi } from './real-api.ts';
import { type Figure, table } from './report.ts';
import { reset } from './reset.ts';
import { sendOne } from './send-one.ts';
import { startup } from './startup.ts';
import { tick } from './tick.ts';

const PARTS: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  startup,
  'send-one': sendOne,
  callbacks,
  tick,
  'api-while-draining': apiWhileDraining,
  campaign,
  reset,
  'real-api': realApi,
  pages,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(1);
}

for (const name of wanted.length > 0 ? wanted : Object.keys(PARTS)) {
  console.error(`Measuring ${name} …`);
  const bench = new Bench();
  const interrupted = () => void bench.close().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const startedAt = performance.now();
    const figures = await PARTS[name]!(bench);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`${table(name, figures)}\n  (${seconds} s)\n`);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await bench.close();
  }
}
