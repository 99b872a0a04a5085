import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/core/profile/profile.ts';
import {
  DAY,
  HOUR,
  IMPOSSIBLE,
  LANDLINES,
  MINUTE,
  SECOND,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
  UNKNOWN,
} from '../support/simulation.ts';

const MOBILE = SWEDISH_MOBILES[0]!;
const LANDLINE = LANDLINES[0]!;

const withSms = (sms: Partial<Profile['sms']>): Profile => ({ ...SMOOTH, sms: { ...SMOOTH.sms, ...sms } });
const withCall = (call: Partial<Profile['call']>): Profile => ({
  ...SMOOTH,
  call: { ...SMOOTH.call, ...call },
});

/** What callbacks will say of it: status, recipient status, and how long after it was sent. */
type Told = [status: string | null, recipientStatus: string | null, afterMs: number];

const told = (platform: ReturnType<typeof simulate>, id: number): Told[] =>
  platform
    .timeline(id)
    .map(({ status, recipientStatus, at, sentAt }) => [status, recipientStatus, at - sentAt]);

describe('a customer in test mode (facts sheet §4)', () => {
  it.each([MOBILE, LANDLINE, IMPOSSIBLE[0]!, UNKNOWN[0]!])(
    'gets TEST at once for %s, and nothing goes out',
    async (number) => {
      const platform = simulate();
      const customer = platform.customer({ testMode: true, whitelistMode: true });
      const [sms, call] = [platform.sms(customer, number), platform.call(customer, number)];
      await platform.pass(0);
      expect(told(platform, sms)).toMatchObject([['TEST', expect.any(String), 0]]);
      expect(told(platform, call)).toEqual([['TEST', null, 0]]);
      for (const id of [sms, call]) {
        expect(platform.get(id)).toMatchObject({
          state: 'DONE',
          nextAt: null,
          outcome: { decidedBy: 'TEST_MODE' },
        });
      }
      await platform.idle();
      expect(platform.log()).toHaveLength(2);
      platform.close();
    },
  );
});

describe('a customer in whitelist mode (facts sheet §4)', () => {
  it('gets NOT_WHITELISTED at once for an SMS to any number that is not on the whitelist', async () => {
    const platform = simulate({ profile: SMOOTH });
    const customer = platform.customer({ whitelistMode: true });
    const other = platform.customer({ whitelistMode: true });
    platform.store.customers.replaceWhitelist(customer.id, [MOBILE]);
    const [listed, unlisted] = [platform.sms(customer, MOBILE), platform.sms(customer, SWEDISH_MOBILES[1]!)];
    const ofOther = platform.sms(other, MOBILE);
    await platform.idle();
    expect(platform.get(listed).status).toBe('DELIVERED');
    for (const id of [unlisted, ofOther]) {
      expect(told(platform, id)).toEqual([['NOT_WHITELISTED', 'EXISTS', 0]]);
      expect(platform.get(id).outcome.decidedBy).toBe('WHITELIST');
    }
    platform.close();
  });

  it('calls whom it likes: a call has no such status [D]', async () => {
    const platform = simulate({ profile: withCall({ answered: 1 }) });
    const call = platform.call(platform.customer({ whitelistMode: true }), MOBILE);
    await platform.idle();
    expect(platform.get(call).status).toBe('DELIVERED');
    platform.close();
  });
});

