const SECRET_NAME = /authorization|cookie|token|secret|password|key/i;
const KNOWN_SCHEME = /^(?:Basic|Bearer|Digest)(?= )/i;

/** Whether a header of this name is taken to carry a secret. */
export function isSecretHeader(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** What stands for a secret value: `***`, after the authentication scheme where there is one. */
export function maskedValue(value: string): string {
  const scheme = KNOWN_SCHEME.exec(value)?.[0];
  return scheme === undefined ? '***' : `${scheme} ***`;
}

/** A copy that can be stored and shown: values of secret headers are masked. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const name in headers) {
    masked[name] = isSecretHeader(name) ? maskedValue(headers[name]!) : headers[name]!;
  }
  return masked;
}
