import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { communicationIdStore } from '../../src/store/communication-ids.ts';
import { communicationStore } from '../../src/store/communications.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dueStore } from '../../src/store/due.ts';
import { numberHistoryStore } from '../../src/store/number-histories.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { sentSms } from '../support/communication.ts';

const CUSTOMER = { name: 'Acme', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
/** Few enough to be written again and again. */
const TOGETHER = 4;
/** Few enough that many are taken. */
const IDS = 60;

const wanted = fc.integer({ min: 1, max: IDS });
const happening = fc.oneof(
  { weight: 12, arbitrary: wanted },
  // Some are sent as one, the last of them in a part that fails by itself or that has all of them fail.
  {
    weight: 2,
    arbitrary: fc.record({ ids: fc.array(wanted, { minLength: 1, maxLength: 12 }), all: fc.boolean() }),
  },
  // The process is killed; it is stopped in order.
  { weight: 1, arbitrary: fc.constantFrom('kill' as const, 'stop' as const) },
);

/** IDs as one process after another has them, over the same store. */
class World {
  readonly #db: Database;
  #ids: ReturnType<typeof communicationIdStore>;
  #communications: ReturnType<typeof communicationStore>;

  constructor(db: Database) {
    this.#db = db;
    [this.#ids, this.#communications] = this.#begin();
  }

  /** @returns the ID that it got */
  send(id: number): number {
    return this.#db
      .transaction(() => this.#communications.add(sentSms({ id, customerId: 1 })).id)
      .immediate();
  }

  /** @returns the IDs that those got which were sent in the end */
  sendTogether(ids: readonly number[], allFail: boolean): number[] {
    const fail = (work: () => void) => {
      try {
        this.#db.transaction(() => {
          work();
          throw new Error('undone');
        })();
      } catch {
        this.#ids.forget();
      }
    };
    const most = ids.slice(0, -1);
    let got: number[] = [];
    const together = () => {
      got = most.map((id) => this.send(id));
      fail(() => this.send(ids.at(-1)!));
    };
    if (!allFail) this.#db.transaction(together).immediate();
    else fail(together);
    return allFail ? [] : got;
  }

  /** The ID of the communication that is found by this one. */
  found(id: number): number | undefined {
    return this.#communications.get(id)?.id;
  }

  next(orderly: boolean): void {
    if (orderly) this.#db.transaction(() => this.#ids.save()).immediate();
    [this.#ids, this.#communications] = this.#begin();
  }

  #begin() {
    const ids = communicationIdStore(this.#db, TOGETHER);
    return [
      ids,
      communicationStore(this.#db, ids, numberHistoryStore(this.#db), dueStore(this.#db)),
    ] as const;
  }
}

describe('the ID of a communication', () => {
  it('is the first free one from the wanted on, and finds it, whatever is killed, stopped or undone on the way', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 20, maxLength: 60, size: 'max' }), (happenings) => {
        const { db, close } = openDatabase(':memory:');
        try {
          const world = new World(db);
          const taken = new Set<number>();
          const take = (id: number) => {
            let free = id;
            while (taken.has(free)) free += 1;
            taken.add(free);
            return free;
          };
          for (const one of happenings) {
            if (typeof one === 'number') expect(world.send(one)).toBe(take(one));
            else if (typeof one === 'string') world.next(one === 'stop');
            else {
              const got = world.sendTogether(one.ids, one.all);
              expect(got).toEqual(one.all ? [] : one.ids.slice(0, -1).map(take));
            }
          }
          for (let id = 1; id < 2 * IDS; id++) expect(world.found(id)).toBe(taken.has(id) ? id : undefined);
        } finally {
          close();
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe('an ID that two communications have', () => {
  it('is refused when it is written', () => {
    const { db, close } = openDatabase(':memory:');
    try {
      const ids = communicationIdStore(db);
      ids.add(7, 1);
      ids.save();
      ids.add(7, 2);
      expect(() => ids.save()).toThrow('two communications have the ID 7');
    } finally {
      close();
    }
  });
});

describe('the ID of a communication that is removed', () => {
  let store: Store;
  let customerId: number;
  let another: number;
  const send = (id: number, of = customerId) => store.communications.add(sentSms({ id, customerId: of })).id;

  const failing = () => {
    send(7);
    throw new Error('undone');
  };

  beforeEach(() => {
    store = openStore(':memory:');
    customerId = store.customers.create(CUSTOMER, 'hash', 0).id;
    another = store.customers.create(CUSTOMER, 'another hash', 0).id;
  });
  afterEach(() => store.close());

  it('is free again when the part of a transaction failed that it came from', () => {
    store.transaction(() => {
      expect(send(5)).toBe(5);
      expect(() => store.apart(failing)).toThrow('undone');
      expect(store.communications.get(7)).toBeNull();
      expect([send(5), send(7)]).toEqual([6, 7]);
    });
    expect([5, 6, 7].map((id) => store.communications.get(id)?.id)).toEqual([5, 6, 7]);
  });

  it('is free again when the transaction failed', () => {
    expect(() => store.transaction(failing)).toThrow('undone');
    expect(store.communications.get(7)).toBeNull();
    expect(send(7)).toBe(7);
  });

  it('is free again, and only that, when its customer is emptied', () => {
    expect([send(7), send(8, another), send(9)]).toEqual([7, 8, 9]);
    store.emptyCustomer(customerId);
    expect([7, 8, 9].map((id) => store.communications.get(id)?.id)).toEqual([undefined, 8, undefined]);
    expect([send(7), send(8), send(10)]).toEqual([7, 9, 10]);
    // What is known of them is made anew.
    expect(() => store.transaction(failing)).toThrow('undone');
    expect([7, 8, 9, 10].map((id) => store.communications.get(id)?.id)).toEqual([7, 8, 9, 10]);
    store.emptyCustomer(customerId);
    store.emptyCustomer(another);
    expect([send(8), send(7)]).toEqual([8, 7]);
  });

  it('is free again when all is emptied', () => {
    send(7);
    store.empty(customerId);
    expect(store.communications.get(7)).toBeNull();
    expect(send(7)).toBe(7);
  });

  it('filters a list, as long as it is not', () => {
    const listed = (id: number) =>
      store.communications.list({ limit: 10, order: 'oldest' }, { id }).items.map((one) => one.id);
    send(7);
    send(8);
    expect([listed(8), listed(9)]).toEqual([[8], []]);
    store.emptyCustomer(customerId);
    expect(listed(8)).toEqual([]);
  });
});