describe('a number to which no SMS or call can lead', () => {
  it.each(IMPOSSIBLE)('%s is impossible: an SMS is NOT_DELIVERED, a call INCORRECTNUMBER', async (number) => {
    const platform = simulate({ profile: SMOOTH });
    for (const accountLevel of ['CONFIRMED', 'ESTIMATED'] as const) {
      const customer = platform.customer({ accountLevel });
      const [sms, call] = [platform.sms(customer, number), platform.call(customer, number)];
      await platform.pass(MINUTE);
      expect(told(platform, sms)).toEqual([['NOT_DELIVERED', 'DOESNOTEXIST', 1500]]);
      expect(told(platform, call)).toEqual([['INCORRECTNUMBER', null, 1500]]);
      expect(platform.get(call).callLength).toBeNull();
    }
    await platform.idle();
    expect(platform.log()).toHaveLength(4);
    platform.close();
  });

  it('a landline takes no SMS, but calls', async () => {
    const platform = simulate({ profile: withCall({ answered: 1 }) });
    for (const number of [LANDLINES[0]!, LANDLINES[100]!]) {
      for (const accountLevel of ['CONFIRMED', 'ESTIMATED'] as const) {
        const customer = platform.customer({ accountLevel });
        const [sms, call] = [platform.sms(customer, number), platform.call(customer, number)];
        await platform.idle();
        expect(told(platform, sms)).toEqual([['NOT_DELIVERED', 'LANDLINENUMBER', 1500]]);
        expect(platform.get(call).status).toBe('DELIVERED');
      }
    }
    platform.close();
  });

  it.each(UNKNOWN)(
    '%s lies in no known range: the SMS waits until its validity ends, the call is never answered',
    async (number) => {
      const platform = simulate({ profile: withCall({ answered: 1 }) });
      const expected = { CONFIRMED: 'DOESNOTEXIST', ESTIMATED: 'UNKNOWN' } as const;
      for (const accountLevel of ['CONFIRMED', 'ESTIMATED'] as const) {
        const customer = platform.customer({ accountLevel });
        const [sms, call] = [platform.sms(customer, number), platform.call(customer, number)];
        await platform.idle();
        expect(told(platform, sms)).toEqual([['NOT_DELIVERED', expected[accountLevel], DAY]]);
        expect(told(platform, call).map(([status]) => status)).toEqual([
          'NEXTATTEMPT',
          'NEXTATTEMPT',
          'NOTREACHED',
        ]);
      }
      platform.close();
    },
  );
});

describe('an SMS to a mobile', () => {
  // [S]: by estimation or by operator confirmation, depending on the customer's account level.
  it.each([
    ['DELIVERED', {}, { CONFIRMED: 'EXISTS', ESTIMATED: 'EXISTS' }],
    ['FAILURE', withSms({ failure: 1 }), { CONFIRMED: 'UNKNOWN', ESTIMATED: 'EXISTS' }],
    ['UNKNOWN', withSms({ unknown: 1 }), { CONFIRMED: 'UNKNOWN', ESTIMATED: 'EXISTS' }],
    ['NOT_DELIVERED', withSms({ notDelivered: 1 }), { CONFIRMED: 'EXISTS', ESTIMATED: 'EXISTS' }],
    ['NOT_DELIVERED', { unassignedNumbers: 1 }, { CONFIRMED: 'DOESNOTEXIST', ESTIMATED: 'EXISTS' }],
  ] as const)('ends as %s when the profile (%j) says so', async (status, profile, recipientStatus) => {
    const platform = simulate({ profile: { ...SMOOTH, ...profile } });
    for (const accountLevel of ['CONFIRMED', 'ESTIMATED'] as const) {
      const sms = platform.sms(platform.customer({ accountLevel }), MOBILE);
      await platform.idle();
      expect(told(platform, sms)).toMatchObject([
        [status, recipientStatus[accountLevel], expect.any(Number)],
      ]);
      expect(platform.get(sms)).toMatchObject({ status, state: 'DONE', outcome: { decidedBy: 'PROFILE' } });
    }
    platform.close();
  });

  it('is reported on within seconds, with a long tail; an unanswered phone only when its validity ends', async () => {
    const platform = simulate();
    const customer = platform.customer();
    for (const number of UK_MOBILES) platform.sms(customer, number);
    await platform.idle();
    const all = platform.all().map(({ id }) => told(platform, id)[0]!);
    const share = (of: (told: Told) => boolean) => all.filter(of).length / all.length;
    const delivered = all.filter(([status]) => status === 'DELIVERED').map(([, , ms]) => ms);
    delivered.sort((a, b) => a - b);

    expect(share(([status]) => status === 'DELIVERED')).toBeGreaterThan(0.87);
    expect(share(([status]) => status === 'DELIVERED')).toBeLessThan(0.94);
    expect(share(([, recipientStatus]) => recipientStatus === 'DOESNOTEXIST')).toBeLessThan(0.04);
    for (const status of ['FAILURE', 'UNKNOWN', 'NOT_DELIVERED']) {
      expect(
        share(([one]) => one === status),
        status,
      ).toBeGreaterThan(0.002);
    }
    const median = delivered[Math.floor(delivered.length / 2)]!;
    expect(median).toBeGreaterThan(3 * SECOND);
    expect(median).toBeLessThan(6 * SECOND);
    expect(delivered[0]).toBeGreaterThan(100);
    expect(delivered[Math.floor(delivered.length * 0.99)]).toBeGreaterThan(10 * MINUTE);
    expect(delivered.at(-1)).toBeLessThanOrEqual(DAY);
    const unanswered = all.filter(([status, exists]) => status === 'NOT_DELIVERED' && exists === 'EXISTS');
    expect(unanswered.every(([, , ms]) => ms === DAY)).toBe(true);
    platform.close();
  });

  it('arrives before its validity ends, or not at all', async () => {
    const profile = withSms({ late: 1, lateMeanMs: 2 * HOUR, validityMs: HOUR });
    const platform = simulate({ profile });
    const customer = platform.customer();
    const ids = SWEDISH_MOBILES.map((number) => platform.sms(customer, number));
    await platform.idle();
    const waits = ids.map((id) => told(platform, id)[0]![2]);
    expect(Math.max(...waits)).toBe(HOUR);
    expect(waits.filter((ms) => ms < HOUR).length).toBeGreaterThan(20);
    platform.close();
  });

  it('does not arrive at a number that nobody has, whoever sends it and however often', async () => {
    const platform = simulate({ profile: { ...SMOOTH, unassignedNumbers: 0.5 } });
    const customers = [platform.customer(), platform.customer()];
    const outcomes = SWEDISH_MOBILES.map((number) =>
      customers.flatMap((customer) => [platform.sms(customer, number), platform.sms(customer, number)]),
    );
    await platform.idle();
    const statuses = outcomes.map((ids) => new Set(ids.map((id) => platform.get(id).status)));
    expect(statuses.every(({ size }) => size === 1)).toBe(true);
    const nobody = statuses.filter((all) => all.has('NOT_DELIVERED')).length;
    expect(nobody).toBeGreaterThan(30);
    expect(nobody).toBeLessThan(65);
    platform.close();
  });

  it('says how many parts its content takes, and holds the content as sent', () => {
    const platform = simulate();
    const customer = platform.customer();
    const project = platform.project(customer, { template: 'Hi {1}, {2}' });
    const sms = platform.sms(customer, MOBILE, {
      projectId: project.id,
      content: undefined,
      sender: undefined,
      fields: { 1: 'Ada', 2: '€'.repeat(80) },
    });
    expect(platform.get(sms)).toMatchObject({
      content: `Hi Ada, ${'€'.repeat(80)}`,
      smsParts: 2,
      sender: project.sender,
      projectId: project.id,
      recipientId: null,
      campaignId: null,
    });
    platform.close();
  });
});

