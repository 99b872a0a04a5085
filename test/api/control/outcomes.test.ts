import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/api/problem.ts';
import {
  type Api,
  createWorld,
  type Entity,
  expectProblem,
  mobile,
  type Page,
  startApi,
} from '../../support/api.ts';

interface Rule extends Entity {
  remaining: number | null;
  used: number;
}

interface MagicNumber {
  number: string;
  numbers: string[];
  outcome: string;
  description: string;
}

/** A communication with what was decided for it, and what has happened. */
interface Timeline extends Entity {
  plan: { reports: object[]; replies: object[] };
  events: { status: string | null; at: string }[];
}

let api: Api;
let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  api = await startApi();
  world = await createWorld(api);
});
afterAll(() => api.platform.close());

const sms = { customerId: 1, type: 'OUTGOING_SMS', recipient: mobile(0), sender: 'Acme', content: 'Hello' };
const call = { customerId: 1, type: 'OUTGOING_CALL', recipient: mobile(0), sender: '46846500400' };
const send = (body: object, outcome?: unknown) =>
  api.create('/communications', { ...body, ...(outcome !== undefined && { outcome }) });
const read = (id: number) => api.read<Timeline>(`/communications/${id}`);
const createRule = (rule: object) => api.create('/outcome-rules', rule) as Promise<Rule>;
const rules = async () => (await api.read<{ items: Rule[] }>('/outcome-rules')).items;

const NAMED_TWICE = { named: 'DELIVERED', status: 'DELIVERED' };

/** What is wrong with an outcome that is asked for, whatever it is asked for: field and words of what is right. */
const WRONG_OUTCOMES: [field: string, expected: string, outcome: unknown][] = [
  ['', 'one of named, status and reports', {}],
  ['', 'one of named, status and reports', NAMED_TWICE],
  ['', 'an object', 'DELIVERED'],
  ['', 'an object', null],
  ['.named', 'DOESNOTEXIST', { named: 'NOBODY' }],
  ['.named', 'DELIVERED', { named: 'delivered' }],
  ['.status', 'NOT_WHITELISTED', { status: 'GONE' }],
  ['.afterMs', '0 or more', { status: 'DELIVERED', afterMs: -1 }],
  ['.afterMs', 'a whole number', { status: 'DELIVERED', afterMs: 1.5 }],
  ['.afterMs', '315360000000 or less', { status: 'DELIVERED', afterMs: 315_360_000_001 }],
  ['.afterMs', 'a status beside it', { named: 'DELIVERED', afterMs: 5 }],
  ['.callLength', 'a status beside it', { reports: [], callLength: 5 }],
  ['.callLength', '86400 or less', { status: 'DELIVERED', callLength: 86_401 }],
  ['.keyChoices.1', 'one of 0 to 9, * and #', { status: 'DELIVERED', keyChoices: ['1', 'A'] }],
  ['.recipientStatus', 'EXISTS, DOESNOTEXIST', { status: 'DELIVERED', recipientStatus: 'MAYBE' }],
  ['.reports.0.afterMs', 'a number', { reports: [{ status: 'DELIVERED' }] }],
  ['.reports.0.status', 'DELIVERED', { reports: [{ status: null, afterMs: 0 }] }],
  [
    '.reports.1.afterMs',
    'in order of time',
    {
      reports: [
        { status: 'DELIVERED', afterMs: 5 },
        { status: 'DELIVERED', afterMs: 4 },
      ],
    },
  ],
  ['.replies.0.callLength', 'a number', { status: 'DELIVERED', replies: [{ kind: 'CALL', afterMs: 0 }] }],
  ['.replies.0.text', 'a string', { status: 'DELIVERED', replies: [{ kind: 'SMS', afterMs: 0 }] }],
  [
    '.replies.1.afterMs',
    'in order of time',
    {
      named: 'DELIVERED',
      replies: [
        { kind: 'SMS', text: 'Hi', afterMs: 5 },
        { kind: 'CALL', callLength: 3, afterMs: 4 },
      ],
    },
  ],
  ['.colour', 'a field that /docs names', { status: 'DELIVERED', colour: 'red' }],
];

