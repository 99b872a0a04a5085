import { X509Certificate } from 'node:crypto';
import { invalid } from '../core/refusal.ts';
import { refuseUnlessValid } from './validity.ts';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Checks what a callback trusts its receiver by (`tls.ca`): one or more certificates in PEM, each of an
 * authority or self-signed [S], and valid at `now`.
 * @throws Refusal of `field`, with the number of the certificate at fault when there are several
 */
export function inspectCa(pem: string, now: Date, field: string): void {
  const blocks = pem.match(PEM_CERTIFICATE) ?? [];
  const expected = 'one or more CA certificates in PEM, from -----BEGIN CERTIFICATE----- on';
  if (blocks.length === 0) throw invalid(field, 'holds no certificate in PEM', expected);
  // A file cut off in the middle must not pass for the certificates before the cut.
  const begun = pem.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (blocks.length !== begun) throw invalid(field, 'holds a certificate without its end', expected);
  for (const block of blocks) {
    const certificate = readCertificate(block);
    if (!certificate) throw invalid(field, 'holds a damaged certificate', expected);
    if (!certificate.ca && !isSelfSigned(certificate)) {
      throw invalid(field, `${certificate.subject} is neither an authority nor self-signed`, expected);
    }
    refuseUnlessValid(certificate, now, field);
  }
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}
