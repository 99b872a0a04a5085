import type { X509Certificate } from 'node:crypto';
import { invalid } from '../core/refusal.ts';

/** From when and until when, both included, a certificate holds. */
export function validityOf(certificate: X509Certificate): { from: Date; to: Date } {
  return { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
}

/** @throws Refusal of `field` when the certificate has expired or does not hold yet */
export function refuseUnlessValid(certificate: X509Certificate, now: Date, field: string): void {
  const { from, to } = validityOf(certificate);
  const expected = `a certificate that is valid now, ${now.toISOString()}`;
  if (now > to) throw invalid(field, `expired on ${to.toISOString()}`, expected);
  if (now < from) throw invalid(field, `is not valid before ${from.toISOString()}`, expected);
}
