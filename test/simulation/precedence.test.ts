import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OutcomeName } from '../../src/core/outcome/named-outcomes.ts';
import { DECIDERS, type Decider, reasonOf } from '../../src/core/outcome/outcome.ts';
import { OUTGOING_TYPES, type OutgoingType } from '../../src/core/vocabulary.ts';
import type { NewRecipient } from '../../src/store/contact-lists.ts';
import {
  HOUR,
  IMPOSSIBLE,
  LANDLINES,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
} from '../support/simulation.ts';

const MOBILE = SWEDISH_MOBILES[0]!;
/** Stands for FAILURE. */
const MAGIC = '447700900050';

/** What a test can arrange to decide, in the order in which it does. */
const ARRANGED = ['REQUEST', 'RULE', 'TEST_MODE', 'OPT_OUT', 'WHITELIST', 'SPAM'] as const;
type Arranged = (typeof ARRANGED)[number];

/** What each says of an SMS and of a call; null: it has nothing to say of calls. */
const SAYS: Record<Arranged, { OUTGOING_SMS: string; OUTGOING_CALL: string | null }> = {
  REQUEST: { OUTGOING_SMS: 'UNKNOWN', OUTGOING_CALL: 'NOTREACHED' },
  RULE: { OUTGOING_SMS: 'NOT_DELIVERED', OUTGOING_CALL: 'NOTREACHED' },
  TEST_MODE: { OUTGOING_SMS: 'TEST', OUTGOING_CALL: 'TEST' },
  OPT_OUT: { OUTGOING_SMS: 'OPTOUT', OUTGOING_CALL: 'OPTOUT' },
  WHITELIST: { OUTGOING_SMS: 'NOT_WHITELISTED', OUTGOING_CALL: null },
  SPAM: { OUTGOING_SMS: 'SPAM', OUTGOING_CALL: null },
};

/** One number of each sort, and what decides about it when nothing else does. */
const NUMBERS: Record<string, { OUTGOING_SMS: Decider; OUTGOING_CALL: Decider }> = {
  [MAGIC]: { OUTGOING_SMS: 'MAGIC_NUMBER', OUTGOING_CALL: 'MAGIC_NUMBER' },
  [IMPOSSIBLE[0]!]: { OUTGOING_SMS: 'NUMBER', OUTGOING_CALL: 'NUMBER' },
  [LANDLINES[0]!]: { OUTGOING_SMS: 'NUMBER', OUTGOING_CALL: 'PROFILE' },
  [MOBILE]: { OUTGOING_SMS: 'PROFILE', OUTGOING_CALL: 'PROFILE' },
};

interface Case {
  arranged: readonly Arranged[];
  number: string;
  type: OutgoingType;
}

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: SMOOTH });
  return () => platform.close();
});

/** Sends where all of it could decide. @returns the ID */
function arrange(own: Simulated, { arranged, number, type }: Case): number {
  const has = (decider: Arranged) => arranged.includes(decider);
  const customer = own.customer({
    testMode: has('TEST_MODE'),
    whitelistMode: has('WHITELIST'),
    settings: { spamLimit: has('SPAM') ? { times: 1, withinSeconds: 60 } : null },
  });
  own.sms(customer, number);
  if (has('OPT_OUT')) own.write(customer, number, 'STOP');
  if (has('RULE')) own.rule({}, { named: 'NOT_DELIVERED' });
  const outcome = { named: 'UNKNOWN' } as const;
  return (type === 'OUTGOING_SMS' ? own.sms : own.call)(customer, number, has('REQUEST') ? { outcome } : {});
}

function expected({ arranged, number, type }: Case): { decidedBy: Decider; status: string | null } {
  const first = ARRANGED.find((decider) => arranged.includes(decider) && SAYS[decider][type] !== null);
  const byNumber = NUMBERS[number]![type];
  return first === undefined || (first === 'SPAM' && byNumber === 'MAGIC_NUMBER')
    ? { decidedBy: byNumber, status: null }
    : { decidedBy: first, status: SAYS[first][type] };
}

async function whatDecides(given: Case) {
  const own = simulate({ profile: SMOOTH });
  const id = arrange(own, given);
  await own.idle();
  const { outcome } = own.get(id);
  const [first] = own.timeline(id);
  own.close();
  return { decidedBy: outcome.decidedBy, reason: reasonOf(outcome), status: first?.status ?? null };
}

