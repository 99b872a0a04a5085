import type { CallbackFormat } from '../callback-config.ts';
import { type Metric, metric } from '../metrics.ts';
import type { CommunicationType } from '../vocabulary.ts';

/** In the order in which somebody would read them. */
const USEFUL = [
  'ID',
  'TYPE',
  'STATUS',
  'CID',
  'RID',
  'PRID',
  'CAMPAIGN_NAME',
  'RECIPIENT',
  'RECIPIENT_STATUS',
  'SENDER',
  'CONTENT',
  'SMS_PARTS',
  'PREFIX',
  'IDENTIFIER',
  'CALL_LENGTH',
  'KEY_CHOICES',
  'SENT_DATEISO',
  'DONE_DATEISO',
];

/**
 * The template of a callback that names none: every generally useful metric, under its own name in small letters.
 * @param types of the callback; metrics that none of them has are left out. Empty: all
 */
export function defaultTemplate(format: CallbackFormat, types: readonly CommunicationType[] = []): string {
  const metrics = USEFUL.map((name) => metric(name)!).filter(
    (entry) => types.length === 0 || entry.types.some((type) => types.includes(type)),
  );
  if (format === 'JSON') return `{\n${metrics.map((entry) => `  ${jsonMember(entry)}`).join(',\n')}\n}`;
  return `<communication>\n${metrics.map((entry) => `  ${xmlElement(entry)}`).join('\n')}\n</communication>`;
}

/** A number to calculate with stands bare; a telephone number is a name made of digits. */
function jsonMember({ name, kind }: Metric): string {
  const value = kind === 'number' && name !== 'RECIPIENT' ? `{${name}}` : `"{${name}}"`;
  return `"${name.toLowerCase()}": ${value}`;
}

function xmlElement({ name }: Metric): string {
  return `<${name.toLowerCase()}>{${name}}</${name.toLowerCase()}>`;
}
