import { describe, expect, it } from 'vitest';
import { campaignFirstCommunicationId, communicationId } from '../../src/core/communication-id.ts';

const KEYS = Array.from({ length: 50_000 }, (_, i) => `1/OUTGOING_SMS/${447_700_900_000 + i}/1`);

describe('the ID of a communication', () => {
  it('has twelve digits, so that it fits a JSON number and is not mistaken for another ID', () => {
    const ids = KEYS.map((key) => communicationId('1', key));
    expect(ids.filter((id) => !/^[1-9]\d{11}$/.test(String(id)))).toEqual([]);
  });

  it('follows from seed and key, and hardly ever is one that another key wants', () => {
    const ids = new Set(KEYS.map((key) => communicationId('1', key)));
    expect(ids.size).toBe(KEYS.length);
    expect(communicationId('1', KEYS[0]!)).toBe([...ids][0]);
    expect(ids.has(communicationId('2', KEYS[0]!))).toBe(false);
  });
});

describe("the first ID of a campaign's run", () => {
  it('leaves room for ten million communications of twelve digits', () => {
    const firsts = Array.from({ length: 20_000 }, (_, index) => campaignFirstCommunicationId('1', index + 1));
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(100_000_000_000);
    expect(Math.max(...firsts) + 10_000_000 - 1).toBeLessThan(1_000_000_000_000);
  });

  it('differs between campaigns and seeds', () => {
    const firsts = [1, 2, 3].flatMap((id) =>
      ['1', '2'].map((seed) => campaignFirstCommunicationId(seed, id)),
    );
    expect(new Set(firsts).size).toBe(6);
  });
});
