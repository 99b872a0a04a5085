import { beforeEach, describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/core/outcome/outcome.ts';
import type { OutcomeRequest } from '../../src/core/outcome/outcome-request.ts';
import { Refusal } from '../../src/core/refusal.ts';
import { actOnCampaign } from '../../src/simulation/campaigns.ts';
import { decideAnew, isHeld } from '../../src/simulation/decide-anew.ts';
import {
  HOUR,
  INBOUND,
  MINUTE,
  SECOND,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
} from '../support/simulation.ts';

const [ADA, BO, CIA] = SWEDISH_MOBILES as [string, string, string];
const MAGIC = '447700900370';
const ASK_ME: OutcomeRequest = { named: 'ASK_ME' };

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: SMOOTH });
  return () => platform.close();
});

const decide = (id: number, request: OutcomeRequest) => decideAnew(platform.world, platform.get(id), request);
const statuses = (id: number) => platform.timeline(id).map(({ status }) => status);
/** Reports with their times after the start. */
const told = (id: number) => platform.timeline(id).map(({ at, status }) => ({ at: at - START, status }));
const HELD = { state: 'SENT', status: null, nextAt: null, doneAt: null } as const;

/** The kind and the fields of what is refused. */
function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return [error.kind, ...error.problems.map(({ field }) => field)];
    throw error;
  }
  return null;
}

describe('a communication whose outcome somebody is to decide', () => {
  it('is sent and then held: idle does not wait for it, and no time ends it', async () => {
    const customer = platform.customer();
    const ids = [
      platform.sms(customer, ADA, { outcome: ASK_ME }),
      platform.call(customer, BO, { outcome: ASK_ME }),
    ];
    await platform.idle();
    expect(platform.clock.now()).toBe(START);
    await platform.pass(1000 * HOUR);
    for (const id of ids) {
      expect(platform.get(id)).toMatchObject({ ...HELD, sentAt: START });
      expect(isHeld(platform.get(id))).toBe(true);
      expect(platform.timeline(id)).toEqual([]);
    }
  });

  it('is held when it is sent later, too', async () => {
    const id = platform.sms(platform.customer(), ADA, { outcome: ASK_ME, sendAt: START + HOUR });
    expect(isHeld(platform.get(id))).toBe(false);
    await platform.idle();
    expect(platform.get(id)).toMatchObject({ ...HELD, sentAt: START + HOUR });
    expect(isHeld(platform.get(id))).toBe(true);
  });

  it('can be asked for by a rule and by a magic number, for calls alone as well', async () => {
    const customer = platform.customer();
    platform.rule({ number: ADA, type: 'OUTGOING_CALL' }, ASK_ME);
    const ids = [
      platform.call(customer, ADA),
      platform.sms(customer, ADA),
      platform.call(customer, MAGIC),
      platform.sms(customer, MAGIC),
    ];
    await platform.idle();
    expect(ids.map((id) => [platform.get(id).state, platform.get(id).outcome.decidedBy])).toEqual([
      ['SENT', 'RULE'],
      ['DONE', 'PROFILE'],
      ['SENT', 'MAGIC_NUMBER'],
      ['SENT', 'MAGIC_NUMBER'],
    ]);
    expect(reasonOf(platform.get(ids[2]!).outcome)).toBe('the number stands for the outcome ASK_ME');
  });

  it('takes its replies in the meantime', async () => {
    const customer = platform.customer({ settings: { inboundNumbers: [{ number: INBOUND, prefixes: [] }] } });
    const replies = [{ kind: 'SMS' as const, text: 'what?', afterMs: MINUTE }];
    const id = platform.sms(customer, ADA, { outcome: { named: 'ASK_ME', replies } });
    await platform.idle();
    expect(platform.all().map(({ type, content }) => [type, content])).toEqual([
      ['OUTGOING_SMS', 'Hello'],
      ['INCOMING_SMS', 'what?'],
    ]);
    expect(platform.get(id)).toMatchObject(HELD);
    decide(id, { status: 'DELIVERED', afterMs: 0 });
    await platform.pass(0);
    expect(told(id)).toEqual([{ at: MINUTE, status: 'DELIVERED' }]);
    expect(platform.get(id).state).toBe('DONE');
    expect(platform.all()).toHaveLength(2);
  });
});

