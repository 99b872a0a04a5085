import { setTimeout as pause } from 'node:timers/promises';
import type { LoggedEvent } from '../../client/schemas.ts';
import { callApi } from '../client.ts';
import { attemptLine, eventLine, type TailedAttempt } from './lines.ts';

/** Real ms that one question waits for news, and between two questions to a platform that does not answer. */
const WAIT_MS = 2000;
const ASK_AGAIN_MS = 500;

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
  /** How many of each come first that were there already. */
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
 * @throws Error in plain words when none answers to begin with
 */
export async function tail(
  url: string,
  options: TailOptions,
  write: (line: string) => void,
  note: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const show = <Item extends { id: number }>({ kind, line }: Source<Item>, item: Item) =>
    write(options.json ? JSON.stringify({ kind, ...item }) : line(item));
  const away = awayNotes(url, note);
  const sources = [
    ...(wantsEvents(options) ? [follow(url, eventsOf(options), options.last, show, away, signal)] : []),
    ...(wantsDeliveries(options) ? [follow(url, attemptsOf(options), options.last, show, away, signal)] : []),
  ];
  await Promise.all(sources);
}

const wantsEvents = ({ only, failed = false }: TailOptions) => only !== 'deliveries' && !failed;

/** Whose numbers or statuses are asked for are those of events. */
function wantsDeliveries({ only, number, type, status, customer }: TailOptions): boolean {
  return only !== 'events' && [number, type, status, customer].every((filter) => filter === undefined);
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
  let after = Math.max(0, end - last);
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