describe('a call', () => {
  it('that is not answered gives NEXTATTEMPT until its attempts are used up, then NOTREACHED (facts sheet §4)', async () => {
    const profile = withCall({ answered: 0, attempts: 4 });
    const platform = simulate({ profile });
    const customer = platform.customer();
    for (const number of [...SWEDISH_MOBILES, ...LANDLINES.slice(0, 50)]) platform.call(customer, number);
    await platform.idle();
    for (const call of platform.all()) {
      const events = platform.timeline(call.id);
      expect(events.map(({ status }) => status)).toEqual([
        'NEXTATTEMPT',
        'NEXTATTEMPT',
        'NEXTATTEMPT',
        'NOTREACHED',
      ]);
      let dialled = START;
      for (const { at, sentAt, doneAt, callLength, keyChoices } of events) {
        // It rings for a while, and is tried again after the pause.
        expect(at - dialled).toBeGreaterThanOrEqual(profile.call.ringMs.min);
        expect(at - dialled).toBeLessThanOrEqual(profile.call.ringMs.max);
        expect({ sentAt, doneAt, callLength, keyChoices }).toEqual({
          sentAt: START,
          doneAt: at,
          callLength: null,
          keyChoices: null,
        });
        dialled = at + profile.call.pauseMs;
      }
      expect(call).toMatchObject({ state: 'DONE', status: 'NOTREACHED', nextAt: null });
    }
    platform.close();
  });

  it('that has one attempt gives NOTREACHED at once', async () => {
    const platform = simulate({ profile: withCall({ answered: 0, attempts: 1 }) });
    const call = platform.call(platform.customer(), MOBILE);
    await platform.pass(MINUTE);
    expect(platform.timeline(call).map(({ status }) => status)).toEqual(['NOTREACHED']);
    platform.close();
  });

  it('that is answered lasts a second or more, in whole seconds, with choices among the keys asked for', async () => {
    const profile = withCall({ answered: 1, medianLengthMs: 2 * SECOND, keys: ['4', '*'], maxChoices: 2 });
    const platform = simulate({ profile });
    const customer = platform.customer();
    for (const number of UK_MOBILES.slice(0, 400)) platform.call(customer, number);
    await platform.idle();
    const pressed = new Set<string>();
    for (const { id } of platform.all()) {
      const [event, ...more] = platform.timeline(id);
      expect(more).toEqual([]);
      expect(event!.status).toBe('DELIVERED');
      expect(Number.isInteger(event!.callLength)).toBe(true);
      expect(event!.callLength).toBeGreaterThanOrEqual(1);
      const ring = event!.at - START - event!.callLength! * SECOND;
      expect(ring).toBeGreaterThanOrEqual(profile.call.ringMs.min);
      expect(ring).toBeLessThanOrEqual(profile.call.ringMs.max);
      pressed.add(event!.keyChoices!.join(','));
    }
    expect([...pressed].sort()).toEqual(['', '*', '*,*', '*,4', '4', '4,*', '4,4']);
    platform.close();
  });

  it('that is answered later says at each moment what was so at that moment', async () => {
    const platform = simulate({ profile: withCall({ answered: 0.5 }) });
    const customer = platform.customer();
    for (const number of UK_MOBILES.slice(0, 60)) platform.call(customer, number);
    await platform.idle();
    const late = platform.all().filter(({ status, steps }) => status === 'DELIVERED' && steps > 1);
    expect(late.length).toBeGreaterThan(5);
    for (const { id, steps, callLength } of late) {
      const events = platform.timeline(id);
      expect(events).toHaveLength(steps);
      for (const event of events.slice(0, -1)) {
        expect(event).toMatchObject({ status: 'NEXTATTEMPT', callLength: null, keyChoices: null });
      }
      expect(events.at(-1)).toMatchObject({ status: 'DELIVERED', callLength });
    }
    platform.close();
  });

  it('is answered by about as many as the profile says', async () => {
    const platform = simulate({ profile: withCall({ answered: 0.6, attempts: 1 }) });
    const customer = platform.customer();
    for (const number of UK_MOBILES) platform.call(customer, number);
    await platform.idle();
    const answered = platform.all().filter(({ status }) => status === 'DELIVERED').length;
    expect(Math.abs(answered - 0.6 * UK_MOBILES.length)).toBeLessThan(0.06 * UK_MOBILES.length);
    platform.close();
  });
});

