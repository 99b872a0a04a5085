import { DECIDERS, type Outcome, type Reply, type Report } from './outcome.ts';

/** In the order of a report's fields, as far as they are there. */
type PackedReport = [
  afterMs: number,
  status: Report['status'],
  recipientStatus?: Report['recipientStatus'] | null,
  callLength?: number | null,
  keyChoices?: readonly string[] | null,
  doneAfterMs?: number | null,
];

type PackedOutcome = [
  decider: number,
  detail: string,
  reports: PackedReport[],
  replies?: readonly Reply[],
  held?: 1,
];

/** Writes an outcome briefly: a large campaign stores one for each recipient. */
export function packOutcome({ decidedBy, detail, reports, replies, held }: Outcome): string {
  const packed: PackedOutcome = [DECIDERS.indexOf(decidedBy), detail, reports.map(packReport)];
  if (held) packed.push(replies, 1);
  else if (replies.length > 0) packed.push(replies);
  return JSON.stringify(packed);
}

/** Reads what `packOutcome` wrote. */
export function unpackOutcome(text: string): Outcome {
  const [decider, detail, reports, replies = [], held] = JSON.parse(text) as PackedOutcome;
  return {
    decidedBy: DECIDERS[decider]!,
    detail,
    reports: reports.map(unpackReport),
    replies,
    ...(held === 1 && { held: true }),
  };
}

function packReport(report: Report): PackedReport {
  const { afterMs, status, recipientStatus = null, callLength = null, keyChoices = null } = report;
  if (report.doneAfterMs !== undefined) {
    return [afterMs, status, recipientStatus, callLength, keyChoices, report.doneAfterMs];
  }
  if (keyChoices !== null || callLength !== null) {
    return [afterMs, status, recipientStatus, callLength, keyChoices];
  }
  return recipientStatus === null ? [afterMs, status] : [afterMs, status, recipientStatus];
}

function unpackReport([
  afterMs,
  status,
  recipientStatus,
  callLength,
  keyChoices,
  doneAfterMs,
]: PackedReport): Report {
  return {
    afterMs,
    status,
    ...(recipientStatus != null && { recipientStatus }),
    ...(callLength != null && { callLength }),
    ...(keyChoices != null && { keyChoices }),
    ...(doneAfterMs != null && { doneAfterMs }),
  };
}