describe('what decides an outcome', () => {
  it.each(ARRANGED)('is %s before all that comes after it', async (decider) => {
    const arranged = ARRANGED.slice(ARRANGED.indexOf(decider));
    const number = decider === 'SPAM' ? LANDLINES[0]! : MAGIC;
    const given = { arranged, number, type: 'OUTGOING_SMS' } as const;
    expect(await whatDecides(given)).toMatchObject({
      decidedBy: decider,
      status: SAYS[decider].OUTGOING_SMS,
    });
  });

  it('is what the number stands for before spam, the numbering plan before the profile', async () => {
    const number = MAGIC;
    expect(await whatDecides({ arranged: ['SPAM'], number, type: 'OUTGOING_SMS' })).toMatchObject({
      decidedBy: 'MAGIC_NUMBER',
      status: 'FAILURE',
    });
    for (const [other, deciders] of Object.entries(NUMBERS))
      for (const type of OUTGOING_TYPES)
        expect(await whatDecides({ arranged: [], number: other, type })).toMatchObject({
          decidedBy: deciders[type],
        });
  });

  it('is the first in this order, whatever else could', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          arranged: fc.nat(ARRANGED.length).chain((first) => fc.subarray(ARRANGED.slice(first))),
          number: fc.constantFrom(...Object.keys(NUMBERS)),
          type: fc.constantFrom(...OUTGOING_TYPES),
        }),
        async (given) => {
          const { decidedBy, status } = expected(given);
          const decided = await whatDecides(given);
          expect(decided.decidedBy).toBe(decidedBy);
          if (status !== null) expect(decided.status).toBe(status);
          seen.add(`${given.type} ${decidedBy}`);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
    const ofSms = DECIDERS.filter((decider) => decider !== 'ARRIVAL' && decider !== 'STOPPED');
    const ofCalls = ofSms.filter((decider) => decider !== 'WHITELIST' && decider !== 'SPAM');
    expect([...seen].sort()).toEqual(
      [...ofSms.map((one) => `OUTGOING_SMS ${one}`), ...ofCalls.map((one) => `OUTGOING_CALL ${one}`)].sort(),
    );
  });

  it.each([
    ['REQUEST', MOBILE, 'the request asked for it (UNKNOWN)'],
    ['RULE', MOBILE, 'outcome rule 1 matched'],
    ['TEST_MODE', MOBILE, 'the customer is in test mode: nothing goes out'],
    ['OPT_OUT', MOBILE, 'the recipient has opted out'],
    ['WHITELIST', MOBILE, 'the customer is in whitelist mode and the number is not on the whitelist'],
    ['SPAM', MOBILE, 'the same text went to the same number too often (more than 1 times within 60 s)'],
    [null, MAGIC, 'the number stands for the outcome FAILURE'],
    [null, IMPOSSIBLE[0]!, 'no number of any country looks like this one'],
    [null, LANDLINES[0]!, 'by its numbering plan it is a landline, which takes no SMS'],
    [null, MOBILE, 'drawn from the profile "realistic" with the seed'],
  ] as const)('is told in plain words (%s, %s)', async (decider, number, reason) => {
    const arranged = decider === null ? [] : [decider];
    expect((await whatDecides({ arranged, number, type: 'OUTGOING_SMS' })).reason).toBe(reason);
  });
});

describe('an outcome that a request asks for', () => {
  it('comes true for a recipient who has opted out', async () => {
    const customer = platform.customer();
    platform.write(customer, MOBILE, 'STOP');
    const outcome = { status: 'DELIVERED', afterMs: 7000 } as const;
    const [asked, plain] = [platform.sms(customer, MOBILE, { outcome }), platform.sms(customer, MOBILE)];
    await platform.idle();
    expect(platform.timeline(asked)).toMatchObject([{ status: 'DELIVERED', at: START + 7000 }]);
    expect(platform.get(asked).outcome.decidedBy).toBe('REQUEST');
    expect(platform.timeline(plain)).toMatchObject([{ status: 'OPTOUT', at: START }]);
  });

  it('is told without a name when it has none', () => {
    const outcome = { status: 'DELIVERED' } as const;
    const id = platform.sms(platform.customer(), MOBILE, { outcome });
    expect(reasonOf(platform.get(id).outcome)).toBe('the request asked for it');
  });

  it('that its type cannot have is refused, and nothing is sent', () => {
    const customer = platform.customer();
    const outcome = { status: 'NOT_WHITELISTED' } as const;
    expect(() => platform.call(customer, MOBILE, { outcome })).toThrow(
      'outcome: OUTGOING_CALL has no status NOT_WHITELISTED',
    );
    expect(platform.all()).toEqual([]);
    expect(platform.sms(customer, MOBILE, { outcome })).toBeGreaterThan(0);
  });
});

describe('an SMS for later', () => {
  it('has what was decided when it was accepted, though the customer is no longer in test mode', async () => {
    const customer = platform.customer({ testMode: true });
    const id = platform.sms(customer, MOBILE, { sendAt: START + HOUR });
    platform.store.customers.update({ ...customer, testMode: false });
    await platform.idle();
    expect(platform.get(id)).toMatchObject({ status: 'TEST', outcome: { decidedBy: 'TEST_MODE' } });
  });

  it('of a customer in test mode has TEST, also when the recipient opts out meanwhile', async () => {
    const customer = platform.customer({ testMode: true });
    const id = platform.sms(customer, MOBILE, { sendAt: START + HOUR });
    platform.write(customer, MOBILE, 'STOP');
    await platform.idle();
    expect(platform.get(id)).toMatchObject({ status: 'TEST', outcome: { decidedBy: 'TEST_MODE' } });
  });
});

