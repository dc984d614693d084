// Makes the visible branches and tags equal to what was fetched, touching only those that changed.
import { AppError } from '@/lib/errors';
import { escapePath, unescapePath } from './escape-path';
import { writeHead, writePackedRefs } from './ref-files';
import { FETCHED, headRef, listRawRefs, readHead } from './refs';
import type { RemoteRefs } from './remote-refs';
import { runGit } from './run';

export interface ResetResult {
  /** The default branch now; null while the repository is empty. */
  headBranch: string | null;
  headSha: string | null;
  created: number;
  updated: number;
  deleted: number;
  /** Branches that lost commits (force pushes), short names; looked for among the first 50 that changed. */
  forced: string[];
}

const MAX_FORCED_CHECKS = 50;
const PACK_REFS_ABOVE = 200;

/**
 * One transaction over `refs/heads/*` and `refs/tags/*`, then HEAD. Where a branch takes the place of a folder of
 * branches (or the other way round), removals go first in a transaction of their own, because git wants it so.
 * Throws AppError; running it again finishes what a crash left half done.
 */
export async function resetRefs(dir: string, remote: Pick<RemoteRefs, 'headBranch'>): Promise<ResetResult> {
  const refs = await listRawRefs(dir, [FETCHED.slice(0, -1), 'refs/heads', 'refs/tags']);
  const wanted = new Map<string, string>();
  const present = new Map<string, string>();
  for (const [name, sha] of refs) {
    if (name.startsWith(FETCHED)) wanted.set(`refs/${name.slice(FETCHED.length)}`, sha);
    else present.set(name, sha);
  }
  if (wanted.size === 0 && present.size > 0 && remote.headBranch !== null) throw vanished();
  const changed = [...wanted].filter(([name, sha]) => present.get(name) !== sha);
  const updated = changed.filter(([name]) => present.has(name));
  const gone = [...present].filter(([name]) => !wanted.has(name));

  const forced = await forcedAmong(dir, updated, present);
  const removals = gone.map(([name, sha]) => `delete ${name}\0${sha}\0`);
  const puts = changed.map(([name, sha]) => `update ${name}\0${sha}\0${present.get(name) ?? ''}\0`);
  if (present.size === 0) {
    await writePackedRefs(dir, [...refs, ...wanted]);
  } else if (removals.length > 0 && clash(gone, changed)) {
    await transact(dir, removals);
    await transact(dir, puts);
  } else {
    await transact(dir, [...removals, ...puts]);
  }
  await pointHead(dir, remote.headBranch, wanted);
  if (present.size > 0 && changed.length > PACK_REFS_ABOVE) await runGit(dir, { verb: 'pack-refs', flags: ['--all'] });
  const head = await readHead(dir);
  return {
    headBranch: head?.branch ?? null,
    headSha: head?.sha ?? null,
    created: changed.length - updated.length,
    updated: updated.length,
    deleted: gone.length,
    forced,
  };
}

/** What upstream said a moment ago and what was fetched do not agree; nothing is thrown away on such a word. */
function vanished(): AppError {
  return new AppError(
    'upstream',
    'Every branch was gone when the repository was fetched, although it has a default branch.',
    {
      kind: 'network',
      retryable: true,
    },
  );
}

async function transact(dir: string, commands: string[]): Promise<void> {
  if (commands.length === 0) return;
  const input = Buffer.from(`start\0${commands.join('')}prepare\0commit\0`, 'latin1');
  await runGit(dir, { verb: 'update-ref', flags: ['--no-deref', '-z', '--stdin'] }, { input });
}

/** True where a name that goes is a folder of one that comes, or lies in it. */
function clash(gone: [string, string][], changed: [string, string][]): boolean {
  const goneNames = new Set(gone.map(([name]) => name));
  const newNames = new Set(changed.map(([name]) => name));
  return (
    changed.some(([name]) => parents(name).some((parent) => goneNames.has(parent))) ||
    gone.some(([name]) => parents(name).some((parent) => newNames.has(parent)))
  );
}

function parents(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(2, -1).map((_, index) => parts.slice(0, index + 3).join('/'));
}

async function pointHead(dir: string, headBranch: string | null, wanted: Map<string, string>): Promise<void> {
  const current = await headRef(dir);
  const target = defaultRef(headBranch, current, wanted);
  if (target === null || target === current) return;
  await writeHead(dir, target);
}

/** What the remote says; else what was there if it lives on; else the usual names; else any branch. */
function defaultRef(headBranch: string | null, current: string | null, wanted: Map<string, string>): string | null {
  const said = headBranch === null ? null : `refs/heads/${unescapePath(headBranch).toString('latin1')}`;
  if (said !== null && wanted.has(said)) return said;
  if (current !== null && wanted.has(current)) return current;
  const usual = ['refs/heads/main', 'refs/heads/master', 'refs/heads/trunk'].find((name) => wanted.has(name));
  return usual ?? [...wanted.keys()].find((name) => name.startsWith('refs/heads/')) ?? null;
}

async function forcedAmong(dir: string, updated: [string, string][], present: Map<string, string>): Promise<string[]> {
  const branches = updated.filter(([name]) => name.startsWith('refs/heads/')).slice(0, MAX_FORCED_CHECKS);
  const forced: string[] = [];
  for (const [name, sha] of branches) {
    const old = present.get(name) ?? sha;
    const lost = await runGit(dir, {
      verb: 'rev-list',
      flags: ['--count', '--max-count=1'],
      operands: [old, `^${sha}`],
    });
    if (lost.trim() !== '0') forced.push(escapePath(Buffer.from(name.slice('refs/heads/'.length), 'latin1')));
  }
  return forced;
}
