import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSame } from '../../src/core/recent-texts.ts';
import type { CommunicationType } from '../../src/core/vocabulary.ts';
import { communicationIdStore } from '../../src/store/communication-ids.ts';
import { communicationStore } from '../../src/store/communications.ts';
import { customerStore } from '../../src/store/customers.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dueStore } from '../../src/store/due.ts';
import { type NumberHistory, numberHistoryStore } from '../../src/store/number-histories.ts';
import { sentSms } from '../support/communication.ts';

const NUMBERS = Array.from({ length: 12 }, (_, index) => `4670174060${index}`);
const TEXTS = ['Hello', 'See you', 'Yes'];
const TYPES: readonly CommunicationType[] = [
  'OUTGOING_SMS',
  'INCOMING_SMS',
  'OUTGOING_CALL',
  'INCOMING_CALL',
];
const CUSTOMER = { name: 'Acme', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
/** Few enough to be written again and again. */
const TOGETHER = 4;

interface Said {
  number: string;
  type: CommunicationType;
  text: string;
}

const said = fc.record({
  number: fc.constantFrom(...NUMBERS),
  type: fc.constantFrom(...TYPES),
  text: fc.constantFrom(...TEXTS),
});
const happening = fc.oneof(
  { weight: 12, arbitrary: said },
  // The process is killed; it is stopped in order; what it did last is undone.
  { weight: 1, arbitrary: fc.constantFrom('kill' as const, 'stop' as const, 'undo' as const) },
);

/** Histories as one process after another has them, over the same store. */
class World {
  readonly #db: Database;
  readonly #customerId: number;
  readonly #ids: ReturnType<typeof communicationIdStore>;
  #histories: ReturnType<typeof numberHistoryStore>;
  #now = 0;

  constructor(db: Database) {
    this.#db = db;
    this.#customerId = customerStore(db).create(CUSTOMER, 'hash', 0).id;
    this.#ids = communicationIdStore(db);
    this.#histories = numberHistoryStore(db, TOGETHER);
  }

  /** Stores a communication, and what it changes. */
  say({ number, type, text }: Said, undone = false): void {
    const work = this.#db.transaction(() => {
      const history = this.of(number);
      const incoming = type.startsWith('INCOMING');
      const content = type.endsWith('SMS') ? text : null;
      this.#now += 1;
      const { seq } = communicationStore(this.#db, this.#ids, this.#histories, dueStore(this.#db)).add(
        sentSms({
          id: this.#now,
          customerId: this.#customerId,
          type,
          recipient: incoming ? '71120' : number,
          nth: history.counts[type] + 1,
          sender: incoming ? number : 'Acme',
          content,
          acceptedAt: this.#now,
          sentAt: this.#now,
        }),
      );
      this.#histories.add(history, { seq, type, content, acceptedAt: this.#now });
      if (undone) throw new Error('undone');
    });
    try {
      work.immediate();
    } catch {
      this.#histories.forget();
      this.#ids.forget();
    }
  }

  of(number: string): NumberHistory {
    return this.#histories.get(this.#customerId, number);
  }

  next(orderly: boolean): void {
    if (orderly) this.#db.transaction(this.#histories.save).immediate();
    this.#histories = numberHistoryStore(this.#db, TOGETHER);
  }
}

describe('what there was between a customer and a number', () => {
  it('is known, whatever is killed, stopped or undone on the way', () => {
    let kills = 0;
    fc.assert(
      fc.property(fc.array(happening, { minLength: 20, maxLength: 100, size: 'max' }), (happenings) => {
        const { db, close } = openDatabase(':memory:');
        try {
          const world = new World(db);
          const all: Said[] = [];
          for (const one of happenings) {
            if (typeof one === 'object') {
              world.say(one);
              all.push(one);
            } else if (one === 'undo')
              world.say({ number: NUMBERS[0]!, type: 'OUTGOING_SMS', text: 'No' }, true);
            else world.next(one === 'stop');
            if (one === 'kill') kills += 1;
          }
          for (const number of NUMBERS) {
            const mine = all.filter((one) => one.number === number);
            const { counts, recent } = world.of(number);
            const counted = TYPES.map((type) => mine.filter((one) => one.type === type).length);
            expect(TYPES.map((type) => counts[type])).toEqual(counted);
            for (const text of TEXTS) {
              const same = mine.filter((one) => one.type === 'OUTGOING_SMS' && one.text === text).length;
              expect(countSame(recent, text, 0)).toBe(same);
            }
          }
        } finally {
          close();
        }
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(kills).toBeGreaterThan(50);
  });
});