describe('deciding it', () => {
  it('has the reports come from then on, and the timeline says who decided and when', async () => {
    const id = platform.sms(platform.customer(), ADA, { outcome: ASK_ME });
    await platform.pass(HOUR);
    const decided = decide(id, { status: 'NOT_DELIVERED', recipientStatus: 'DOESNOTEXIST', afterMs: 5000 });
    expect(decided).toEqual(platform.get(id));
    expect(decided).toMatchObject({ state: 'SENT', nextAt: START + HOUR + 5 * SECOND });
    expect(platform.timeline(id)).toEqual([]);
    await platform.idle();
    expect(platform.get(id)).toMatchObject({
      state: 'DONE',
      status: 'NOT_DELIVERED',
      recipientStatus: 'DOESNOTEXIST',
      sentAt: START,
      doneAt: START + HOUR + 5 * SECOND,
    });
    expect(platform.get(id).outcome.decidedBy).toBe('REQUEST');
    expect(reasonOf(platform.get(id).outcome)).toBe(
      'the request asked for it (decided later, at 2026-01-01T13:00:00.000Z)',
    );
  });

  it('by name says which it was', () => {
    const id = platform.sms(platform.customer(), ADA, { outcome: ASK_ME });
    expect(decide(id, { named: 'FAILURE' }).outcome.detail).toBe(
      'FAILURE, decided later, at 2026-01-01T12:00:00.000Z',
    );
  });

  it('is how a person answers a call', async () => {
    const id = platform.call(platform.customer(), ADA, { outcome: ASK_ME });
    await platform.pass(20 * SECOND);
    const answer = { status: 'DELIVERED', callLength: 12, keyChoices: ['1', '#'], afterMs: 12_000 } as const;
    decide(id, { ...answer, keyChoices: [...answer.keyChoices] });
    await platform.idle();
    expect(platform.timeline(id)).toMatchObject([
      { at: START + 32 * SECOND, status: 'DELIVERED', callLength: 12, keyChoices: ['1', '#'] },
    ]);
  });

  it('counts times in reports and replies from now, those that it was done at too', async () => {
    const customer = platform.customer({ settings: { inboundNumbers: [{ number: INBOUND, prefixes: [] }] } });
    const id = platform.sms(customer, ADA, { outcome: ASK_ME });
    await platform.pass(HOUR);
    decide(id, {
      reports: [
        { status: 'DELIVERED', afterMs: 0 },
        { status: 'DELIVERED', afterMs: MINUTE, doneAfterMs: -SECOND },
      ],
      replies: [{ kind: 'SMS', text: 'YES', afterMs: 30 * SECOND }],
    });
    await platform.idle();
    expect(told(id)).toEqual([
      { at: HOUR, status: 'DELIVERED' },
      { at: HOUR + MINUTE, status: 'DELIVERED' },
    ]);
    expect(platform.get(id).doneAt).toBe(START + HOUR - SECOND);
    expect(platform.all()[1]).toMatchObject({ content: 'YES', sentAt: START + HOUR + 30 * SECOND });
  });

  it('can be that no report ever comes', async () => {
    const id = platform.sms(platform.customer(), ADA, { outcome: ASK_ME });
    decide(id, { named: 'NEVER_REPORTED' });
    await platform.idle();
    expect(platform.get(id)).toMatchObject({ state: 'DONE', status: null, nextAt: null });
    expect(platform.timeline(id)).toEqual([]);
  });

  it('can be done again while it is not over, and then not', async () => {
    const id = platform.call(platform.customer(), ADA, { outcome: ASK_ME });
    decide(id, { named: 'NEXTATTEMPT' });
    await platform.pass(MINUTE);
    expect(statuses(id)).toEqual(['NEXTATTEMPT']);
    decide(id, ASK_ME);
    await platform.idle();
    expect(platform.clock.now()).toBe(START + MINUTE);
    expect(isHeld(platform.get(id))).toBe(true);
    decide(id, { status: 'NOTREACHED', afterMs: 0 });
    await platform.idle();
    expect(told(id)).toEqual([
      { at: 30 * SECOND, status: 'NEXTATTEMPT' },
      { at: MINUTE, status: 'NOTREACHED' },
    ]);
    expect(refusal(() => decide(id, { status: 'DELIVERED' }))).toEqual(['conflict', 'id']);
    expect(statuses(id)).toHaveLength(2);
  });

  it('takes the place of any outcome, held or not, after what has happened of it', async () => {
    const customer = platform.customer({ settings: { inboundNumbers: [{ number: INBOUND, prefixes: [] }] } });
    const id = platform.sms(customer, ADA, { outcome: { named: 'REPLIES_BEFORE_REPORT' } });
    // The reply has just come; the report of the same moment comes after it, and comes once.
    await platform.pass(5 * SECOND);
    expect(platform.all()).toHaveLength(2);
    decide(id, { status: 'UNKNOWN', afterMs: 0 });
    await platform.idle();
    expect(told(id)).toEqual([{ at: 5 * SECOND, status: 'UNKNOWN' }]);
    expect(platform.get(id).state).toBe('DONE');
    expect(platform.all()).toHaveLength(2);
  });

  it('before it is sent counts from when it is', async () => {
    const id = platform.sms(platform.customer(), ADA, { sendAt: START + HOUR });
    expect(decide(id, { status: 'FAILURE', afterMs: 7000 })).toMatchObject({
      state: 'QUEUED',
      nextAt: START + HOUR,
    });
    await platform.idle();
    expect(told(id)).toEqual([{ at: HOUR + 7 * SECOND, status: 'FAILURE' }]);
  });

  it('is refused with a status that the type does not have, and changes nothing', () => {
    const id = platform.call(platform.customer(), ADA, { outcome: ASK_ME });
    const before = platform.get(id);
    expect(refusal(() => decide(id, { status: 'NOT_DELIVERED' }))).toEqual(['invalid', 'status']);
    expect(refusal(() => decide(id, { reports: [{ status: 'FAILURE', afterMs: 0 }] }))).toEqual([
      'invalid',
      'reports',
    ]);
    expect(platform.get(id)).toEqual(before);
  });

  it('is refused for what came in', () => {
    const id = platform.write(platform.customer(), ADA, 'Hello', INBOUND);
    expect(refusal(() => decide(id, { status: 'DELIVERED' }))).toEqual(['conflict', 'id']);
  });
});

