import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RuleMatch } from '../../src/core/outcome/outcome-rule.ts';
import {
  DAY,
  LANDLINES,
  type Simulated,
  SMOOTH,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
} from '../support/simulation.ts';

const [ADA, BO] = SWEDISH_MOBILES as [string, string];
const LANDLINE = LANDLINES[0]!;

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: SMOOTH });
  return () => platform.close();
});

const decidedBy = (id: number) => {
  const { outcome } = platform.get(id);
  return outcome.decidedBy === 'RULE' ? `rule ${outcome.detail}` : outcome.decidedBy;
};

/** How far the rules have been used, the oldest first. */
const usage = () =>
  platform.store.outcomeRules
    .all()
    .map(({ used, remaining }) => [used, remaining])
    .reverse();

/**
 * Sends an assortment, so that each thing that rules can look at tells some of it from the rest. Customer 1 has the
 * projects 1 (SMS) and 2 (voice) and runs the campaigns 1 and 2 over Ada.
 * @returns what a rule for `match` decided about
 */
async function decidedOf(own: Simulated, match: RuleMatch): Promise<string[]> {
  own.rule(match, { named: 'DELIVERED' });
  const [customer, other] = [own.customer(), own.customer()];
  const sms = own.project(customer, { template: 'Your code is 1234' });
  const voice = own.project(customer, { type: 'VOICE' });
  const sent = {
    'SMS to Ada': own.sms(customer, ADA),
    'SMS to Ada again': own.sms(customer, ADA),
    'SMS to Bo': own.sms(customer, BO),
    'code to Bo': own.sms(customer, BO, { projectId: sms.id, content: undefined }),
    'SMS to a landline': own.sms(customer, LANDLINE),
    'call to Ada': own.call(customer, ADA),
    'project call to Bo': own.call(customer, BO, { projectId: voice.id }),
    "other customer's SMS to Ada": own.sms(other, ADA),
  };
  own.campaign(customer, sms.id, [ADA]);
  await own.idle();
  own.campaign(customer, voice.id, [ADA]);
  await own.idle();
  const names = new Map(Object.entries(sent).map(([name, id]) => [id, name]));
  return own
    .all()
    .filter(({ outcome }) => outcome.decidedBy === 'RULE')
    .map(({ id, campaignId }) => names.get(id) ?? `campaign ${campaignId} to Ada`);
}

const SINGLE: { match: RuleMatch; decides: string[] }[] = [
  { match: { number: LANDLINE }, decides: ['SMS to a landline'] },
  { match: { prefix: '4631' }, decides: ['SMS to a landline'] },
  { match: { prefix: LANDLINE }, decides: ['SMS to a landline'] },
  {
    match: { pattern: '^467.*6$' },
    decides: ['SMS to Bo', 'code to Bo', 'project call to Bo'],
  },
  { match: { pattern: '139' }, decides: ['SMS to a landline'] },
  { match: { projectId: 1 }, decides: ['code to Bo', 'campaign 1 to Ada'] },
  { match: { projectId: 2 }, decides: ['project call to Bo', 'campaign 2 to Ada'] },
  { match: { campaignId: 1 }, decides: ['campaign 1 to Ada'] },
  { match: { content: 'code is' }, decides: ['code to Bo', 'campaign 1 to Ada'] },
  { match: { customerId: 2 }, decides: ["other customer's SMS to Ada"] },
  {
    match: { type: 'OUTGOING_CALL' },
    decides: ['call to Ada', 'project call to Bo', 'campaign 2 to Ada'],
  },
  { match: { nth: 3 }, decides: ['campaign 1 to Ada'] },
  { match: { nth: 2 }, decides: ['SMS to Ada again', 'code to Bo', 'campaign 2 to Ada'] },
  // Capitals count, and a pattern is read as it stands.
  { match: { content: 'CODE IS' }, decides: [] },
  { match: { pattern: '^67' }, decides: [] },
];

