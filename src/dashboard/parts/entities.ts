import { type Api, NotThere, query } from '../api.ts';
import type { Form } from '../page.ts';

/** What the API shows, as far as pages use it. */
export interface List<Item> {
  items: Item[];
  next: number | null;
}
export interface Customer {
  id: number;
  name: string;
}
export interface Project {
  id: number;
  customerId: number;
  type: 'SMS' | 'VOICE' | 'WHATSAPP';
  name: string;
  sender: string;
  template: string;
  questions: string[][];
  createdAt: string;
}
export interface ContactList {
  id: number;
  customerId: number;
  name: string;
  fieldNames: Record<string, string>;
  size: number;
  imports: { rows: number; rejected: number; bytes: number; totalBytes: number | null }[];
  createdAt: string;
}
export interface Campaign {
  id: number;
  customerId: number;
  projectId: number;
  contactListId: number;
  name: string;
  state: string;
  rate: number;
  recipients: number;
  sent: number;
  done: number;
  counts: Record<string, number>;
  callingHours: { from: string; to: string; days: string[]; timeZone: string } | null;
  outcomeField: number | null;
  startAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  createdAt: string;
}
export interface Communication {
  id: number;
  customerId: number;
  type: string;
  projectId: number | null;
  campaignId: number | null;
  recipientId: number | null;
  recipient: string;
  sender: string;
  content: string | null;
  smsParts: number | null;
  bulk: string | null;
  prefix: string | null;
  identifier: string | null;
  state: 'QUEUED' | 'SENT' | 'DONE';
  status: string | null;
  recipientStatus: string | null;
  callLength: number | null;
  keyChoices: string[] | null;
  acceptedAt: string;
  sentAt: string | null;
  doneAt: string | null;
  nextAt: string | null;
  held: boolean;
  decidedBy: string;
  reason: string;
  clientMessageId: string | null;
  trackingId: string | null;
}

/** Most that a choice offers; the newest ones. */
const MOST_CHOICES = 300;

/** The newest of a kind, to choose among. */
export async function choices<Item>(
  api: Api,
  path: string,
  filter: { customerId?: number } = {},
): Promise<Item[]> {
  const wanted = query({ ...filter, order: 'newest', limit: MOST_CHOICES });
  return (await api.get<List<Item>>(`${path}${wanted}`)).items;
}

export async function customersOf(api: Api): Promise<Customer[]> {
  return (await api.get<List<Customer>>('/customers?limit=1000')).items;
}

/** Things by their IDs, each asked for once; those that are gone are left out. */
export async function byId<Item>(api: Api, path: string, ids: readonly (number | null)[]) {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const found = await Promise.all(
    wanted.map(async (id) => {
      try {
        return [[id, await api.get<Item>(`${path}/${id}`)] as const];
      } catch (error) {
        if (error instanceof NotThere) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}

/** The number that a person at the other end has. */
export const numberOf = ({ type, recipient, sender }: Communication) =>
  type.startsWith('INCOMING') ? sender : recipient;

const WORDS: Readonly<Record<string, string>> = {
  OUTGOING_SMS: 'SMS',
  INCOMING_SMS: 'SMS in',
  OUTGOING_CALL: 'Call',
  INCOMING_CALL: 'Call in',
};
export const typeInWords = (type: string) => WORDS[type] ?? type;

/** A time as a browser's field gives it, which is meant in UTC, as the API takes it; anything else as it is. */
export function utc(time: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(time)) return time;
  return `${time}${time.length === 16 ? ':00' : ''}Z`;
}

/** A number of a form as JSON has it; what is none stays as it is, for the API to say so. */
export function numeric(text: string | undefined): number | string | undefined {
  if (text === undefined || text === '') return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

/** The same where nothing typed is not the same as nothing said: it is refused. */
export const required = (text: string | undefined): number | string | null => numeric(text) ?? null;

/** The lines of a field that hold anything. */
export function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What stands behind the numbers of data fields, of lines such as `1: first name`. */
export function fieldsOf(text: string | undefined): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const [number, ...rest] = line.split(':');
      return [number!.trim(), rest.join(':').trim()];
    }),
  );
}

/** The customer that a list is to be of, by the page's address; empty: of all. */
export function customerAsked(asked: (name: string) => string): string {
  const id = asked('customerId');
  return /^[1-9]\d{0,14}$/.test(id) ? id : '';
}

/** What was given of a form; empty is not. */
export const given = (form: Form): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
