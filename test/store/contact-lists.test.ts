import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';

let store: Store;
let listId: number;
beforeEach(() => {
  store = openStore(':memory:');
  const customer = { name: 'x', accountLevel: 'CONFIRMED', testMode: false, whitelistMode: false } as const;
  store.customers.create(customer, 'hash', 0);
  listId = store.contactLists.create({ customerId: 1, name: 'list', fieldNames: {} }, 0).id;
});
afterEach(() => store.close());

const recipient = (index: number) => ({
  number: String(46_701_740_605 + index),
  fields: { '1': `R${index}` },
});
const names = (id = listId) =>
  store.contactLists.recipients(id, { limit: 1000 }).items.map(({ fields }) => fields['1']);
const size = (id = listId) => store.contactLists.get(id)?.size;

describe('recipients', () => {
  it('are added all or none', () => {
    const broken = { number: null as unknown as string, fields: {} };
    expect(() => store.contactLists.addRecipients(listId, [recipient(0), broken])).toThrow();
    expect([size(), names()]).toEqual([0, []]);
    expect(() => store.contactLists.addRecipients(999, [recipient(0)])).toThrow(/FOREIGN KEY/);
    store.contactLists.addRecipients(listId, []);
    expect(size()).toBe(0);
  });

  it('come in the order in which they were added, for a campaign that works its way through', () => {
    const ids = store.contactLists.addRecipients(listId, [0, 1, 2, 3, 4].map(recipient));
    const other = store.contactLists.create({ customerId: 1, name: 'other', fieldNames: {} }, 0);
    store.contactLists.addRecipients(other.id, [recipient(9)]);
    expect(store.contactLists.recipientsAfter(listId, ids[1]!, 2).map(({ id }) => id)).toEqual([
      ids[2],
      ids[3],
    ]);
    expect(store.contactLists.recipientsAfter(listId, ids[4]!, 2)).toEqual([]);
  });
});

describe('a staging area', () => {
  it('joins the list all at once, behind those who are there', () => {
    const stage = store.contactLists.stage();
    stage.add([recipient(1), recipient(2)]);
    store.contactLists.addRecipients(listId, [recipient(0)]);
    stage.add([recipient(3)]);
    expect([size(), names()]).toEqual([1, ['R0']]);
    stage.commit(listId);
    expect([size(), names()]).toEqual([4, ['R0', 'R1', 'R2', 'R3']]);
    stage.commit(listId);
    stage.discard();
    expect([size(), names()]).toEqual([4, ['R0', 'R1', 'R2', 'R3']]);
  });

  it('that is discarded leaves nothing', () => {
    const stage = store.contactLists.stage();
    stage.add([recipient(1)]);
    stage.discard();
    stage.commit(listId);
    expect([size(), names()]).toEqual([0, []]);
  });

  it('keeps apart from another one', () => {
    const other = store.contactLists.create({ customerId: 1, name: 'other', fieldNames: {} }, 0);
    const [a, b] = [store.contactLists.stage(), store.contactLists.stage()];
    a.add([recipient(1)]);
    b.add([recipient(2)]);
    a.add([recipient(3)]);
    b.commit(other.id);
    a.commit(listId);
    expect([names(), names(other.id)]).toEqual([['R1', 'R3'], ['R2']]);
  });

  it('is left as it was when it cannot join', () => {
    const stage = store.contactLists.stage();
    stage.add([recipient(1)]);
    expect(() => stage.commit(999)).toThrow(/FOREIGN KEY/);
    stage.commit(listId);
    expect(names()).toEqual(['R1']);
  });
});

describe('a transaction', () => {
  it('that breaks off has changed nothing', () => {
    expect(() =>
      store.transaction(() => {
        store.contactLists.addRecipients(listId, [recipient(0)]);
        store.properties.named('a').write('b');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([size(), names(), store.properties.named('a').read()]).toEqual([0, [], null]);
  });
});