describe('the outcomes of a campaign', () => {
  const NAMES = ['FAILURE', 'NOT_DELIVERED', 'DELIVERED_AFTER_72_H'] as const;

  const recipients = (...words: (string | null)[]): NewRecipient[] =>
    words.map((word, index) => ({
      number: SWEDISH_MOBILES[index]!,
      fields: { 1: 'Ada', ...(word !== null && { 7: word }) },
    }));

  /** Which decided about each recipient, in the order of the list. */
  async function decided(campaignId: number): Promise<string[]> {
    await platform.idle();
    return platform
      .all()
      .filter((one) => one.campaignId === campaignId)
      .map(({ outcome: { decidedBy, detail } }) =>
        decidedBy === 'REQUEST' ? detail || 'REQUEST' : decidedBy,
      );
  }

  it('are asked for by number', async () => {
    const customer = platform.customer();
    const [first, second, third] = SWEDISH_MOBILES as [string, string, string];
    const { id } = platform.campaign(customer, platform.project(customer).id, [first, second, third], {
      outcomes: { [second]: { named: 'FAILURE' }, [third]: { status: 'UNKNOWN', afterMs: 0 } },
    });
    expect(await decided(id)).toEqual(['PROFILE', 'FAILURE', 'REQUEST']);
    expect(platform.store.campaigns.get(id)!.counts).toEqual({ DELIVERED: 1, FAILURE: 1, UNKNOWN: 1 });
  });

  it('are named by a data field, whatever its capitals and the spaces around it', async () => {
    const customer = platform.customer();
    const words = ['FAILURE', 'not_delivered', '  Delivered_After_72_h\t'];
    const { id } = platform.campaign(customer, platform.project(customer).id, recipients(...words), {
      outcomeField: 7,
    });
    expect(await decided(id)).toEqual(NAMES);
  });

  it.each([
    ['a word that names none', 'Stockholm'],
    ['nothing', ''],
    ['no such field', null],
    ['a name with something behind it', 'FAILURE!'],
  ])('are as ever for a recipient whose field holds %s', async (_what, word) => {
    const customer = platform.customer();
    const { id } = platform.campaign(customer, platform.project(customer).id, recipients(word, 'FAILURE'), {
      outcomeField: 7,
    });
    expect(await decided(id)).toEqual(['PROFILE', 'FAILURE']);
  });

  it('are those by number before those by data field', async () => {
    const customer = platform.customer();
    const list = recipients('FAILURE', 'FAILURE');
    const { id } = platform.campaign(customer, platform.project(customer).id, list, {
      outcomeField: 7,
      outcomes: { [SWEDISH_MOBILES[1]!]: { named: 'UNKNOWN' } },
    });
    expect(await decided(id)).toEqual(['FAILURE', 'UNKNOWN']);
  });

  it('come before rules, test mode and opt-outs, as those of any request', async () => {
    const customer = platform.customer({ testMode: true });
    platform.write(customer, MOBILE, 'STOP');
    platform.rule({ number: MOBILE }, { named: 'UNKNOWN' });
    const { id } = platform.campaign(customer, platform.project(customer).id, recipients('FAILURE', null), {
      outcomeField: 7,
    });
    expect(await decided(id)).toEqual(['FAILURE', 'TEST_MODE']);
  });

  it('mean for calls what they mean for calls', async () => {
    const customer = platform.customer();
    const voice = platform.project(customer, { type: 'VOICE' });
    const { id } = platform.campaign(customer, voice.id, recipients('INCORRECTNUMBER', 'long_call'), {
      outcomeField: 7,
    });
    expect(await decided(id)).toEqual(['INCORRECTNUMBER', 'LONG_CALL']);
    expect(platform.all().map(({ callLength }) => callLength)).toEqual([null, 7200]);
  });

  it('are its own: another campaign over the same list has none of them', async () => {
    const customer = platform.customer();
    const project = platform.project(customer);
    const list = recipients('FAILURE');
    const outcomes = { [MOBILE]: { named: 'UNKNOWN' as OutcomeName } };
    const asking = platform.campaign(customer, project.id, list, { outcomes });
    const naming = platform.campaign(customer, project.id, list, { outcomeField: 7 });
    const plain = platform.campaign(customer, project.id, list);
    const all = [asking, naming, plain].map(({ id }) => decided(id));
    expect(await Promise.all(all)).toEqual([['UNKNOWN'], ['FAILURE'], ['PROFILE']]);
  });

  it('that calls cannot have are refused with the number, and there is no campaign', () => {
    const customer = platform.customer();
    const voice = platform.project(customer, { type: 'VOICE' });
    const outcomes = { [MOBILE]: { status: 'NOT_WHITELISTED' as const } };
    expect(() => platform.campaign(customer, voice.id, recipients(null), { outcomes })).toThrow(
      `outcomes.${MOBILE}: OUTGOING_CALL has no status NOT_WHITELISTED`,
    );
    expect(platform.store.campaigns.list({ limit: 10 }).items).toEqual([]);
  });
});
