import { describe, expect, it } from 'vitest';
import { turnTransactions } from '../../src/store/turn.ts';
import { SWEDISH_MOBILES, simulate } from '../support/simulation.ts';

const [number, another] = SWEDISH_MOBILES as [string, string];

describe('what is asked for in one turn of the event loop', () => {
  it('is stored by the time it is told, in the order in which it was asked for', async () => {
    const { store, sms, customer } = simulate();
    const sender = customer();
    const ids = [number, another, number].map((to) => store.inTurn(() => sms(sender, to)));
    expect(store.communications.list({ limit: 10 }, {}).items).toEqual([]);
    expect(await Promise.all(ids)).toEqual(
      store.communications.list({ limit: 10 }, {}).items.map(({ id }) => id),
    );
    expect((await store.inTurn(() => store.numberHistories.get(sender.id, number))).counts).toMatchObject({
      OUTGOING_SMS: 2,
    });
  });

  it('is kept though something else fails that was asked for beside it, of which nothing is', async () => {
    const { store, sms, customer } = simulate();
    const sender = customer();
    const results = await Promise.allSettled([
      store.inTurn(() => sms(sender, number)),
      store.inTurn(() => {
        sms(sender, number);
        throw new Error('on second thoughts');
      }),
      store.inTurn(() => sms(sender, number)),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: new Error('on second thoughts') },
      { status: 'fulfilled' },
    ]);
    expect(store.communications.list({ limit: 10 }, {}).items.map(({ nth }) => nth)).toEqual([1, 2]);
    expect(store.numberHistories.get(sender.id, number).counts.OUTGOING_SMS).toBe(2);
  });

  it('fails altogether when it cannot be stored', async () => {
    const { store, sms, customer } = simulate();
    const sender = customer();
    const results = Promise.allSettled([number, another].map((to) => store.inTurn(() => sms(sender, to))));
    store.close();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is not tried one by one in a store that is locked: each would wait as long', async () => {
    let tries = 0;
    const locked = () => {
      tries += 1;
      throw new Error('database is locked');
    };
    const inTurn = turnTransactions(locked);
    const results = await Promise.allSettled([inTurn(() => 1), inTurn(() => 2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tries).toBe(1);
  });
});
