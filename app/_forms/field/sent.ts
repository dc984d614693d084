// What became of a form that was posted without a script, on its way to the page that follows: sealed in a cookie that is
// for that page alone, taken away once it was shown, and soon good for nothing.
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { sessionSecret } from '@/lib/accounts/session-secret';
import type { Env } from '@/lib/env';
import { cookieForPage } from './sent-cookie';

/** Long enough to sign in again if that is asked for first. */
const SECONDS = 5 * 60;
/** Browsers keep cookies of 4096 bytes with their attributes; what is sealed grows by a third. */
const MAX_BYTES = 2600;
const SALT = 'freshet sent form';

const sentSchema = z.object({
  form: z.string(),
  /** What it was about; empty if there is one such form on a page. */
  subject: z.string(),
  error: z.string().nullable(),
  /** The field that the error is about. */
  field: z.string().nullable(),
  /** The repository that is in the way. */
  repo_id: z.string().nullable(),
  text: z.string().nullable(),
  shown: z.record(z.string(), z.string()),
  /** What was typed. */
  values: z.record(z.string(), z.string()),
});
export type Sent = z.infer<typeof sentSchema>;

/** A Set-Cookie value that brings `sent` to the page `path`. What is typed goes first if it is too long, the longest of it. */
export async function sentCookie(env: Env, sent: Sent, options: { path: string; isSecure: boolean }): Promise<string> {
  const values = Object.entries(sent.values).sort((a, b) => b[1].length - a[1].length);
  const fitting = () => ({ ...sent, values: Object.fromEntries(values) });
  while (values.length > 0 && Buffer.byteLength(JSON.stringify(fitting())) > MAX_BYTES) values.shift();
  const token = await encode({ token: fitting(), secret: sessionSecret(env), salt: SALT, maxAge: SECONDS });
  return cookieForPage(token, { ...options, maxAge: SECONDS });
}

/** What a cookie brings; null if it is too old, or none of ours. */
export async function readSent(env: Env, token: string | undefined): Promise<Sent | null> {
  if (!token) return null;
  const payload = await decode({ token, secret: sessionSecret(env), salt: SALT }).catch(() => null);
  return sentSchema.safeParse(payload).data ?? null;
}
