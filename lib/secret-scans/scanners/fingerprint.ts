// By what a finding is known in every scan: whoever holds a list of these cannot tell the secrets by trying.
import { createHmac } from 'node:crypto';

/** The key that fingerprints are made with; `secret` is what `loadSecret` gives. */
export function fingerprintKey(secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('fingerprints of findings').digest();
}

/** The same secret by the same rule in the same path has the same one; another secret there has another. */
export function fingerprintOf(key: Buffer, finding: { rule: string; path: string; secret: string }): string {
  const { rule, path, secret } = finding;
  return createHmac('sha256', key)
    .update(JSON.stringify([rule, path, secret]))
    .digest('hex')
    .slice(0, 40);
}
