import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutcomeName } from '../../src/core/outcome/named-outcomes.ts';
import {
  CALL_STATUSES,
  OUTGOING_TYPES,
  type OutgoingType,
  RECIPIENT_STATUSES,
  SMS_STATUSES,
} from '../../src/core/vocabulary.ts';
import { type Api, startApi } from '../support/api.ts';
import { makeCertificate, type Receiver, startTlsReceiver } from '../support/tls-receiver.ts';

interface MagicNumber {
  number: string;
  numbers: string[];
  outcome: OutcomeName;
  description: string;
}

/** One callback, as the template below writes it. */
interface Told {
  id: number;
  type: string;
  from: string;
  to: string;
  status: string;
  recipient: string;
  length: number | null;
  keys: string;
  text: string;
  sent: number;
  done: number | null;
}

const TEMPLATE =
  '{"id":{ID},"type":"{TYPE}","from":"{SENDER}","to":"{RECIPIENT}","status":"{STATUS}",' +
  '"recipient":"{RECIPIENT_STATUS}","length":{CALL_LENGTH},"keys":"{KEY_CHOICES}","text":"{CONTENT}",' +
  '"sent":{SENT_UNIXTIME},"done":{DONE_UNIXTIME}}';

const DAY = 24 * 3600;
const YEAR = 365 * DAY;
const YES = '"YES"';
const STOP = '"STOP"';
const ANSWERED = 'DELIVERED for 30 s keys 1';
const KEYS_99 = '123456789*#'.repeat(9);
const NASTY = `""{ID}" \\ <b>&amp;</b> '; DROP TABLE sms; -- ]]> %00 =1+1 👩‍👩‍👧 åäö"`;

