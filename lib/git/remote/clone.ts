// Makes a mirror of a remote: cloned beside its place, then moved there in one step.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { diskError } from '@/lib/files/disk-error';
import { tidyAway } from '@/lib/files/remove-folder';
import { RefBudget } from '@/lib/git/mirror/ref-budget';
import { writePackedRefs } from '@/lib/git/mirror/ref-files';
import { FETCHED, listRawRefs } from '@/lib/git/mirror/refs';
import { replaceMirror } from '@/lib/git/mirror/replace-mirror';
import { claimMirror, type ObjectFormat } from '@/lib/git/mirror-dir';
import { OddObjects } from '@/lib/git/runner/odd-objects';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { runRemoteGit } from '@/lib/git/runner/run-remote';
import { type FetchOptions, limited } from './fetch';
import { atRemote } from './redirect';

/**
 * Clones every branch and tag into `refs/freshet/fetched/*` of a new bare repository at `dir`, replacing what is there
 * once everything has come; with `defaultBranchOnly` the one branch, to that depth. `resetRefs` makes the refs visible. Returns and throws like `fetchMirror`, and leaves nothing.
 */
export async function cloneMirror(
  remote: ValidatedRemote,
  dir: string,
  options: FetchOptions & { defaultBranchOnly?: { depth: number | null } },
): Promise<OddObjects> {
  const fresh = await makeFolder(dir);
  const odd = new OddObjects();
  try {
    const into = path.join(fresh, 'repository');
    await limited(into, options, (signal, onStderr) =>
      atRemote(remote, (at) => transfer(at, into, { ...options, signal, onStderr, odd })),
    );
    await hideRefs(into);
    await replaceMirror(dir, into);
    return odd;
  } catch (error) {
    throw diskError(error);
  } finally {
    await tidyAway(fresh);
  }
}

async function makeFolder(dir: string): Promise<string> {
  try {
    await mkdir(path.dirname(dir), { recursive: true });
    return await mkdtemp(`${dir}.new-`);
  } catch (error) {
    throw diskError(error);
  }
}

async function transfer(
  remote: ValidatedRemote,
  into: string,
  options: FetchOptions & {
    defaultBranchOnly?: { depth: number | null };
    signal: AbortSignal;
    onStderr: (text: string) => void;
    odd: OddObjects;
  },
): Promise<void> {
  const flags = ['--bare', '--no-local', '--template=', '--reject-shallow', '--progress'];
  if (options.defaultBranchOnly) {
    const { depth } = options.defaultBranchOnly;
    flags.push('--single-branch', '--no-tags', ...(depth === null ? [] : [`--depth=${depth}`]));
  }
  await runRemoteGit(
    remote,
    { verb: 'clone', flags, operands: [into] },
    {
      credential: options.credential,
      signal: options.signal,
      timeoutMs: options.timeoutMs,
      gitDir: null,
      onStderr: options.onStderr,
      odd: options.odd,
    },
  );
}

/** Moves all refs of a fresh clone into the hidden namespace by writing packed-refs: one file, however many there are. */
async function hideRefs(dir: string): Promise<void> {
  const budget = new RefBudget('What came');
  const refs = await listRawRefs(dir, ['refs/heads', 'refs/tags'], { budget });
  const config = await readFile(path.join(dir, 'config'), 'utf8');
  const format: ObjectFormat = /objectformat\s*=\s*sha256/i.test(config) ? 'sha256' : 'sha1';
  await claimMirror(dir, format);
  await rm(path.join(dir, 'refs'), { recursive: true, force: true });
  await mkdir(path.join(dir, 'refs', 'heads'), { recursive: true });
  await mkdir(path.join(dir, 'refs', 'tags'));
  const hidden = [...refs].map(([name, sha]) => [`${FETCHED}${name.slice('refs/'.length)}`, sha] as const);
  await writePackedRefs(dir, hidden);
}
