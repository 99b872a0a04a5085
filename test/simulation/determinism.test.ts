import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actOnCampaign } from '../../src/simulation/campaigns.ts';
import { createCampaign } from '../../src/simulation/send.ts';
import {
  HOUR,
  IMPOSSIBLE,
  LANDLINES,
  MINUTE,
  SECOND,
  type Simulated,
  START,
  SWEDISH_MOBILES,
  simulate,
  UK_MOBILES,
  UNKNOWN,
} from '../support/simulation.ts';

interface Wanted {
  customer: number;
  call: boolean;
  number: string;
  sendAt: number;
}

/** No two are alike, so that it makes no difference which of them comes first. */
const wishes = fc.uniqueArray(
  fc.record({
    customer: fc.nat(1),
    call: fc.boolean(),
    number: fc.constantFrom(
      ...SWEDISH_MOBILES,
      ...UK_MOBILES,
      ...LANDLINES.slice(0, 99),
      ...IMPOSSIBLE,
      ...UNKNOWN,
    ),
    sendAt: fc.oneof(fc.constant(START + MINUTE), fc.integer({ min: START + MINUTE, max: START + HOUR })),
  }),
  { minLength: 2, maxLength: 25, selector: ({ customer, call, number }) => `${customer} ${call} ${number}` },
);

/** A platform with two customers, the second in test mode. */
function twoCustomers(options?: Parameters<typeof simulate>[0]) {
  const platform = simulate(options);
  return { platform, customers: [platform.customer(), platform.customer({ testMode: true })] as const };
}

function request({ platform, customers }: ReturnType<typeof twoCustomers>, wish: Wanted): number {
  const send = wish.call ? platform.call : platform.sms;
  return send(customers[wish.customer]!, wish.number, { sendAt: wish.sendAt });
}

/** All that a customer can see of what happened, by ID: without what says in which order it was accepted. */
function whatHappened(platform: Simulated) {
  return platform
    .all()
    .sort((a, b) => a.id - b.id)
    .map(({ seq, previousSeq, lastEventId, acceptedAt, ...one }) => ({
      ...one,
      events: platform.timeline(one.id).map(({ id, previousId, ...event }) => event),
    }));
}

/** The event log as a receiver of callbacks sees it. */
const story = (platform: Simulated) => platform.log().map(({ id, previousId, ...event }) => event);

describe('the same seed and the same requests', () => {
  it('give the same IDs, outcomes and log, whatever the order of the requests and the steps of time', async () => {
    const orders = wishes.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        // Where time passes between requests; all of it before the first is sent.
        pauses: fc.array(fc.nat(MINUTE / 40), { minLength: all.length, maxLength: all.length }),
        steps: fc.array(fc.nat(30 * MINUTE), { maxLength: 6 }),
        ticks: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ all, shuffled, pauses, steps, ticks }) => {
        const plain = twoCustomers();
        for (const wish of all) request(plain, wish);
        await plain.platform.idle();

        const other = twoCustomers({ ticks });
        for (const [index, wish] of shuffled.entries()) {
          request(other, wish);
          await other.platform.pass(pauses[index]!);
        }
        for (const step of steps) await other.platform.pass(step);
        await other.platform.idle();

        expect(whatHappened(other.platform)).toEqual(whatHappened(plain.platform));
        expect(story(other.platform)).toEqual(story(plain.platform));
        plain.platform.close();
        other.platform.close();
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('give the same when other requests come between', async () => {
    const alone = twoCustomers();
    const among = twoCustomers();
    const numbers = UK_MOBILES.slice(0, 100);
    for (const number of numbers) alone.platform.sms(alone.customers[0], number);
    for (const [index, number] of numbers.entries()) {
      among.platform.sms(among.customers[1], number);
      among.platform.call(among.customers[0], number);
      among.platform.sms(among.customers[0], number);
      among.platform.sms(among.customers[0], UK_MOBILES[400 + index]!);
    }
    await alone.platform.idle();
    await among.platform.idle();
    const ids = new Set(alone.platform.all().map(({ id }) => id));
    expect(whatHappened(among.platform).filter(({ id }) => ids.has(id))).toEqual(
      whatHappened(alone.platform),
    );
    alone.platform.close();
    among.platform.close();
  });

  it('give the same for every repeat of an SMS to a number, one by one', async () => {
    const run = async (gap: number) => {
      const { platform, customers } = twoCustomers();
      const ids: number[] = [];
      for (let nth = 0; nth < 30; nth++) {
        ids.push(platform.sms(customers[0], SWEDISH_MOBILES[3]!));
        await platform.pass(gap);
      }
      await platform.idle();
      const all = ids.map((id) =>
        platform.timeline(id).map(({ status, at, sentAt }) => ({ status, after: at - sentAt })),
      );
      platform.close();
      return { ids, all };
    };
    const [atOnce, hourly] = [await run(0), await run(HOUR)];
    expect(hourly).toEqual(atOnce);
    // They are not all alike, though.
    expect(new Set(atOnce.all.map((events) => JSON.stringify(events))).size).toBeGreaterThan(20);
  });

  it("give the same run of a campaign, also beside other customers' requests", async () => {
    const run = async (busy: boolean) => {
      const { platform, customers } = twoCustomers({ ticks: busy });
      const [customer, other] = customers;
      const project = platform.project(customer, { type: 'VOICE' });
      const list = platform.list(customer, UK_MOBILES.slice(0, 300));
      const { id } = createCampaign(platform.world, {
        customerId: customer.id,
        projectId: project.id,
        contactListId: list.id,
        name: 'Spring',
        rate: 7,
        startAt: null,
      });
      actOnCampaign(platform.world, platform.store.campaigns.get(id)!, 'start');
      if (busy) {
        for (const number of UK_MOBILES.slice(0, 50)) {
          platform.sms(other, number);
          await platform.pass(3 * SECOND);
        }
      }
      await platform.idle();
      const happened = whatHappened(platform).filter(({ campaignId }) => campaignId === id);
      const campaign = platform.store.campaigns.get(id);
      platform.close();
      return { happened, campaign };
    };
    const quiet = await run(false);
    expect(quiet.happened).toHaveLength(300);
    expect(await run(true)).toEqual(quiet);
  });
});

describe('another seed', () => {
  it('gives other IDs and other outcomes', async () => {
    const run = async (seed: string) => {
      const { platform, customers } = twoCustomers({ seed });
      for (const number of UK_MOBILES.slice(0, 200)) platform.sms(customers[0], number);
      await platform.idle();
      const all = platform.all();
      platform.close();
      return all;
    };
    const [one, two] = [await run('1'), await run('2')];
    const ids = new Set(one.map(({ id }) => id));
    expect(two.filter(({ id }) => ids.has(id))).toEqual([]);
    const differ = two.filter(({ doneAt }, index) => doneAt !== one[index]!.doneAt);
    expect(differ.length).toBeGreaterThan(180);
    expect(two.map(({ status }) => status)).not.toEqual(one.map(({ status }) => status));
  });
});