/** All that becomes of an SMS and of a call to each. Seconds after the sending; `←` is what the recipient does. */
const STORIES: Record<OutcomeName, { sms: string[]; call: string[] }> = {
  DELIVERED: { sms: ['2 s DELIVERED EXISTS'], call: [`40 s ${ANSWERED}`] },
  NOT_DELIVERED: { sms: [`${DAY} s NOT_DELIVERED EXISTS`], call: ['30 s NOTREACHED'] },
  DOESNOTEXIST: { sms: ['2 s NOT_DELIVERED DOESNOTEXIST'], call: ['2 s INCORRECTNUMBER'] },
  LANDLINENUMBER: { sms: ['2 s NOT_DELIVERED LANDLINENUMBER'], call: [`40 s ${ANSWERED}`] },
  RECIPIENT_UNKNOWN: { sms: ['2 s NOT_DELIVERED UNKNOWN'], call: ['30 s INCORRECTNUMBER'] },
  FAILURE: { sms: ['2 s FAILURE UNKNOWN'], call: ['1 s NOTREACHED'] },
  UNKNOWN: { sms: [`${DAY} s UNKNOWN UNKNOWN`], call: ['60 s NOTREACHED'] },
  OPTOUT: { sms: ['0 s OPTOUT EXISTS'], call: ['0 s OPTOUT'] },
  SPAM: { sms: ['0 s SPAM EXISTS'], call: ['0 s SPAM'] },
  TEST: { sms: ['0 s TEST EXISTS'], call: ['0 s TEST'] },
  NOT_WHITELISTED: { sms: ['0 s NOT_WHITELISTED EXISTS'], call: [`40 s ${ANSWERED}`] },
  NEXTATTEMPT: { sms: ['900 s DELIVERED EXISTS'], call: ['30 s NEXTATTEMPT', `970 s ${ANSWERED}`] },
  NOTREACHED: {
    sms: [`${DAY} s NOT_DELIVERED EXISTS`],
    call: ['30 s NEXTATTEMPT', '960 s NEXTATTEMPT', '1890 s NOTREACHED'],
  },
  ANSWERED_AT_LAST: {
    sms: ['2760 s DELIVERED EXISTS'],
    call: ['30 s NEXTATTEMPT', '960 s NEXTATTEMPT', '1890 s NEXTATTEMPT', `2830 s ${ANSWERED}`],
  },
  INCORRECTNUMBER: { sms: ['0 s NOT_DELIVERED DOESNOTEXIST'], call: ['0 s INCORRECTNUMBER'] },
  ANSWERED_FOR_0_S: { sms: ['0 s DELIVERED EXISTS'], call: ['10 s DELIVERED for 0 s keys '] },
  NO_KEY_CHOICES: { sms: ['2 s DELIVERED EXISTS'], call: ['40 s DELIVERED for 30 s keys '] },
  KEY_CHOICES_99: {
    sms: ['2 s DELIVERED EXISTS', `30 s ← "${KEYS_99}"`],
    call: [`610 s DELIVERED for 600 s keys ${[...KEYS_99].join(',')}`],
  },
  LONG_CALL: { sms: ['7200 s DELIVERED EXISTS'], call: ['7210 s DELIVERED for 7200 s keys 1'] },
  DELIVERED_AFTER_72_H: {
    sms: [`${3 * DAY} s DELIVERED EXISTS`],
    call: [
      '30 s NEXTATTEMPT',
      `${DAY} s NEXTATTEMPT`,
      `${2 * DAY} s NEXTATTEMPT`,
      `${3 * DAY} s ${ANSWERED}`,
    ],
  },
  NEVER_REPORTED: { sms: [], call: [] },
  CONTRADICTED: {
    sms: ['2 s DELIVERED EXISTS', '60 s NOT_DELIVERED UNKNOWN'],
    call: [`40 s ${ANSWERED}`, '120 s NOTREACHED'],
  },
  DELIVERED_AFTER_ALL: {
    sms: ['2 s NOT_DELIVERED EXISTS', '60 s DELIVERED EXISTS'],
    call: ['30 s NOTREACHED', `120 s ${ANSWERED}`],
  },
  REPORTED_TWICE: {
    sms: ['2 s DELIVERED EXISTS', '32 s DELIVERED EXISTS done 2 s'],
    call: [`40 s ${ANSWERED}`, `70 s ${ANSWERED} done 40 s`],
  },
  DONE_BEFORE_SENT: { sms: ['2 s DELIVERED EXISTS done -5 s'], call: [`40 s ${ANSWERED} done -5 s`] },
  REPORTED_A_YEAR_LATER: {
    sms: [`${YEAR} s DELIVERED EXISTS done 2 s`],
    call: [`${YEAR} s ${ANSWERED} done 40 s`],
  },
  REPLIES: { sms: ['2 s DELIVERED EXISTS', `32 s ← ${YES}`], call: [`40 s ${ANSWERED}`, `70 s ← ${YES}`] },
  REPLIES_STOP: {
    sms: ['2 s DELIVERED EXISTS', `32 s ← ${STOP}`],
    call: [`40 s ${ANSWERED}`, `70 s ← ${STOP}`],
  },
  REPLIES_STOP_THEN_START: {
    sms: ['2 s DELIVERED EXISTS', `32 s ← ${STOP}`, '92 s ← "START"'],
    call: [`40 s ${ANSWERED}`, `70 s ← ${STOP}`, '130 s ← "START"'],
  },
  REPLIES_BEFORE_REPORT: {
    sms: [`5 s ← ${YES}`, '20 s DELIVERED EXISTS'],
    call: [`20 s ← ${YES}`, `40 s ${ANSWERED}`],
  },
  REPLIES_NASTILY: {
    sms: ['2 s DELIVERED EXISTS', `32 s ← ${NASTY}`],
    call: [`40 s ${ANSWERED}`, `70 s ← ${NASTY}`],
  },
  REPLIES_EMPTY: { sms: ['2 s DELIVERED EXISTS', '32 s ← ""'], call: [`40 s ${ANSWERED}`, '70 s ← ""'] },
  CALLS_BACK: { sms: ['2 s DELIVERED EXISTS', '120 s ← call'], call: ['30 s NOTREACHED', '120 s ← call'] },
  ASK_ME: { sms: [], call: [] },
};

let api: Api;
let receiver: Receiver;
let table: MagicNumber[];
const ids = new Map<string, number>();
const told: Told[] = [];

const key = (outcome: OutcomeName, type: OutgoingType) => `${outcome} ${type}`;
/** An SMS and a call have a number each: what one recipient does must not decide about the other. */
const numberFor = ({ numbers }: MagicNumber, type: OutgoingType) => numbers[OUTGOING_TYPES.indexOf(type)]!;

