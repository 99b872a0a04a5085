import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { communicationIdStore } from '../../src/store/communication-ids.ts';
import { communicationStore } from '../../src/store/communications.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dueStore } from '../../src/store/due.ts';
import { numberHistoryStore } from '../../src/store/number-histories.ts';
import { wiper } from '../../src/store/wipe.ts';
import { sentSms } from '../support/communication.ts';

/** Few enough to be filed again and again. */
const TOGETHER = 4;
const LAST_TIME = 20;

const time = fc.integer({ min: 0, max: LAST_TIME });
const later = fc.option(time);
const customer = fc.constantFrom(1, 2);
const sent = fc.record({ at: later, inCampaign: fc.boolean(), customer });
const happening = fc.oneof(
  { weight: 10, arbitrary: fc.record({ send: sent }) },
  // Of those that are due, some happen, and then are due again or not.
  {
    weight: 5,
    arbitrary: fc.record({ until: time, limit: fc.integer({ min: 1, max: 6 }), next: fc.array(later) }),
  },
  // All of one customer's are removed, and `seq` is given again.
  { weight: 1, arbitrary: fc.record({ removed: customer }) },
  // Whatever the last of them was is undone; the process is killed.
  { weight: 1, arbitrary: fc.record({ undone: sent }) },
  { weight: 1, arbitrary: fc.constant('kill' as const) },
);

interface Sent {
  at: number | null;
  inCampaign: boolean;
  customer: number;
}

/** Communications as one process after another has them, over the same store. */
class World {
  readonly #db: Database;
  communications: ReturnType<typeof communicationStore>;
  forget = () => {};
  #save = () => {};

  constructor(db: Database) {
    this.#db = db;
    this.communications = this.begin();
  }

  begin() {
    const due = dueStore(this.#db, TOGETHER);
    const ids = communicationIdStore(this.#db);
    this.#save = () => ids.save();
    this.forget = () => {
      due.forget();
      ids.forget();
    };
    this.communications = communicationStore(this.#db, ids, numberHistoryStore(this.#db), due);
    return this.communications;
  }

  remove(customerId: number): void {
    this.#save();
    wiper(this.#db).customer(customerId);
    this.forget();
  }

  send(id: number, { at, inCampaign, customer: customerId }: Sent): void {
    this.communications.add(sentSms({ id, customerId, campaignId: inCampaign ? 1 : null, nextAt: at }));
  }
}

describe('what falls due', () => {
  it('does so by time and then by ID, whatever is filed, killed or undone on the way', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 20, maxLength: 60, size: 'max' }), (happenings) => {
        const { db, close } = openDatabase(':memory:');
        try {
          const world = new World(db);
          const times = new Map<number, number>();
          const customers = new Map<number, number>();
          const inOrder = () => [...times].sort(([a, at], [b, bt]) => at - bt || a - b).map(([id]) => id);
          let id = 0;
          for (const one of happenings) {
            if (one === 'kill') world.begin();
            else if ('removed' in one) {
              world.remove(one.removed);
              for (const [each, whose] of customers) if (whose === one.removed) times.delete(each);
            } else if ('send' in one) {
              id += 1;
              customers.set(id, one.send.customer);
              world.send(id, one.send);
              if (one.send.at !== null) times.set(id, one.send.at);
            } else if ('undone' in one) {
              const undone = db.transaction(() => {
                world.send(id + 1, one.undone);
                for (const moving of world.communications.due(LAST_TIME, 3))
                  world.communications.saveProgress({ ...moving, nextAt: null });
                throw new Error('undone');
              });
              expect(undone).toThrow('undone');
              world.forget();
            } else {
              const due = world.communications.due(one.until, one.limit);
              const expected = inOrder().filter((each) => times.get(each)! <= one.until);
              expect(due.map((each) => each.id)).toEqual(expected.slice(0, one.limit));
              for (const [place, next] of one.next.slice(0, due.length).entries()) {
                const moved = { ...due[place]!, nextAt: next };
                world.communications.saveProgress(moved);
                if (next === null) times.delete(moved.id);
                else times.set(moved.id, next);
              }
            }
            expect(world.communications.nextDue()).toBe(
              times.size === 0 ? null : Math.min(...times.values()),
            );
          }
          expect(world.communications.due(LAST_TIME, 1000).map((each) => each.id)).toEqual(inOrder());
        } finally {
          close();
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('is found anew from what is stored without reading far back', () => {
    const { db, close } = openDatabase(':memory:');
    try {
      const world = new World(db);
      for (let id = 1; id <= 100; id++)
        world.send(id, { at: id === 1 ? LAST_TIME : null, inCampaign: false, customer: 1 });
      const filedUpTo = db.prepare(`SELECT value FROM properties WHERE name = 'dueUpTo'`).pluck().get();
      expect(Number(filedUpTo)).toBeGreaterThan(100 - 5 * TOGETHER);
      world.begin();
      expect(world.communications.nextDue()).toBe(LAST_TIME);
    } finally {
      close();
    }
  });
});
