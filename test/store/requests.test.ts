import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { exchangeFacts } from '../../src/store/exchange-facts.ts';
import { type RecordedRequest, requestStore } from '../../src/store/requests.ts';
import { openStore, type Store } from '../../src/store/store.ts';

const KEEP = 10_000;
const CLEAN_EVERY = 1000;
const ALL = { limit: 1000, order: 'oldest' } as const;
const SENT = { host: 'api.wiraya.com', 'content-type': 'application/json', 'x-shop': 'Acme' };
const ANSWERED = { 'content-type': 'application/json' };

function call(customerId: number, headers: Readonly<Record<string, string>> = SENT): RecordedRequest {
  return {
    at: 0,
    endpoint: 'SendMessageFromAlpha',
    customerId,
    method: 'POST',
    url: 'https://api.wiraya.com/api/SendMessageFromAlpha/json',
    remoteAddress: '127.0.0.1',
    request: { headers, body: '{}', bytes: 2 },
    status: 200,
    response: { headers: ANSWERED, body: '{}', bytes: 2 },
    durationMs: 1,
    communicationIds: [],
    faults: [],
  };
}

describe('headers of calls', () => {
  let db: Database;
  let close: () => void;
  let facts: ReturnType<typeof exchangeFacts>;
  let requests: ReturnType<typeof requestStore>;
  const stored = () => db.prepare<[], string>('SELECT facts FROM exchange_facts ORDER BY id').pluck().all();
  const sent = () => requests.list(ALL, {}).items.map(({ request }) => request.headers);
  const answered = () => requests.list(ALL, {}).items.map(({ response }) => response.headers);

  beforeEach(() => {
    ({ db, close } = openDatabase(':memory:'));
    facts = exchangeFacts(db, CLEAN_EVERY);
    requests = requestStore(db, facts);
  });
  afterEach(() => close());

  it('are stored once when many have the same, also in turn', () => {
    const other = { ...SENT, 'content-length': '40' };
    for (let nth = 0; nth < 20; nth++) requests.add(call(1, { ...(nth % 2 === 0 ? SENT : other) }), KEEP);
    expect(sent()).toEqual(Array.from({ length: 20 }, (_, nth) => (nth % 2 === 0 ? SENT : other)));
    expect(answered()).toEqual(Array.from({ length: 20 }, () => ANSWERED));
    expect(stored().sort()).toEqual([SENT, other, ANSWERED].map((one) => JSON.stringify(one)).sort());
  });

  it('stay with the call when no other has them', () => {
    const each = Array.from({ length: 20 }, (_, nth) => ({ ...SENT, 'x-request-id': `${nth}` }));
    for (const headers of each) requests.add(call(1, headers), KEEP);
    expect(sent()).toEqual(each);
    expect(stored()).toEqual([JSON.stringify(ANSWERED)]);
  });

  it('are removed with the last call that has them', () => {
    for (let nth = 0; nth < 6; nth++)
      requests.add(call(nth < 3 ? 1 : 2, nth < 3 ? { ...SENT, mine: '1' } : SENT), KEEP);
    expect(sent()).toHaveLength(6);
    requests.remove(1);
    expect(stored().sort()).toEqual([SENT, ANSWERED].map((one) => JSON.stringify(one)).sort());
    expect(sent()).toEqual([SENT, SENT, SENT]);
    requests.remove(undefined);
    expect(stored()).toEqual([]);
    for (let nth = 0; nth < 3; nth++) requests.add(call(1), KEEP);
    expect(sent()).toEqual([SENT, SENT, SENT]);
  });

  it('are removed when the calls that have them have made way for others', () => {
    for (let round = 0; round < 30; round++) {
      for (let nth = 0; nth < 100; nth++) requests.add(call(1, { ...SENT, round: `${round}` }), 200);
    }
    expect(sent().at(-1)).toEqual({ ...SENT, round: '29' });
    expect(stored().length).toBeLessThan(20);
  });

  it('are those that were sent also when what was to be stored before could not be', () => {
    requests.add(call(1), KEEP);
    requests.save();
    db.exec(
      `CREATE TRIGGER full AFTER INSERT ON requests WHEN new.id > 3 BEGIN SELECT raise(ABORT, 'full'); END`,
    );
    for (let nth = 0; nth < 4; nth++) requests.add(call(1), KEEP);
    expect(() => requests.save()).toThrow('full');
    db.exec('DROP TRIGGER full');
    const other = { ...SENT, 'x-shop': 'another' };
    for (let nth = 0; nth < 4; nth++) requests.add(call(1, other), KEEP);
    for (let nth = 0; nth < 2; nth++) requests.add(call(1), KEEP);
    expect(sent()).toEqual([SENT, other, other, other, other, SENT, SENT]);
  });
});

describe('headers that calls of several customers have', () => {
  let store: Store;
  const cleared = { ...SENT, 'x-shop': '(cleared)' };
  const sentOf = (customerId: number) =>
    store.requests.list(ALL, { customerId }).items.map(({ request }) => request.headers);

  beforeEach(() => {
    store = openStore(':memory:');
    for (let nth = 0; nth < 6; nth++) store.requests.add(call(1 + (nth % 2)), KEEP);
  });
  afterEach(() => store.close());

  it('are cleared of personal data for one and stay for the other', () => {
    store.transaction(() => store.clearPersonalData(1));
    expect(sentOf(1)).toEqual([cleared, cleared, cleared]);
    expect(sentOf(2)).toEqual([SENT, SENT, SENT]);
    store.transaction(() => store.clearPersonalData(2));
    expect(sentOf(2)).toEqual([cleared, cleared, cleared]);
  });

  it('stay for the other when one is emptied', () => {
    store.emptyCustomer(1);
    expect(sentOf(1)).toEqual([]);
    expect(sentOf(2)).toEqual([SENT, SENT, SENT]);
    store.requests.add(call(1), KEEP);
    expect(sentOf(1)).toEqual([SENT]);
  });
});