describe('an outcome that a communication asks for', () => {
  it('by its name is what becomes of it, and the timeline says so', async () => {
    const { id, decidedBy, reason } = await send(sms, { named: 'CONTRADICTED' });
    expect({ decidedBy, reason }).toEqual({
      decidedBy: 'REQUEST',
      reason: 'the request asked for it (CONTRADICTED)',
    });
    await api.settle();
    const { events, plan } = await read(id);
    expect(events.map(({ status }) => status)).toEqual(['DELIVERED', 'NOT_DELIVERED']);
    expect(plan).toMatchObject({
      reports: [{ status: 'DELIVERED' }, { status: 'NOT_DELIVERED' }],
      replies: [],
    });
  });

  it('by the status of its only report is reported after 2 s, or when it says', async () => {
    const soon = await send(sms, { status: 'FAILURE' });
    const later = await send(call, {
      status: 'DELIVERED',
      afterMs: 60_000,
      callLength: 7,
      keyChoices: ['1', '#'],
    });
    await api.settle();
    const reported = async ({ id, sentAt }: Entity) => {
      const { events, ...one } = await read(id);
      return { afterMs: Date.parse(events[0]!.at) - Date.parse(sentAt as string), ...one };
    };
    expect(await reported(soon)).toMatchObject({
      afterMs: 2000,
      status: 'FAILURE',
      recipientStatus: 'EXISTS',
    });
    expect(await reported(later)).toMatchObject({
      afterMs: 60_000,
      status: 'DELIVERED',
      callLength: 7,
      keyChoices: ['1', '#'],
    });
  });

  it('by all of its reports has each of them, and those that say when they were done', async () => {
    const reports = [
      { status: 'NEXTATTEMPT', afterMs: 1000 },
      { status: 'NEXTATTEMPT', afterMs: 1000 },
      { status: 'DELIVERED', afterMs: 90_000, callLength: 12, keyChoices: [], doneAfterMs: -5000 },
    ];
    const { id, sentAt } = await send(call, { reports });
    await api.settle();
    const { events, plan, ...one } = await read(id);
    expect(plan.reports).toEqual(reports);
    expect(events.map(({ status }) => status)).toEqual(['NEXTATTEMPT', 'NEXTATTEMPT', 'DELIVERED']);
    expect(one.doneAt).toBe(new Date(Date.parse(sentAt as string) - 5000).toISOString());
  });

  it('without a report has none, ever', async () => {
    const { id, state } = await send(sms, { reports: [] });
    expect(state).toBe('DONE');
    await api.post('/clock/advance', { by: 'P400D' });
    expect(await read(id)).toMatchObject({ state: 'DONE', status: null, events: [] });
  });

  it('with replies has the recipient write and call', async () => {
    const recipient = mobile(40);
    const replies = [
      { kind: 'SMS', text: 'Who is this?', afterMs: 5000 },
      { kind: 'CALL', callLength: 33, afterMs: 60_000 },
    ];
    const { id } = await send({ ...sms, recipient, sender: '46846500400' }, { named: 'DELIVERED', replies });
    await api.settle();
    const { items } = await api.read<Page>(`/communications?recipient=${recipient}`);
    expect(items).toMatchObject([
      { id },
      { type: 'INCOMING_SMS', recipient: '46846500400', content: 'Who is this?', reason: `a reply to ${id}` },
      { type: 'INCOMING_CALL', recipient: '46846500400', callLength: 33, reason: `a reply to ${id}` },
    ]);
  });

  it.each(WRONG_OUTCOMES)('is refused when outcome%s should be %j: %j', async (field, expected, outcome) => {
    const refused = expectProblem(
      await api.post('/communications', { ...sms, outcome }),
      400,
      `outcome${field}`,
    );
    expect(refused.errors![0]!.expected).toContain(expected);
  });

  it.each([
    ['OUTGOING_SMS', 'NEXTATTEMPT', sms],
    ['OUTGOING_SMS', 'INCORRECTNUMBER', sms],
    ['OUTGOING_CALL', 'NOT_DELIVERED', call],
    ['OUTGOING_CALL', 'NOT_WHITELISTED', call],
  ])('is refused when an %s has no status %s', async (type, status, body) => {
    for (const outcome of [{ status }, { reports: [{ status, afterMs: 0 }] }]) {
      const refused = expectProblem(await api.post('/communications', { ...body, outcome }), 400, 'outcome');
      expect(refused.errors![0]).toMatchObject({
        problem: `${type} has no status ${status}`,
        expected: `an outcome for ${type}`,
      });
    }
  });

  it.each([
    ['kind', { kind: 'FAX', afterMs: 0 }],
    ['callLength, text', { kind: 'CALL', text: 'Hi', afterMs: 0 }],
  ])('is refused with the %s of a reply named: %j', async (fields, reply) => {
    const outcome = { named: 'DELIVERED', replies: [reply] };
    const { status, json } = await api.post<Problem>('/communications', { ...sms, outcome });
    expect(status).toBe(400);
    const named = json.errors!.map(({ field }) => field.replace('outcome.replies.0.', ''));
    expect(named.sort().join(', ')).toBe(fields);
  });
});

