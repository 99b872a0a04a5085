import { beforeEach, describe, expect, it } from 'vitest';
import { Alive } from '../../src/simulation/alive.ts';
import { simulation } from '../../src/simulation/simulation.ts';
import {
  HOUR,
  MINUTE,
  type Simulated,
  SMOOTH,
  START,
  SWEDISH_MOBILES,
  simulate,
} from '../support/simulation.ts';

const MOBILE = SWEDISH_MOBILES[0]!;

let platform: Simulated;

beforeEach(() => {
  platform = simulate({ profile: { ...SMOOTH, call: { ...SMOOTH.call, answered: 0 } } });
  return () => platform.close();
});

/** How many communications an advance says that it has changed. */
const changedBy = (target: number | { by: number } | 'idle'): Promise<number> =>
  platform.clock.advance(target, () => platform.world.tally.begin());

describe('how many communications an advance has changed', () => {
  it('is how many were reported on, each once however often it was', async () => {
    const customer = platform.customer();
    for (const number of SWEDISH_MOBILES.slice(0, 10)) platform.call(customer, number);
    expect(await changedBy('idle')).toBe(10);
    expect(platform.log()).toHaveLength(30);
  });

  it('is none when nothing was due', async () => {
    const customer = platform.customer();
    platform.call(customer, MOBILE);
    await platform.idle();
    expect(await changedBy({ by: HOUR })).toBe(0);
  });

  it('has those that were sent later as one too, with or without their report', async () => {
    const customer = platform.customer();
    for (const minutes of [10, 20, 30]) platform.sms(customer, MOBILE, { sendAt: START + minutes * MINUTE });
    expect(await changedBy(START + 20 * MINUTE)).toBe(2);
    // The report on the second, and all of the third.
    expect(await changedBy('idle')).toBe(2);
  });

  it('has those that a campaign sent, and those that came in as replies', async () => {
    const customer = platform.customer();
    platform.campaign(customer, platform.project(customer).id, SWEDISH_MOBILES.slice(0, 20));
    platform.sms(customer, '447700900300');
    expect(await changedBy('idle')).toBe(22);
    expect(platform.all()).toHaveLength(22);
  });

  it('has one that was sent at the very instant at which the advance began once only', async () => {
    platform.sms(platform.customer(), MOBILE, { sendAt: START + HOUR });
    platform.clock.set({ now: START + HOUR });
    expect(await changedBy('idle')).toBe(1);
  });

  it('has one once only whose time passed when the clock was set', async () => {
    platform.sms(platform.customer(), MOBILE, { sendAt: START + HOUR });
    platform.clock.set({ now: START + 2 * HOUR });
    expect(await changedBy({ by: HOUR })).toBe(1);
  });

  it('has those that came in of their own accord, while the platform keeps itself busy', async () => {
    platform.customer();
    platform.clock.start([simulation(platform.world), new Alive(platform.world, true)]);
    const changed = await changedBy({ by: 20 * MINUTE });
    expect(platform.all().some(({ type }) => type === 'INCOMING_SMS')).toBe(true);
    expect(changed).toBe(platform.all().length);
  });
});