beforeAll(async () => {
  receiver = await startTlsReceiver(await makeCertificate(), (_, response) => {
    told.push(...(JSON.parse(receiver.requests.at(-1)!.body).batch as Told[]));
    response.end();
  });
  // The worst profile there is: what a number stands for is not left to chance.
  api = await startApi({ profile: 'worst-day', tick: '* * * * * *' });
  await api.create('/callbacks', {
    customerId: 1,
    url: `https://127.0.0.1:${receiver.port}/`,
    method: 'POST',
    template: TEMPLATE,
    batch: { maxItems: 50 },
  });
  table = (await api.read<{ items: MagicNumber[] }>('/magic-numbers')).items;
  for (const row of table) {
    for (const type of OUTGOING_TYPES) {
      const content = type === 'OUTGOING_SMS' ? { content: 'Hello' } : {};
      const { id } = await api.create('/communications', {
        customerId: 1,
        type,
        recipient: numberFor(row, type),
        sender: '46846500400',
        ...content,
      });
      ids.set(key(row.outcome, type), id);
    }
  }
  await api.settle();
});
afterAll(async () => {
  await api.platform.close();
  await receiver.close();
});

/** What callbacks told of one communication and of what its recipient did then, in order of time. */
async function storyOf(outcome: OutcomeName, type: OutgoingType): Promise<string[]> {
  const row = table.find((one) => one.outcome === outcome)!;
  const id = ids.get(key(outcome, type))!;
  const { events, sentAt } = await api.read<{ events: { at: string }[]; sentAt: string }>(
    `/communications/${id}`,
  );
  const sent = Date.parse(sentAt) / 1000;
  const reports = told.filter((one) => one.id === id);
  expect(reports).toHaveLength(events.length);
  const own = reports.map((report, index) => {
    const at = Date.parse(events[index]!.at) / 1000;
    return { at: at - sent, line: reportLine(report, at - sent) };
  });
  const replies = told
    .filter(({ type: of, from }) => of.startsWith('INCOMING') && from === numberFor(row, type))
    .map((reply) => ({ at: reply.sent - Math.floor(sent), line: replyLine(reply, Math.floor(sent)) }));
  return [...own, ...replies].sort((a, b) => a.at - b.at).map(({ line }) => line);
}

function reportLine({ type, status, recipient, length, keys, sent, done }: Told, at: number): string {
  const doneAfter = done! - sent;
  const parts = [`${at} s`, status, ...(type === 'OUTGOING_SMS' ? [recipient] : [])];
  if (length !== null) parts.push(`for ${length} s`, `keys ${keys}`);
  if (doneAfter !== at) parts.push(`done ${doneAfter} s`);
  return parts.join(' ');
}

function replyLine({ type, text, sent }: Told, since: number): string {
  return `${sent - since} s ← ${type === 'INCOMING_SMS' ? `"${text}"` : 'call'}`;
}

describe('the table of magic numbers', () => {
  it('has ten numbers for each outcome, which can be read in them', () => {
    expect(table.map(({ outcome }) => outcome).sort()).toEqual(Object.keys(STORIES).sort());
    expect(new Set(table.flatMap(({ numbers }) => numbers)).size).toBe(table.length * 10);
    for (const { number, numbers, description } of table) {
      expect(number).toMatch(/^447700900\d\d0$/);
      expect(numbers).toEqual(Array.from({ length: 10 }, (_, choice) => number.slice(0, -1) + choice));
      expect(description).not.toBe('');
    }
  });

  it('has one for every status and every recipient status', () => {
    const stories = Object.values(STORIES);
    for (const [statuses, lines] of [
      [SMS_STATUSES, stories.flatMap(({ sms }) => sms)],
      [RECIPIENT_STATUSES, stories.flatMap(({ sms }) => sms)],
      [CALL_STATUSES, stories.flatMap(({ call }) => call)],
    ] as const)
      for (const status of statuses)
        expect(lines.some((line) => line.split(' ').includes(status))).toBe(true);
  });

  it.each(Object.keys(STORIES) as OutcomeName[])('has %s come true for an SMS', async (outcome) => {
    expect(await storyOf(outcome, 'OUTGOING_SMS')).toEqual(STORIES[outcome].sms);
  });

  it.each(Object.keys(STORIES) as OutcomeName[])('has %s come true for a call', async (outcome) => {
    expect(await storyOf(outcome, 'OUTGOING_CALL')).toEqual(STORIES[outcome].call);
  });

  it('is what decided, as each communication says', async () => {
    for (const [name, id] of ids) {
      const outcome = name.split(' ')[0]!;
      expect(await api.read(`/communications/${id}`)).toMatchObject({
        decidedBy: 'MAGIC_NUMBER',
        reason: `the number stands for the outcome ${outcome}`,
      });
    }
  });
});