describe('a recipient who writes STOP', () => {
  it('does not undo what was sent: it stays held, and is decided as if they had not', async () => {
    const customer = platform.customer();
    const ids = [platform.sms(customer, MAGIC), platform.call(customer, MAGIC)];
    platform.write(customer, MAGIC, 'STOP', INBOUND);
    await platform.idle();
    for (const id of ids) expect(isHeld(platform.get(id))).toBe(true);
    decide(ids[1]!, { named: 'NEXTATTEMPT' });
    await platform.idle();
    expect(statuses(ids[1]!)).toEqual(['NEXTATTEMPT', 'DELIVERED']);
  });

  it('has what was still to be sent report OPTOUT, and not held', async () => {
    const customer = platform.customer();
    const id = platform.sms(customer, MAGIC, { sendAt: START + HOUR });
    platform.write(customer, MAGIC, 'STOP', INBOUND);
    await platform.idle();
    expect(statuses(id)).toEqual(['OPTOUT']);
    expect(platform.get(id).state).toBe('DONE');
  });
});

describe('a campaign', () => {
  const run = () => {
    const customer = platform.customer();
    return platform.campaign(customer, platform.project(customer).id, [ADA, BO, CIA], {
      outcomes: { [ADA]: ASK_ME, [BO]: ASK_ME },
    });
  };
  const read = (id: number) => platform.store.campaigns.get(id)!;
  const idOf = (number: string) => platform.all().find(({ recipient }) => recipient === number)!.id;

  it('goes on until all that are held are decided', async () => {
    const { id } = run();
    await platform.idle();
    expect(read(id)).toMatchObject({ state: 'RUNNING', sent: 3, done: 1, counts: { DELIVERED: 1 } });
    await platform.pass(HOUR);
    decide(idOf(ADA), { status: 'FAILURE' });
    await platform.idle();
    expect(read(id)).toMatchObject({ state: 'RUNNING', done: 2, counts: { DELIVERED: 1, FAILURE: 1 } });
    decide(idOf(BO), { named: 'NEVER_REPORTED' });
    await platform.idle();
    expect(read(id)).toMatchObject({ state: 'COMPLETED', done: 3, counts: { DELIVERED: 1, FAILURE: 1 } });
  });

  it('that is cancelled leaves them to be decided, for they were sent', async () => {
    const campaign = run();
    await platform.idle();
    actOnCampaign(platform.world, read(campaign.id), 'cancel');
    decide(idOf(ADA), { status: 'DELIVERED' });
    await platform.idle();
    expect(statuses(idOf(ADA))).toEqual(['DELIVERED']);
    expect(isHeld(platform.get(idOf(BO)))).toBe(true);
    expect(read(campaign.id)).toMatchObject({ state: 'CANCELLED', done: 2, counts: { DELIVERED: 2 } });
  });

  it('can have a data field ask for it', async () => {
    const customer = platform.customer();
    platform.campaign(customer, platform.project(customer).id, [{ number: ADA, fields: { 7: 'ask_me' } }], {
      outcomeField: 7,
    });
    await platform.idle();
    expect(isHeld(platform.get(idOf(ADA)))).toBe(true);
  });
});
