import { setTimeout as pause } from 'node:timers/promises';
import type { LoggedEvent } from '../../client/schemas.ts';
import { callApi } from '../client.ts';
import { attemptLine, eventLine, type TailedAttempt } from './lines.ts';

/** Real ms that one question waits for news, and between two questions to a platform that does not answer. */
const WAIT_MS = 2000;
const ASK_AGAIN_MS = 500;
/** The platform gives so many at a time. */
const PAGE = 100;
/** So far back is looked for what fits: as many attempts as are usually remembered, and a second's work. */
const LOOKS_BACK = 10_000;

export interface TailOptions {
  /** Only these: by number, type, status, customer or callback. */
  number?: string;
  type?: string;
  status?: string;
  customer?: number;
  callback?: number;
  /** Only deliveries, and of those the ones that failed. */
  failed?: boolean;
  only?: 'events' | 'deliveries';
  /** How many of each come first that were there already and fit. */
  last: number;
  json?: boolean;
}

/** One of the two kinds of news: how it is asked for, what of it is wanted, and how it is shown. */
interface Source<Item extends { id: number }> {
  kind: 'event' | 'delivery';
  path: string;
  isWanted: (item: Item) => boolean;
  line: (item: Item) => string;
}

/**
 * Shows what happens on a platform and what its receivers answer, as it comes, until it is ended. A platform that goes
 * away is waited for.
 * @param write takes a line
 * @param note takes what is to be said beside the lines
 * @param signal ends it when it is aborted
 * @throws Error in plain words when none answers to begin with, or when options leave nothing to be shown
 */
export async function tail(
  url: string,
  options: TailOptions,
  write: (line: string) => void,
  note: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  refuseContradictions(options);
  const show = <Item extends { id: number }>({ kind, line }: Source<Item>, item: Item) =>
    write(options.json ? JSON.stringify({ kind, ...item }) : line(item));
  const away = awayNotes(url, note);
  const sources = [
    ...(wantsEvents(options) ? [follow(url, eventsOf(options), options.last, show, away, signal)] : []),
    ...(wantsDeliveries(options) ? [follow(url, attemptsOf(options), options.last, show, away, signal)] : []),
  ];
  await Promise.all(sources).catch((error) => {
    if (!signal?.aborted) throw error;
  });
}

const wantsEvents = ({ only, failed = false }: TailOptions) => only !== 'deliveries' && !failed;

const EVENT_FILTERS = ['number', 'type', 'status', 'customer'] as const;

/** Whose numbers or statuses alone are asked for are those of events. */
function wantsDeliveries(options: TailOptions): boolean {
  const asksForEvents = EVENT_FILTERS.some((name) => options[name] !== undefined);
  return options.only !== 'events' && (options.callback !== undefined || !asksForEvents);
}

/** @throws Error naming a filter of what another option leaves out */
function refuseContradictions(options: TailOptions): void {
  const refuse = (filter: string | undefined, kind: 'events' | 'deliveries', other: string) => {
    if (filter !== undefined)
      throw new Error(`--${filter} is about ${kind}, and ${other} leaves them out: give one of the two`);
  };
  const { only, failed = false, callback } = options;
  const ofDeliveries = failed ? 'failed' : callback === undefined ? undefined : 'callback';
  const ofEvents = EVENT_FILTERS.find((name) => options[name] !== undefined);
  if (only === 'events') refuse(ofDeliveries, 'deliveries', '--only events');
  if (only === 'deliveries') refuse(ofEvents, 'events', '--only deliveries');
  if (failed) refuse(ofEvents, 'events', '--failed');
}

function eventsOf({ number, type, status, customer }: TailOptions): Source<LoggedEvent> {
  const digits = number?.replace(/\D/g, '');
  const isSame = (wanted: string | undefined, value: string | null) =>
    wanted === undefined || wanted.toUpperCase() === value;
  return {
    kind: 'event',
    path: '/events/wait?',
    isWanted: (event) =>
      isSame(type, event.type) &&
      isSame(status, event.status) &&
      (customer === undefined || customer === event.customerId) &&
      (digits === undefined || digits === event.recipient || digits === event.sender),
    line: eventLine,
  };
}

function attemptsOf({ callback, failed = false }: TailOptions): Source<TailedAttempt> {
  return {
    kind: 'delivery',
    path: `/attempts/wait?${callback === undefined ? '' : `callbackId=${callback}&`}`,
    isWanted: ({ ok }) => !failed || !ok,
    line: attemptLine,
  };
}

interface News<Item> {
  items: Item[];
  /** ID of the newest there is. */
  end: number;
  /** A higher number: IDs have begun anew. */
  world: number;
}

async function follow<Item extends { id: number }>(
  url: string,
  source: Source<Item>,
  last: number,
  show: (source: Source<Item>, item: Item) => void,
  away: Away,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ask = (after: number, timeoutMs: number) =>
    callApi<News<Item>>(url, 'GET', `${source.path}after=${after}&timeoutMs=${timeoutMs}`, { signal });
  const { end, world: first } = await ask(Number.MAX_SAFE_INTEGER, 0);
  for (const item of await lastOf(source, end, last, (after) => ask(after, 0))) show(source, item);
  let after = end;
  let world = first;
  while (!signal?.aborted) {
    let news: News<Item>;
    try {
      news = await ask(after, WAIT_MS);
    } catch {
      // Nobody answers, or somebody who is just about to stop.
      if (signal?.aborted) return;
      away.gone();
      await pause(ASK_AGAIN_MS);
      continue;
    }
    away.back();
    const anew = news.world > world || news.end < after;
    world = news.world;
    if (anew) {
      after = 0;
      continue;
    }
    for (const item of news.items.filter(source.isWanted)) show(source, item);
    after = news.items.at(-1)?.id ?? after;
  }
}

/** The last ones up to an ID that are wanted, in order; those that are long gone by are not looked for. */
async function lastOf<Item extends { id: number }>(
  { isWanted }: Source<Item>,
  end: number,
  last: number,
  ask: (after: number) => Promise<News<Item>>,
): Promise<Item[]> {
  const furthest = Math.max(0, end - Math.max(last, LOOKS_BACK));
  let found: Item[] = [];
  for (let to = end; found.length < last && to > furthest; to -= PAGE) {
    const { items } = await ask(Math.max(furthest, to - PAGE));
    found = [...items.filter((item) => item.id <= to && isWanted(item)), ...found];
  }
  return found.slice(Math.max(0, found.length - last));
}

interface Away {
  gone(): void;
  back(): void;
}

/** Says once that the platform is away, and once that it is back. */
function awayNotes(url: string, note: (line: string) => void): Away {
  let isAway = false;
  return {
    gone() {
      if (!isAway) note(`the platform at ${url} does not answer; waiting for it`);
      isAway = true;
    },
    back() {
      if (isAway) note(`the platform at ${url} is back`);
      isAway = false;
    },
  };
}
