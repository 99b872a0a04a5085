import type { Settings } from '../../config.ts';
import { ask, Unanswered, urlOf } from '../client.ts';
import { type Finding, failing, fine } from './finding.ts';

const ANSWERS_WITHIN_MS = 5000;

/**
 * Looks at a platform that runs, or, when none does, at what would hinder a start; says what was found.
 * @param url of a platform that is to run; null: where the settings have it, if there is one
 * @param settingsOf throws Error in plain words when they cannot be used
 * @param options.json says what was found as JSON, also when no platform answers
 * @returns whether nothing is in the way
 * @throws Error in plain words when there is nothing to look at
 */
export async function doctor(
  url: string | null,
  settingsOf: () => Settings,
  { json = false }: { json?: boolean },
): Promise<boolean> {
  const findings = await findingsAt(url, settingsOf).catch((error: Error) => {
    if (!json) throw error;
    return [failing('platform', error.message)];
  });
  const isFine = findings.every(({ state }) => state !== 'failing');
  if (json) console.log(JSON.stringify({ ok: isFine, findings }));
  else console.log(report(findings).join('\n'));
  return isFine;
}

async function findingsAt(url: string | null, settingsOf: () => Settings): Promise<Finding[]> {
  let settings: Settings | null = null;
  let asked = url;
  if (url === null) {
    try {
      settings = settingsOf();
    } catch (error) {
      return [failing('settings', (error as Error).message, 'mock-wiraya --help lists them')];
    }
    asked = settings.httpPort === 0 ? null : urlOf(settings);
  }
  if (asked !== null && (await isPlatform(asked, url !== null))) {
    const { runningFindings } = await import('./running.ts');
    return runningFindings(asked);
  }
  const { stoppedFindings } = await import('./stopped.ts');
  return [
    fine('platform', `none runs${asked === null ? '' : ` at ${asked}`}`),
    ...(await stoppedFindings(settings!)),
  ];
}

/**
 * Whether a platform answers there.
 * @param mustBe throws Error in plain words when none does; otherwise somebody else may listen there, whose port is
 * then found not to be free
 */
async function isPlatform(url: string, mustBe: boolean): Promise<boolean> {
  try {
    const { status, body } = await ask(url, 'GET', '/health/live', { timeoutMs: ANSWERS_WITHIN_MS });
    if (body.startsWith('{"live":')) return true;
    if (mustBe) throw new Error(`${url} answered ${status}: is it a platform?`);
    return false;
  } catch (error) {
    if (mustBe || !(error instanceof Unanswered)) throw error;
    return false;
  }
}

const STATE_WIDTH = 9;

function report(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ about }) => about.length)) + 2;
  const lines = findings.flatMap(({ about, state, says, cure }) => [
    `${state.padEnd(STATE_WIDTH)}${about.padEnd(width)}${says}`,
    ...(cure === null || state === 'ok' ? [] : [`${' '.repeat(STATE_WIDTH + width)}→ ${cure}`]),
  ]);
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  return [...lines, `${count('failing')} failing, ${count('warning')} to know, ${count('ok')} fine`];
}
