import { describe, expect } from 'vitest';
import { test, wirayaTest } from '../../src/vitest.ts';

const SMS = { recipient: '46701740605' };

describe('a platform for a file', () => {
  const seen: { url: string; now: string; id: number }[] = [];

  test.for([1, 2])(
    'is the same one for each test, as it was at the beginning (%i)',
    async (_, { wiraya }) => {
      expect((await wiraya.api.listCommunications()).items).toEqual([]);
      const { now, mode } = await wiraya.api.getClock();
      expect(mode).toBe('manual');
      const { id } = await wiraya.send(SMS);
      await wiraya.advance('PT1H');
      await wiraya.api.setClock({ mode: 'real' });
      seen.push({ url: wiraya.httpUrl, now, id });
      expect(seen.every((one) => one.url === seen[0]!.url && one.now === now && one.id === id)).toBe(true);
    },
  );
});

describe('a platform for a test', () => {
  const authorities = new Set<string>();

  wirayaTest({ scope: 'test', seed: 'mine' }).for([1, 2])(
    'is one of its own, with options (%i)',
    async (count, { wiraya }) => {
      expect((await wiraya.api.getHealth()).seed).toBe('mine');
      authorities.add(wiraya.caCertificate);
      expect(authorities.size).toBe(count);
    },
  );
});
