import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../../src/callbacks/outbox.ts';
import { Sending, type Work } from '../../src/callbacks/sending.ts';

/** Only what it is told from others by. */
const outgoing = (id: number) =>
  ({ delivery: { id, items: 1, nextAttemptAt: null }, events: [] }) as unknown as Outgoing;

/** Two at a time of five, each answered when the test says so, with something that breaks. */
function broken(what: Partial<Work>) {
  const queue = [1, 2, 3, 4, 5].map(outgoing);
  const endings = new Map<number, { settled(taken: boolean): void; failed(reason: Error): void }>();
  const sending = new Sending(2, {
    attempt: (one, attempting) =>
      endings.set(one.delivery.id, {
        settled: (taken) => attempting.settled(one, taken),
        failed: (reason) => attempting.failed(reason),
      }),
    more: () => queue.splice(0),
    now: () => 0,
    goesOn: () => true,
    ...what,
  });
  return { sending, endings, sent: () => [...endings.keys()] };
}

describe('work that throws', () => {
  it('while requests are under way sends nothing more, and ends the sending when these are answered', async () => {
    const some = [[1, 2, 3]];
    const { sending, endings, sent } = broken({
      more() {
        const next = some.shift();
        if (!next) throw new Error('broken');
        return next.map(outgoing);
      },
    });
    expect(sending.fill()).toBe(true);
    for (const answered of [1, 2]) {
      endings.get(answered)!.settled(true);
      await sending.answered();
      expect(sending.fill()).toBe(true);
    }
    endings.get(3)!.settled(true);
    await sending.answered();
    expect(() => sending.fill()).toThrow('broken');
    expect(sent()).toEqual([1, 2, 3]);
  });

  it('before anything is under way ends it at once', () => {
    const { sending } = broken({
      more() {
        throw new Error('broken');
      },
    });
    expect(() => sending.fill()).toThrow('broken');
  });

  it('when a request is to be made ends it too', async () => {
    const attempted: number[] = [];
    const { sending } = broken({
      attempt(one, attempting) {
        attempted.push(one.delivery.id);
        if (one.delivery.id === 2) throw new Error('broken');
        setImmediate(() => attempting.settled(one, true));
      },
    });
    expect(sending.fill()).toBe(true);
    await sending.answered();
    expect(() => sending.fill()).toThrow('broken');
    expect(attempted).toEqual([1, 2]);
  });

  it('with an answer ends it when the other one is there', async () => {
    const { sending, endings, sent } = broken({});
    sending.fill();
    endings.get(2)!.failed(new Error('broken'));
    await sending.answered();
    expect(sending.fill()).toBe(true);
    endings.get(1)!.settled(true);
    await sending.answered();
    expect(() => sending.fill()).toThrow('broken');
    expect(sent()).toEqual([1, 2]);
  });
});