describe('a communication for later', () => {
  it('waits until its time, and is then sent and reported on as any other', async () => {
    const platform = simulate({ profile: SMOOTH });
    const customer = platform.customer();
    const sms = platform.sms(customer, MOBILE, { sendAt: START + HOUR });
    expect(platform.get(sms)).toMatchObject({
      state: 'QUEUED',
      acceptedAt: START,
      sentAt: null,
      nextAt: START + HOUR,
    });
    await platform.pass(HOUR - 1);
    expect(platform.get(sms)).toMatchObject({ state: 'QUEUED', sentAt: null, status: null });
    await platform.pass(1);
    expect(platform.get(sms)).toMatchObject({
      state: 'SENT',
      sentAt: START + HOUR,
      status: null,
      doneAt: null,
    });
    expect(platform.log()).toEqual([]);
    await platform.idle();
    const { sentAt, doneAt, state } = platform.get(sms);
    expect({ sentAt, state }).toEqual({ sentAt: START + HOUR, state: 'DONE' });
    expect(doneAt).toBeGreaterThan(START + HOUR);
    expect(platform.log()).toMatchObject([{ status: 'DELIVERED', sentAt, at: doneAt, doneAt }]);
    platform.close();
  });

  it('is reported on with the sending when nothing is to be waited for', async () => {
    const platform = simulate();
    const sms = platform.sms(platform.customer({ testMode: true }), MOBILE, { sendAt: START + HOUR });
    await platform.pass(HOUR);
    expect(told(platform, sms)).toEqual([['TEST', 'EXISTS', 0]]);
    expect(platform.get(sms)).toMatchObject({ sentAt: START + HOUR, doneAt: START + HOUR, state: 'DONE' });
    platform.close();
  });

  it('is sent at once when that time has passed', () => {
    const platform = simulate();
    const sms = platform.sms(platform.customer(), MOBILE, { sendAt: START - DAY });
    expect(platform.get(sms)).toMatchObject({ state: 'SENT', sentAt: START, acceptedAt: START });
    platform.close();
  });
});

