import { expect, it, vi } from 'vitest';

it('undici, which is slow to load, is loaded by the first transport only', async () => {
  const loaded = vi.fn();
  vi.doMock('undici', (original) => {
    loaded();
    return original();
  });
  const { openTransport } = await import('../../../src/callbacks/transport/transport.ts');
  const { POLICY, TARGET } = await import('./one-request.ts');
  expect(loaded).not.toHaveBeenCalled();
  await (await openTransport(TARGET, POLICY)).close();
  expect(loaded).toHaveBeenCalledOnce();
});