describe('an outcome rule', () => {
  it.each(SINGLE)('for $match decides about $decides', async ({ match, decides }) => {
    expect(await decidedOf(platform, match)).toEqual(decides);
  });

  it('for nothing in particular decides about everything', async () => {
    expect(await decidedOf(platform, {})).toHaveLength(10);
  });

  it('for several things decides where all of them fit', async () => {
    let decidedAny = 0;
    const some = fc.subarray(SINGLE, { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(some, async (singles) => {
        // Of two that look at the same thing, the last holds.
        const match: RuleMatch = Object.assign({}, ...singles.map((single) => single.match));
        const held = singles.filter((single) =>
          Object.entries(single.match).every(([name, value]) => match[name as keyof RuleMatch] === value),
        );
        const both = held.reduce(
          (left, { decides }) => left.filter((name) => decides.includes(name)),
          held[0]!.decides,
        );
        const own = simulate({ profile: SMOOTH });
        expect(await decidedOf(own, match)).toEqual(both);
        own.close();
        if (both.length > 0) decidedAny += 1;
      }),
      { numRuns: 40, seed: 1 },
    );
    expect(decidedAny).toBeGreaterThan(5);
  });

  it('counts the SMS and the calls of a customer to a number apart, and not what comes in', async () => {
    platform.rule({ nth: 2 }, { named: 'DELIVERED' });
    const [customer, other] = [platform.customer(), platform.customer()];
    const first = [platform.sms(customer, ADA), platform.call(customer, ADA)];
    platform.write(customer, ADA, 'Hello');
    first.push(platform.sms(other, ADA), platform.sms(customer, BO));
    expect(first.map(decidedBy)).toEqual(first.map(() => 'PROFILE'));
    const second = [platform.sms(customer, ADA), platform.call(customer, ADA), platform.sms(other, ADA)];
    expect(second.map(decidedBy)).toEqual(second.map(() => 'rule 1'));
    expect(decidedBy(platform.sms(customer, ADA))).toBe('PROFILE');
  });

  it('gives its outcome, with its replies', async () => {
    platform.rule(
      { number: ADA },
      { status: 'FAILURE', afterMs: 5000, replies: [{ kind: 'SMS', text: 'What?', afterMs: 9000 }] },
    );
    const id = platform.sms(platform.customer(), ADA);
    await platform.idle();
    expect(platform.log()).toMatchObject([
      { communicationId: id, status: 'FAILURE', type: 'OUTGOING_SMS' },
      { type: 'INCOMING_SMS', status: null },
    ]);
    const [failed, replied] = platform.log();
    expect(replied!.at - failed!.at).toBe(4000);
  });

  it('that comes later changes nothing about what has been accepted', async () => {
    const id = platform.sms(platform.customer(), ADA, { sendAt: platform.clock.now() + DAY });
    platform.rule({}, { named: 'FAILURE' });
    await platform.idle();
    expect(platform.get(id)).toMatchObject({ status: 'DELIVERED', outcome: { decidedBy: 'PROFILE' } });
  });
});

describe('of several outcome rules', () => {
  it('the newest that fits decides', () => {
    const customer = platform.customer();
    platform.rule({}, { named: 'FAILURE' });
    platform.rule({ number: ADA }, { named: 'UNKNOWN' });
    platform.rule({ number: BO }, { named: 'NOT_DELIVERED' });
    expect([ADA, BO, LANDLINE].map((number) => decidedBy(platform.sms(customer, number)))).toEqual([
      'rule 2',
      'rule 3',
      'rule 1',
    ]);
  });

  it('the one before decides again when the newest is removed, and none when all are', () => {
    const customer = platform.customer();
    platform.rule({}, { named: 'FAILURE' });
    const { id } = platform.rule({}, { named: 'UNKNOWN' });
    expect(platform.store.outcomeRules.remove(id)).toBe(true);
    expect(platform.store.outcomeRules.remove(id)).toBe(false);
    expect(decidedBy(platform.sms(customer, ADA))).toBe('rule 1');
    platform.store.outcomeRules.removeAll();
    expect(decidedBy(platform.sms(customer, ADA))).toBe('PROFILE');
  });

  it('one whose outcome the type cannot have is passed over, and not used', async () => {
    const customer = platform.customer();
    platform.rule({}, { named: 'NOTREACHED' });
    platform.rule({}, { status: 'NOT_WHITELISTED' }, 1);
    platform.rule({}, { reports: [{ status: 'INCORRECTNUMBER', afterMs: 0 }] }, 1);
    const call = platform.call(customer, ADA);
    expect(decidedBy(call)).toBe('rule 3');
    expect(usage()).toEqual([
      [0, null],
      [0, 1],
      [1, 0],
    ]);
    expect(decidedBy(platform.call(customer, ADA))).toBe('rule 1');
    expect(decidedBy(platform.sms(customer, ADA))).toBe('rule 2');
    expect(usage()).toEqual([
      [1, null],
      [1, 0],
      [1, 0],
    ]);
  });
});

describe('an outcome rule for the next so many', () => {
  it('decides about those, and then leaves it to the rule before', () => {
    const customer = platform.customer();
    platform.rule({}, { named: 'FAILURE' }, 3);
    platform.rule({ number: ADA }, { named: 'UNKNOWN' }, 2);
    const sent = Array.from({ length: 6 }, () => decidedBy(platform.sms(customer, ADA)));
    expect(sent).toEqual(['rule 2', 'rule 2', 'rule 1', 'rule 1', 'rule 1', 'PROFILE']);
    expect(usage()).toEqual([
      [3, 0],
      [2, 0],
    ]);
  });

  it('is not used up by what it does not fit, nor by requests that ask for their own outcome', () => {
    const customer = platform.customer();
    platform.rule({ number: ADA }, { named: 'UNKNOWN' }, 1);
    platform.sms(customer, BO);
    platform.sms(customer, ADA, { outcome: { named: 'FAILURE' } });
    expect(usage()).toEqual([[0, 1]]);
    expect(decidedBy(platform.sms(customer, ADA))).toBe('rule 1');
    expect(usage()).toEqual([[1, 0]]);
  });

  it('decides about so many recipients of a campaign, in the order of the list', async () => {
    const customer = platform.customer();
    const project = platform.project(customer);
    const { id } = platform.rule({ projectId: project.id }, { named: 'FAILURE' }, 3);
    platform.campaign(customer, project.id, UK_MOBILES.slice(0, 40));
    await platform.idle();
    const deciders = platform.all().map((one) => decidedBy(one.id));
    expect(deciders).toEqual([
      ...Array.from({ length: 3 }, () => `rule ${id}`),
      ...Array.from({ length: 37 }, () => 'PROFILE'),
    ]);
  });

  it('counts on when the store is read anew', () => {
    const customer = platform.customer();
    platform.rule({}, { named: 'UNKNOWN' }, 3);
    platform.rule({ number: BO }, { named: 'UNKNOWN' });
    for (const number of [ADA, ADA, BO]) platform.sms(customer, number);
    platform.store.outcomeRules.forget();
    expect(usage()).toEqual([
      [2, 1],
      [1, null],
    ]);
    expect([ADA, ADA].map((number) => decidedBy(platform.sms(customer, number)))).toEqual([
      'rule 1',
      'PROFILE',
    ]);
  });

  it('is used as a list of rules on paper would be, whatever is made and sent in between', async () => {
    const numbers = [ADA, BO, LANDLINE] as const;
    const act = fc.oneof(
      fc.record({ do: fc.constant('send' as const), number: fc.constantFrom(...numbers) }),
      fc.record({
        do: fc.constant('rule' as const),
        number: fc.constantFrom(undefined, ...numbers),
        times: fc.constantFrom(null, 1, 2, 3),
      }),
      fc.record({ do: fc.constant('forget' as const) }),
    );
    let decidedAny = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
        const own = simulate({ profile: SMOOTH });
        const customer = own.customer();
        const paper: { id: number; number: string | undefined; left: number; used: number }[] = [];
        for (const one of acts) {
          if (one.do === 'forget') own.store.outcomeRules.forget();
          else if (one.do === 'rule') {
            const match = one.number === undefined ? {} : { number: one.number };
            const { id } = own.rule(match, { named: 'FAILURE' }, one.times);
            paper.unshift({ id, number: one.number, left: one.times ?? Number.POSITIVE_INFINITY, used: 0 });
          } else {
            const rule = paper.find(({ number, left }) => left > 0 && (number ?? one.number) === one.number);
            if (rule) {
              rule.left -= 1;
              rule.used += 1;
              decidedAny += 1;
            }
            const { outcome } = own.get(own.sms(customer, one.number));
            expect(outcome.decidedBy === 'RULE' ? Number(outcome.detail) : undefined).toBe(rule?.id);
          }
        }
        expect(own.store.outcomeRules.all().map(({ id, used, remaining }) => [id, used, remaining])).toEqual(
          paper.map(({ id, used, left }) => [id, used, Number.isFinite(left) ? left : null]),
        );
        own.close();
      }),
      { numRuns: 40, seed: 1 },
    );
    expect(decidedAny).toBeGreaterThan(100);
  });
});
