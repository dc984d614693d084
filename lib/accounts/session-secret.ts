// The key of session cookies, derived from the installation's secret so that neither gives the other away.
import { hkdfSync } from 'node:crypto';
import type { Env } from '@/lib/env';
import { loadSecret } from '@/lib/secrets';

const derived = new WeakMap<object, string>();

/** Returns 64 hexadecimal digits, the same for every process of an installation. */
export function sessionSecret(env: Env): string {
  const known = derived.get(env);
  if (known) return known;
  const secret = Buffer.from(hkdfSync('sha256', loadSecret(env), '', 'freshet session cookies', 32)).toString('hex');
  derived.set(env, secret);
  return secret;
}
