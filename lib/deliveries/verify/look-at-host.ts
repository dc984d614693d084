// Looks at one host: signs in, reads what it says it has, and compares its files. Nothing is written there.
import type { Context } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { readSyncRev } from '@/lib/release/host/read-sync-rev';
import { compareFiles } from '@/lib/release/send/compare-files';
import type { Comparison, RevRead, SendRules, StagedTree } from '@/lib/release/spec';
import { type HostConnection, openHost } from '@/lib/ssh/open-host';
import type { Seen } from './host-state';
import type { JobHost } from './verify-job';

type Target = JobHost['target'];

/** What the host says. Never throws: what cannot be looked at is an answer as well. */
export async function lookAtHost(ctx: Context, target: Target, signal: AbortSignal): Promise<Seen> {
  try {
    return await onHost(ctx, target, signal, async (host) => toSeen(await readSyncRev(host, target.path, { signal })));
  } catch (error) {
    return away(ctx, error, target);
  }
}

/** The files on the host beside those of `staged`. Throws AppError. */
export async function compareOnHost(
  ctx: Context,
  target: Target,
  staged: StagedTree,
  rules: SendRules,
  signal: AbortSignal,
): Promise<Comparison> {
  return await onHost(ctx, target, signal, (host) =>
    compareFiles(host, staged, { path: target.path, ...rules }, { signal }),
  );
}

/** Why it could not be looked at. What is wrong here goes to the log. */
export function away(ctx: Pick<Context, 'log'>, error: unknown, target: Target): Extract<Seen, { kind: 'away' }> {
  const known = toAppError(error);
  if (known.code === 'internal' && known.kind === undefined) {
    ctx.log.error({ err: known, target_id: target.id }, 'a host could not be looked at');
  }
  return { kind: 'away', text: known.message };
}

async function onHost<T>(
  ctx: Context,
  target: Target,
  signal: AbortSignal,
  work: (host: HostConnection) => Promise<T>,
): Promise<T> {
  const host = await openHost(ctx, target, { signal });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

function toSeen({ rev, problem, text }: RevRead): Seen {
  switch (problem) {
    case 'missing':
      return { kind: 'missing' };
    case 'interrupted':
      return { kind: 'interrupted' };
    case 'foreign':
      return { kind: 'foreign', text: text ?? 'What is there was not written by a delivery.' };
    case 'unreadable':
      return { kind: 'away', text: text ?? 'Its .sync_rev cannot be read there.' };
    case null:
      if (rev === null) return { kind: 'missing' };
      return { kind: 'read', repo: words(rev.repo), ref: words(rev.ref), commit: rev.commit, digest: rev.digest };
  }
}

const LONGEST = 100;

/** From the host, so it may hold anything: one line of it. */
function words(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