describe('outcomes that a campaign asks for', () => {
  const good = () => ({ customerId: 1, projectId: world.sms, contactListId: list, name: 'Spring' });
  let list: number;
  beforeEach(async () => {
    list = (await api.create('/contact-lists', { customerId: 1, name: 'Patients' })).id;
    const recipients = ['FAILURE', ' doesnotexist ', 'Lund', '', 'SPAM'].map((text, index) => ({
      number: mobile(50 + index),
      fields: { '3': text },
    }));
    await api.create(`/contact-lists/${list}/recipients`, { recipients });
  });
  /** Runs a campaign to its end. @returns what became of each, and what decided that */
  const run = async (change: object) => {
    const { id } = await api.create('/campaigns', { ...good(), ...change });
    await api.post(`/campaigns/${id}/start`);
    await api.settle();
    return (await api.read<Page>(`/communications?campaignId=${id}`)).items.map(
      ({ decidedBy, status, recipientStatus }) =>
        decidedBy === 'REQUEST' ? `${status} ${recipientStatus}` : decidedBy,
    );
  };

  it('by number are what becomes of these recipients, however the number is written', async () => {
    const outcomes = {
      [mobile(51)]: { status: 'UNKNOWN', recipientStatus: 'UNKNOWN' },
      '+46 701 740 657': { named: 'FAILURE' },
      [mobile(90)]: { named: 'SPAM' },
    };
    expect(await run({ outcomes })).toEqual([
      'PROFILE',
      'UNKNOWN UNKNOWN',
      'FAILURE UNKNOWN',
      'PROFILE',
      'PROFILE',
    ]);
  });

  it('by a data field are what becomes of recipients whose field names one', async () => {
    expect(await run({ outcomeField: 3 })).toEqual([
      'FAILURE UNKNOWN',
      'NOT_DELIVERED DOESNOTEXIST',
      'PROFILE',
      'PROFILE',
      'SPAM EXISTS',
    ]);
    expect(await run({ outcomeField: 4 })).toEqual(Array(5).fill('PROFILE'));
  });

  it('by number go before those by a data field', async () => {
    const [first] = await run({ outcomeField: 3, outcomes: { [mobile(50)]: { named: 'DELIVERED' } } });
    expect(first).toBe('DELIVERED EXISTS');
  });

  it.each(WRONG_OUTCOMES)(
    'are refused when what follows the number, %j, should be %j: %j',
    async (field, expected, outcome) => {
      const outcomes = { [mobile(50)]: { named: 'DELIVERED' }, [mobile(51)]: outcome };
      const refused = expectProblem(
        await api.post('/campaigns', { ...good(), outcomes }),
        400,
        `outcomes.${mobile(51)}${field}`,
      );
      expect(refused.errors![0]!.expected).toContain(expected);
    },
  );

  it.each([
    ['sms', 'NOTREACHED', 'an outcome for OUTGOING_SMS'],
    ['voice', 'FAILURE', 'an outcome for OUTGOING_CALL'],
  ] as const)(
    'are refused when the project is for %s and one has the status %s',
    async (kind, status, expected) => {
      const outcomes = { [mobile(50)]: { named: 'DELIVERED' }, [mobile(51)]: { status } };
      const refused = expectProblem(
        await api.post('/campaigns', { ...good(), projectId: world[kind], outcomes }),
        400,
        `outcomes.${mobile(51)}`,
      );
      expect(refused.errors![0]!.expected).toBe(expected);
    },
  );

  it.each([
    ['outcomes.070', { outcomes: { '070': { named: 'DELIVERED' } } }],
    ['outcomes', { outcomes: [] }],
    ['outcomeField', { outcomeField: 0 }],
    ['outcomeField', { outcomeField: 100 }],
    ['outcomeField', { outcomeField: '3' }],
  ])('are refused for a wrong %s', async (field, change) => {
    const before = (await api.read<Page>('/campaigns')).items;
    expectProblem(await api.post('/campaigns', { ...good(), ...change }), 400, field);
    expect((await api.read<Page>('/campaigns')).items).toEqual(before);
  });
});