describe('a request that cannot be carried out', () => {
  const problem = (field: string) =>
    expect.objectContaining({ problems: [expect.objectContaining({ field })] });

  it('is refused with the field that is wrong, and leaves nothing behind', () => {
    const platform = simulate();
    const [customer, other] = [platform.customer(), platform.customer()];
    const [sms, voice] = [platform.project(customer), platform.project(customer, { type: 'VOICE' })];
    const refused = (field: string, work: () => unknown) => expect(work).toThrow(problem(field));
    refused('customerId', () => platform.sms({ ...customer, id: 99 }, MOBILE));
    refused('projectId', () => platform.sms(customer, MOBILE, { projectId: 99 }));
    refused('projectId', () => platform.sms(other, MOBILE, { projectId: sms.id }));
    refused('projectId', () => platform.sms(customer, MOBILE, { projectId: voice.id }));
    refused('projectId', () => platform.call(customer, MOBILE, { projectId: sms.id }));
    refused('sender', () => platform.sms(customer, MOBILE, { sender: undefined }));
    refused('content', () => platform.sms(customer, MOBILE, { content: undefined }));
    refused('content', () => platform.call(customer, MOBILE, { content: 'Hello' }));
    expect(platform.all()).toEqual([]);
    platform.close();
  });
});

describe('whatever is sent, to whatever number', () => {
  // Facts sheet §1 [D], [S].
  const SMS_STATUSES = ['DELIVERED', 'NOT_DELIVERED', 'NOT_WHITELISTED', 'FAILURE', 'UNKNOWN', 'TEST'];
  const CALL_STATUSES = ['DELIVERED', 'NEXTATTEMPT', 'NOTREACHED', 'INCORRECTNUMBER', 'TEST'];
  const RECIPIENT_STATUSES = ['EXISTS', 'DOESNOTEXIST', 'UNKNOWN', 'LANDLINENUMBER'];

  const number = fc.oneof(
    fc.constantFrom(...SWEDISH_MOBILES),
    fc.constantFrom(...UK_MOBILES),
    fc.constantFrom(...LANDLINES),
    fc.constantFrom(...IMPOSSIBLE),
    fc.constantFrom(...UNKNOWN),
  );
  const modes = fc.record({
    testMode: fc.constantFrom(false, false, true),
    whitelistMode: fc.constantFrom(false, false, true),
    accountLevel: fc.constantFrom('CONFIRMED' as const, 'ESTIMATED' as const),
  });
  const requests = fc.array(
    fc.record({ call: fc.boolean(), number, later: fc.option(fc.nat(2 * HOUR), { nil: null }) }),
    { minLength: 20, maxLength: 40 },
  );

  const troubled = withSms({ failure: 0.2, unknown: 0.2, notDelivered: 0.2 });

  it('has the documented statuses only, those of its own type, and a story that makes sense', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), modes, requests, async (seed, given, wanted) => {
        const platform = simulate({ seed, profile: { ...troubled, unassignedNumbers: 0.2 } });
        const customer = platform.customer(given);
        for (const { call, number, later } of wanted) {
          const sendAt = later === null ? undefined : START + later;
          if (call) platform.call(customer, number, { sendAt });
          else platform.sms(customer, number, { sendAt });
        }
        await platform.idle();
        const all = platform.all();
        expect(all).toHaveLength(wanted.length);
        for (const one of all) {
          const events = platform.timeline(one.id);
          const call = one.type === 'OUTGOING_CALL';
          for (const event of events) {
            seen.add(`${one.type} ${event.status}`);
            expect(call ? CALL_STATUSES : SMS_STATUSES).toContain(event.status);
            expect(call ? [null] : RECIPIENT_STATUSES).toContain(event.recipientStatus);
            expect(event.type).toBe(one.type);
            expect(event.sentAt).toBe(one.sentAt);
            expect(event.doneAt).toBe(event.at);
            expect(event.at).toBeGreaterThanOrEqual(one.sentAt!);
            expect(event.callLength !== null).toBe(call && event.status === 'DELIVERED');
            expect(event.keyChoices !== null).toBe(call && event.status === 'DELIVERED');
          }
          const statuses = events.map(({ status }) => status);
          expect(statuses.slice(0, -1).every((status) => status === 'NEXTATTEMPT')).toBe(true);
          expect(statuses.at(-1)).not.toBe('NEXTATTEMPT');
          expect(one).toMatchObject({
            state: 'DONE',
            status: statuses.at(-1),
            steps: events.length,
            nextAt: null,
            doneAt: events.at(-1)!.at,
          });
        }
        platform.close();
      }),
      { numRuns: 25, seed: 1 },
    );
    expect([...seen].sort()).toEqual(
      [
        ...SMS_STATUSES.map((s) => `OUTGOING_SMS ${s}`),
        ...CALL_STATUSES.map((s) => `OUTGOING_CALL ${s}`),
      ].sort(),
    );
  });
});
