import fc from 'fast-check';
import { expect, it } from 'vitest';
import { communicationIdIn, trackingIdOf } from '../../src/core/tracking-id.ts';

const id = fc.integer({ min: 1, max: 2 ** 40 - 1 });

it('a tracking ID is 32 hexadecimal characters that lead back to the communication', () => {
  fc.assert(
    fc.property(id, (communicationId) => {
      const trackingId = trackingIdOf(communicationId);
      expect(trackingId).toMatch(/^[0-9a-f]{32}$/);
      expect(communicationIdIn(trackingId)).toBe(communicationId);
    }),
    { examples: [[1], [99_999_999_999], [999_999_999_999], [2 ** 32], [2 ** 40 - 1]] },
  );
});

it('a tracking ID with any character changed is none', () => {
  fc.assert(
    fc.property(id, fc.nat(31), fc.constantFrom(...'0123456789abcdefAg '), (communicationId, place, char) => {
      const trackingId = trackingIdOf(communicationId);
      fc.pre(trackingId[place] !== char);
      const changed = trackingId.slice(0, place) + char + trackingId.slice(place + 1);
      expect(communicationIdIn(changed)).toBeNull();
    }),
  );
});

it('tracking IDs of neighbours share nothing', () => {
  const ids = Array.from({ length: 1000 }, (_, index) => trackingIdOf(500_000_000_000 + index));
  for (let place = 0; place < 32; place++) {
    const counts = new Map<string, number>();
    for (const { [place]: char } of ids) counts.set(char!, (counts.get(char!) ?? 0) + 1);
    expect(counts.size, `character ${place}`).toBe(16);
    expect(Math.max(...counts.values()), `character ${place}`).toBeLessThan(125);
  }
});
