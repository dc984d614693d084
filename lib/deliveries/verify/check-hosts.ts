// One check of a delivery's hosts: side by side, each within its time, each written down as soon as it is known.
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Comparison } from '@/lib/release/spec';
import { compareDeep } from './compare-deep';
import { distanceTo } from './distance';
import { type Distance, type HostFacts, type Seen, type Stand, standOf } from './host-state';
import { hostTurns } from './host-turns';
import { away, lookAtHost } from './look-at-host';
import { within } from './time-limit';
import type { VerifiedHost } from './verification';
import type { JobHost, VerifyJob } from './verify-job';
import { writeDown } from './write-down';

/** A host that does not answer is given up after so long. */
const LOOK_MS = 30_000;

export interface CheckOptions {
  /** Also compares the files themselves, or those of some hosts. */
  deep: boolean | ((host: JobHost) => boolean);
  signal?: AbortSignal | undefined;
  /** How long one host may take to say what it has; 30 s unless told. */
  lookMs?: number;
}

/** Never throws because of a host. */
export async function checkHosts(ctx: Context, job: VerifyJob, options: CheckOptions): Promise<VerifiedHost[]> {
  const distances = new Map<string, Promise<Distance>>();
  const distance = (commit: string) => {
    const known = distances.get(commit) ?? far(job, commit, options);
    distances.set(commit, known);
    return known;
  };
  const isDeep = (host: JobHost) => (typeof options.deep === 'function' ? options.deep(host) : options.deep);
  const looked = await Promise.all(
    job.hosts.map((host) =>
      hostTurns(ctx, async () => {
        if (host.isBusy) return { host, seen: null, result: shown(job, host, BUSY, host.row.verifiedAt) };
        const seen = await look(ctx, host, options);
        if (seen === null) return { host, seen, result: shown(job, host, LATE, host.row.verifiedAt) };
        const stand = await standNow(ctx, job, host, { seen, distance, compared: null });
        // The files are looked at next: what is known until then is no answer yet.
        if (isDeep(host) && seen.kind === 'read' && isComparable(stand)) return { host, seen, result: null };
        return { host, seen, result: await written(ctx, job, host, { stand, compared: null }) };
      }),
    ),
  );
  const open = looked.flatMap(({ host, seen, result }) =>
    result === null && seen?.kind === 'read' ? [{ host, commit: seen.commit }] : [],
  );
  const compared = await compareDeep(ctx, job, open, options.signal);
  return await Promise.all(
    looked.map(async ({ host, seen, result }) => {
      if (result !== null) return result;
      const found = compared.get(host.target.id) ?? { problem: away(ctx, tooLate(), host.target).text };
      if ('problem' in found) {
        const text = `Its files could not be compared: ${found.problem}`;
        const stand = await standNow(ctx, job, host, { seen, distance, compared: null });
        // What it says is right, and what it has is not known.
        if (stand.state !== 'in_sync') return await written(ctx, job, host, { stand, compared: null });
        return shown(job, host, { ...stand, state: 'unknown', text }, host.row.verifiedAt);
      }
      const stand = await standNow(ctx, job, host, { seen, distance, compared: found });
      return await written(ctx, job, host, { stand, compared: found });
    }),
  );
}

const NOTHING = { behindBy: null, aheadBy: null, seenCommit: null };
const BUSY: Stand = {
  ...NOTHING,
  state: 'unknown',
  text: 'A delivery or a roll-back is under way there. Verify it again once that has ended.',
};
const LATE: Stand = { ...NOTHING, state: 'unknown', text: 'There was no time left to look at it. Verify it again.' };

/** Null if the whole check has no time left: that is not the host's fault. */
async function look(ctx: Context, host: JobHost, { signal, lookMs = LOOK_MS }: CheckOptions): Promise<Seen | null> {
  if (signal?.aborted) return null;
  try {
    return await within(lookMs, signal, (inner) => lookAtHost(ctx, host.target, inner));
  } catch (error) {
    return signal?.aborted ? null : away(ctx, error, host.target);
  }
}

function isComparable({ state }: Stand): boolean {
  return state === 'in_sync' || state === 'behind' || state === 'ahead' || state === 'diverged' || state === 'changed';
}

interface Known {
  seen: Seen;
  distance: (commit: string) => Promise<Distance>;
  compared: Comparison | null;
}

async function standNow(ctx: Context, job: VerifyJob, host: JobHost, known: Known): Promise<Stand> {
  const { seen, compared } = known;
  const { wanted, wantedProblem, names } = job;
  const facts: HostFacts = {
    seen,
    wanted,
    wantedProblem,
    names,
    delivered: host.row.commit === null ? null : { commit: host.row.commit, digest: host.digest },
    changes: compared ?? changesBefore(host, seen),
  };
  if (seen.kind !== 'read' || wanted === null || seen.commit === wanted.commit) return standOf(facts);
  try {
    return standOf({ ...facts, distance: await known.distance(seen.commit) });
  } catch (error) {
    ctx.log.warn({ err: error, repo_id: job.repo.id }, 'commits could not be counted');
    return standOf({
      ...facts,
      wanted: null,
      wantedProblem: 'How far it is behind could not be counted. Verify it again.',
    });
  }
}

/** A check that does not look at the files knows of no reason why those that differed would be right again. */
function changesBefore({ row }: JobHost, seen: Seen): { count: number } | undefined {
  const { changedCount, deepVerifiedAt, deliveredAt, seenCommit } = row;
  if (!changedCount || deepVerifiedAt === null || seen.kind !== 'read' || seen.commit !== seenCommit) return undefined;
  return deliveredAt === null || deliveredAt <= deepVerifiedAt ? { count: changedCount } : undefined;
}

async function far(job: VerifyJob, seen: string, { signal }: CheckOptions): Promise<Distance> {
  return await distanceTo(job.dir, { wanted: job.wanted?.commit ?? '', seen }, { signal });
}

async function written(
  ctx: Context,
  job: VerifyJob,
  host: JobHost,
  { stand, compared }: { stand: Stand; compared: Comparison | null },
): Promise<VerifiedHost> {
  const at = await writeDown(ctx, host, stand, compared);
  if (at === null) return shown(job, host, BUSY, host.row.verifiedAt);
  const files = compared ?? (stand.state === 'changed' ? filesBefore(host) : null);
  return {
    ...shown(job, host, stand, at),
    changed_files: files?.files.map((file) => file.path) ?? null,
    changed_count: files?.count ?? null,
  };
}

function filesBefore({ row }: JobHost) {
  if (row.changedFiles === null) return null;
  return { count: row.changedCount ?? 0, files: row.changedFiles.map((path) => ({ path })) };
}

function shown(job: VerifyJob, { target }: JobHost, stand: Stand, verifiedAt: Date | null): VerifiedHost {
  return {
    target: { id: target.id, name: target.name, address: `${target.userName}@${target.host}:${target.port}` },
    state: stand.state,
    behind_by: stand.behindBy,
    ahead_by: stand.aheadBy,
    seen_commit: stand.seenCommit,
    commit: job.wanted?.commit ?? null,
    state_text: stand.text,
    changed_files: null,
    changed_count: null,
    verified_at: verifiedAt?.toISOString() ?? null,
  };
}

function tooLate(): AppError {
  return new AppError('upstream', 'There was no time left.', { kind: 'timeout', retryable: true });
}
