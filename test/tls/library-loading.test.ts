import { expect, it, vi } from 'vitest';
import { openAuthority } from '../../src/tls/authority.ts';
import { daysAfter, temporaryDirectory } from './support.ts';

it('the slow certificate library is loaded to issue something, and not for a stored authority', async () => {
  const directory = temporaryDirectory();
  const now = new Date();
  await openAuthority({ directory, names: ['mock.test'], now });

  vi.resetModules();
  const loaded = vi.fn();
  vi.doMock('@peculiar/x509', (original) => {
    loaded();
    return original();
  });
  const afresh = await import('../../src/tls/authority.ts');
  const stored = await afresh.openAuthority({ directory, names: ['mock.test'], now: daysAfter(now, 1) });
  expect(loaded).not.toHaveBeenCalled();
  await stored.issueClientCertificate({ commonName: 'receiver 1', days: 1, now });
  expect(loaded).toHaveBeenCalledOnce();
});