describe('an outcome rule', () => {
  beforeEach(() => api.delete('/outcome-rules'));

  it('is created, listed and removed', async () => {
    expect(await rules()).toEqual([]);
    const match = { customerId: 1, type: 'OUTGOING_SMS', prefix: '4670', content: 'Hello' };
    const first = await createRule({ match, outcome: { named: 'FAILURE' }, times: 3 });
    expect(first).toEqual({
      id: expect.any(Number),
      match,
      outcome: { named: 'FAILURE' },
      remaining: 3,
      used: 0,
      createdAt: (await api.read<{ now: string }>('/clock')).now,
    });
    const second = await createRule({ match: {}, outcome: { status: 'DELIVERED', afterMs: 5 } });
    expect(second).toMatchObject({
      match: {},
      outcome: { status: 'DELIVERED', afterMs: 5 },
      remaining: null,
    });
    expect(await rules()).toEqual([second, first]);
    expect((await api.delete(`/outcome-rules/${first.id}`)).status).toBe(204);
    expect(await rules()).toEqual([second]);
    expectProblem(await api.delete(`/outcome-rules/${first.id}`), 404, 'id');
    expect((await api.delete('/outcome-rules')).status).toBe(204);
    expect(await rules()).toEqual([]);
    expect((await api.delete('/outcome-rules')).status).toBe(204);
  });

  it('decides as often as it is to, and counts that; then the next one that fits does', async () => {
    const older = await createRule({ match: { number: mobile(20) }, outcome: { named: 'SPAM' } });
    const newer = await createRule({ match: {}, outcome: { named: 'FAILURE' }, times: 2 });
    const sent = [];
    for (let nth = 0; nth < 3; nth++) sent.push(await send({ ...sms, recipient: mobile(20) }));
    const other = await send({ ...sms, recipient: mobile(21) });
    expect(sent.map(({ reason }) => reason)).toEqual([
      `outcome rule ${newer.id} matched`,
      `outcome rule ${newer.id} matched`,
      `outcome rule ${older.id} matched`,
    ]);
    expect(other.decidedBy).toBe('PROFILE');
    expect(await rules()).toMatchObject([
      { id: newer.id, remaining: 0, used: 2 },
      { id: older.id, remaining: null, used: 1 },
    ]);
  });

  it('that is removed has decided what it has decided', async () => {
    const { id } = await createRule({ match: {}, outcome: { named: 'FAILURE' } });
    const sent = await send(sms);
    await api.delete(`/outcome-rules/${id}`);
    await api.settle();
    expect(await read(sent.id)).toMatchObject({ decidedBy: 'RULE', status: 'FAILURE' });
    expect(await send(sms)).toMatchObject({ decidedBy: 'PROFILE' });
  });

  it('for whatever it fits may be one that only an SMS or a call can have', async () => {
    await createRule({ match: {}, outcome: { status: 'NOTREACHED' } });
    expect(await send(call)).toMatchObject({ decidedBy: 'RULE' });
    expect(await send(sms)).toMatchObject({ decidedBy: 'PROFILE' });
  });

  it.each(WRONG_OUTCOMES)('is refused when outcome%s should be %j: %j', async (field, expected, outcome) => {
    const refused = expectProblem(
      await api.post('/outcome-rules', { match: {}, outcome }),
      400,
      `outcome${field}`,
    );
    expect(refused.errors![0]!.expected).toContain(expected);
    expect(await rules()).toEqual([]);
  });

  const named = { named: 'DELIVERED' };
  it.each([
    ['match', 'an object', { outcome: named }],
    ['outcome', 'an object', { match: {} }],
    ['times', 'more than 0', { match: {}, outcome: named, times: 0 }],
    ['times', 'a whole number', { match: {}, outcome: named, times: 1.5 }],
    ['id', 'a field that /docs names', { match: {}, outcome: named, id: 1 }],
    ['match.number', 'digits only', { match: { number: '+46701740605' }, outcome: named }],
    ['match.number', 'a number with its country code', { match: { number: '070' }, outcome: named }],
    ['match.prefix', 'the first digits of numbers', { match: { prefix: '+46' }, outcome: named }],
    ['match.prefix', 'the first digits of numbers', { match: { prefix: '' }, outcome: named }],
    ['match.pattern', 'a regular expression', { match: { pattern: '(' }, outcome: named }],
    ['match.pattern', '1 character(s) or more', { match: { pattern: '' }, outcome: named }],
    ['match.content', '1 character(s) or more', { match: { content: '' }, outcome: named }],
    ['match.nth', 'more than 0', { match: { nth: 0 }, outcome: named }],
    ['match.customerId', 'more than 0', { match: { customerId: 0 }, outcome: named }],
    ['match.projectId', 'a number', { match: { projectId: '1' }, outcome: named }],
    ['match.campaignId', 'a number', { match: { campaignId: null }, outcome: named }],
    ['match.type', 'OUTGOING_SMS, OUTGOING_CALL', { match: { type: 'INCOMING_SMS' }, outcome: named }],
    ['match.status', 'a field that /docs names', { match: { status: 'SPAM' }, outcome: named }],
  ])('is refused when %s should be %j: %j', async (field, expected, rule) => {
    const refused = expectProblem(await api.post('/outcome-rules', rule), 400, field);
    expect(refused.errors![0]!.expected).toContain(expected);
    expect(await rules()).toEqual([]);
  });

  it('is refused when nothing that it fits can have that outcome', async () => {
    const { errors } = expectProblem(
      await api.post('/outcome-rules', {
        match: { type: 'OUTGOING_SMS' },
        outcome: { status: 'NOTREACHED' },
      }),
      400,
      'outcome',
    );
    expect(errors![0]!.problem).toBe('OUTGOING_SMS has no status NOTREACHED');
    const reports = ['NOTREACHED', 'FAILURE'].map((status) => ({ status, afterMs: 0 }));
    const both = expectProblem(
      await api.post('/outcome-rules', { match: {}, outcome: { reports } }),
      400,
      'outcome',
    );
    expect(both.errors![0]!.problem).toBe(
      'OUTGOING_SMS has no status NOTREACHED; OUTGOING_CALL has no status FAILURE',
    );
  });
});

