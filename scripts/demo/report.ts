import type { ReceivedCallback } from './callback.ts';

/** One line for a callback that has just arrived. */
export function callbackLine(callback: ReceivedCallback): string {
  const time = callback.done === null ? '' : new Date(callback.done * 1000).toISOString().slice(11, 19);
  const incoming = callback.type.startsWith('INCOMING');
  return [
    `  ${time.padEnd(8)}`,
    callback.type.padEnd(13),
    (incoming ? callback.from : callback.to).padEnd(15),
    callback['first name'].padEnd(6),
    callback.status.padEnd(15),
    details(callback, incoming),
  ].join('  ');
}

function details(callback: ReceivedCallback, incoming: boolean): string {
  const { 'call length': length, keys, text, 'recipient status': recipientStatus } = callback;
  if (length !== null) return `${length} s${keys && `, keys ${shortened(keys)}`}`;
  return incoming && text ? `"${shortened(text)}"` : recipientStatus;
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** How many callbacks there were of each type, status and recipient status. */
export function closingTable(received: readonly ReceivedCallback[]): string {
  const counts = new Map<string, number>();
  for (const { type, status, 'recipient status': recipientStatus } of received) {
    const row = `  ${type.padEnd(15)}${status.padEnd(18)}${(recipientStatus || '–').padEnd(18)}`;
    counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  const header = `  ${'type'.padEnd(15)}${'status'.padEnd(18)}${'recipient status'.padEnd(18)}callbacks`;
  const rows = [...counts].sort().map(([row, count]) => `${row}${String(count).padStart(9)}`);
  return [header, ...rows].join('\n');
}
