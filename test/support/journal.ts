import type { CommunicationType, RecipientStatus, Status } from '../../src/core/vocabulary.ts';

/** Whatever reads from a platform's API; paths are given without `/v1`. */
export interface Reader {
  read<Body>(path: string): Promise<Body>;
}

/** A communication as the API shows it. */
export interface Communication {
  id: number;
  customerId: number;
  type: CommunicationType;
  projectId: number | null;
  campaignId: number | null;
  recipientId: number | null;
  recipient: string;
  sender: string;
  content: string | null;
  smsParts: number | null;
  state: string;
  sentAt: string;
}

/** One entry of the log. */
export interface LogEntry {
  /** Its place in the log. */
  id: number;
  at: string;
  status: Status;
  recipientStatus: RecipientStatus | null;
  callLength: number | null;
  keyChoices: string[] | null;
  communication: Communication;
}

export interface Delivery {
  id: number;
  callbackId: number;
  eventIds: number[];
  items: number;
  state: string;
  nextAttemptAt: string | null;
  createdAt: string;
  settledAt: string | null;
  error: string | null;
  attempts: Attempt[];
}

export interface Attempt {
  number: number;
  startedAt: string;
  ok: boolean;
  status: number | null;
  error: string | null;
  request: { method: string; url: string; headers: Record<string, string>; body: string | null };
  response: { status: number; headers: Record<string, string>; body: string } | null;
  tls: { version: string; cipher: string; peer: string; issuer: string; fingerprint256: string } | null;
}

/** All items of a list, page by page. */
export async function readAll<Item>(reader: Reader, path: string): Promise<Item[]> {
  const items: Item[] = [];
  const start = `${path}${path.includes('?') ? '&' : '?'}limit=1000`;
  for (let next: number | null = 0; next !== null; ) {
    const page: { items: Item[]; next: number | null } = await reader.read(`${start}&after=${next}`);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}

/** The log as the timelines of all of a customer's communications tell of it, in its order. */
export async function readLog(reader: Reader, customerId: number): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  for (const communication of await readAll<Communication>(
    reader,
    `/communications?customerId=${customerId}`,
  )) {
    const { events } = await reader.read<{ events: LogEntry[] }>(`/communications/${communication.id}`);
    log.push(...events.map((event) => ({ ...event, communication })));
  }
  return log.sort((a, b) => a.id - b.id);
}

/** A callback's deliveries in order, each with its attempts. */
export async function readDeliveries(reader: Reader, callbackId: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const { id } of await readAll<{ id: number }>(reader, `/deliveries?callbackId=${callbackId}`)) {
    deliveries.push(await reader.read<Delivery>(`/deliveries/${id}`));
  }
  return deliveries;
}

/** Whole seconds since 1970, as `{DONE_UNIXTIME}` has them. */
export function unixTime(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