describe('the magic numbers', () => {
  let table: MagicNumber[];
  beforeAll(async () => {
    table = (await api.read<{ items: MagicNumber[] }>('/magic-numbers')).items;
  });

  it('are ten of the UK range for each outcome, which are no other one has', () => {
    expect(table.length).toBeGreaterThan(30);
    for (const { number, numbers, description } of table) {
      expect(numbers).toEqual(Array.from({ length: 10 }, (_, choice) => String(Number(number) + choice)));
      expect(number).toMatch(/^447700900\d\d0$/);
      expect(description).not.toBe('');
    }
    const all = table.flatMap(({ numbers }) => numbers);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([...all].sort());
    expect(new Set(table.map(({ outcome }) => outcome)).size).toBe(table.length);
  });

  it('are listed with all names by which an outcome can be asked for', async () => {
    const { errors } = expectProblem(
      await api.post('/communications', { ...sms, outcome: { named: 'NOBODY' } }),
      400,
      'outcome.named',
    );
    expect(errors![0]!.expected!.split(', ').sort()).toEqual(table.map(({ outcome }) => outcome).sort());
  });

  it('stand for what the table says, and the reason names it', async () => {
    for (const { numbers, outcome } of table) {
      const sent = await send({ ...sms, recipient: numbers[9] });
      expect(sent).toMatchObject({
        decidedBy: 'MAGIC_NUMBER',
        reason: `the number stands for the outcome ${outcome}`,
      });
      const asked = await send({ ...sms, recipient: mobile(0) }, { named: outcome });
      expect((await read(asked.id)).plan).toEqual((await read(sent.id)).plan);
    }
  });
});
