import { environmentName, flagName, SETTING_NAMES, SETTINGS } from '../../src/config.ts';
import { CALLBACK_FAULTS } from '../../src/core/faults.ts';
import { METRICS } from '../../src/core/metrics.ts';
import { COMMUNICATION_TYPES, type CommunicationType } from '../../src/core/vocabulary.ts';

type Tables = Readonly<Record<string, () => string>>;

/** The tables that each document holds, by the name of their markers. */
export const GENERATED: Readonly<Record<string, Tables>> = {
  'README.md': { settings: settingsTable },
  'docs/callbacks.md': { metrics: metricsTable, faults: faultsTable },
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
