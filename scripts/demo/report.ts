import type { ReceivedCallback } from './receiver.ts';

/** One line for a callback that has just arrived. */
export function callbackLine(callback: ReceivedCallback): string {
  const time = new Date(callback.done * 1000).toISOString().slice(11, 19);
  const call =
    callback['call length'] === null
      ? ''
      : `${callback['call length']} s${callback.keys && `, keys ${callback.keys}`}`;
  return [
    `  ${time}`,
    callback.type.padEnd(13),
    callback.to.padEnd(15),
    callback['first name'].padEnd(6),
    callback.status.padEnd(15),
    callback['recipient status'] || call,
  ].join('  ');
}

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
