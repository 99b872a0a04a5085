import { environmentName, flagName, SETTING_NAMES, SETTINGS } from '../../src/config.ts';
import { API_FAULTS } from '../../src/core/api-faults.ts';
import { ENDPOINTS, REAL_HOSTS } from '../../src/core/endpoints.ts';
import { CALLBACK_FAULTS } from '../../src/core/faults.ts';
import { METRICS } from '../../src/core/metrics.ts';
import { magicNumbers } from '../../src/core/outcome/magic-numbers.ts';
import { SHIPPED_PROFILES } from '../../src/core/profile/shipped.ts';
import { COMMUNICATION_TYPES, type CommunicationType } from '../../src/core/vocabulary.ts';

type Tables = Readonly<Record<string, () => string>>;

/** The tables that each document holds, by the name of their markers. */
export const GENERATED: Readonly<Record<string, Tables>> = {
  'docs/callbacks.md': { metrics: metricsTable, faults: faultsTable },
  'docs/real-api.md': { endpoints: endpointsTable, 'api-faults': apiFaultsTable },
  'docs/settings.md': { settings: settingsTable },
  'docs/simulation.md': { 'magic-numbers': magicNumbersTable, profiles: profilesTable },
};

/**
 * The document with its tables between their markers written anew.
 * @throws Error when a marker is missing
 */
export function withTables(document: string, tables: Tables): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const between = new RegExp(`(<!-- ${name}:[^>]*-->\n)[^]*?(<!-- /${name} -->)`);
    if (!between.test(text)) throw new Error(`there are no markers for the table "${name}"`);
    return text.replace(between, (_whole, before, after) => `${before}\n${table()}\n\n${after}`);
  }, document);
}

function settingsTable(): string {
  const rows = SETTING_NAMES.map((name) => {
    const { help, default: standard } = SETTINGS[name];
    const usual = standard === null || String(standard) === '' ? '' : `\`${standard}\``;
    return [`\`${name}\``, `\`${flagName(name)}\``, `\`${environmentName(name)}\``, usual, help];
  });
  return table(['Setting', 'Flag', 'Environment', 'Default', ''], rows);
}

function metricsTable(): string {
  const rows = METRICS.map(({ label, meaning, types, involves, kind, shared }) => [
    `\`${label}\``,
    meaning,
    [typesInWords(types), involves && `with a ${involves}`].filter(Boolean).join('; '),
    kind === 'number' ? 'yes' : '',
    shared ? 'yes' : '',
  ]);
  return table(
    ['Metric', 'Meaning', 'Available for', 'May stand bare in JSON', 'In URL and headers of a batch'],
    rows,
  );
}

function typesInWords(types: readonly CommunicationType[]): string {
  if (types.length === COMMUNICATION_TYPES.length) return 'all';
  return types.map((type) => type.toLowerCase().replace('_', ' ').replace('sms', 'SMS')).join(', ');
}

function endpointsTable(): string {
  const rows = Object.entries(ENDPOINTS).map(([name, { methods, path, surface, source, does }]) => [
    `\`${name}\``,
    REAL_HOSTS[surface],
    `\`${methods.join(' or ')} ${path}\``,
    source,
    does,
  ]);
  return table(['Endpoint', 'Host', 'Call', 'Source', 'What it does'], rows);
}

function apiFaultsTable(): string {
  return table(
    ['Kind', 'What it does'],
    Object.entries(API_FAULTS).map(([kind, { does }]) => [`\`${kind}\``, does]),
  );
}

function magicNumbersTable(): string {
  const rows = magicNumbers().map(({ number, numbers, outcome, description }) => [
    `\`${number}\` … \`${numbers.at(-1)!.at(-1)}\``,
    `\`${outcome}\``,
    description,
  ]);
  return table(['Numbers', 'Outcome', 'What happens'], rows);
}

function profilesTable(): string {
  const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
  const rows = SHIPPED_PROFILES.map(({ name, description, sms, call, unassignedNumbers }) => [
    `\`${name}\``,
    description,
    `${percent(1 - sms.failure - sms.unknown - sms.notDelivered)}, half within ${formatDuration(sms.medianMs)}`,
    `${percent(call.answered)} of each of ${call.attempts} attempts, ${formatDuration(call.pauseMs)} apart`,
    percent(unassignedNumbers),
  ]);
  return table(['Profile', 'Why', 'SMS delivered', 'Calls answered', 'Numbers of nobody'], rows);
}

/** As `4 s`, `15 min`, `1 h`. */
function formatDuration(ms: number): string {
  const [size, unit] = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
    [1, 'ms'],
  ].find(([least]) => ms >= Number(least))!;
  return `${Math.round((ms / Number(size)) * 10) / 10} ${unit}`;
}

function faultsTable(): string {
  const rows = Object.entries(CALLBACK_FAULTS).map(([kind, fault]) => [
    `\`${kind}\``,
    fault.does,
    'needs' in fault ? fault.needs.what : 'any',
  ]);
  return table(['Kind', 'What it does', 'Strikes callbacks with'], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
