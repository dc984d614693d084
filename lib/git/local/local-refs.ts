// Lists the branches and tags of a repository that is only read, and the branch its HEAD names: one git, nothing kept.
import { AppError } from '@/lib/errors';
import { escapePath } from '@/lib/git/escape-path';
import { RefBudget } from '@/lib/git/mirror/ref-budget';
import { withStandIn } from '@/lib/git/mirror/stand-in';
import { isObjectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import { streamGit } from '@/lib/git/runner/run';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import type { LocalRepository } from './local-repository';
import { type RefsSnapshot, withRefsSnapshot } from './refs-snapshot';

const HEADS = 'refs/heads/';
const TIMEOUT_MS = 60_000;

/**
 * A detached HEAD names no branch, and has an id all the same. Throws AppError, kind `auth` if this process may not
 * read a part of the refs, and `corrupt` if git cannot: it would leave them out, as if they had been deleted.
 */
export async function listLocalRefs(
  local: LocalRepository,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<UpstreamRefs> {
  return await withRefsSnapshot(local, (snapshot) => listRefsOf(snapshot, options.signal));
}

async function listRefsOf(snapshot: RefsSnapshot, signal: AbortSignal | undefined): Promise<UpstreamRefs> {
  const found: UpstreamRefs = { headBranch: null, headSha: null, refs: new Map() };
  const command = {
    verb: 'for-each-ref',
    flags: ['--format=%(HEAD)%(objectname) %(refname)'],
    operands: ['refs/heads', 'refs/tags'],
  } as const;
  const budget = new RefBudget('This repository');
  for await (const batch of records(streamGit(snapshot.dir, command, { signal, timeoutMs: TIMEOUT_MS }), 10)) {
    for (const record of batch) {
      budget.takeBytes(record.length);
      budget.takeRef();
      const text = record.toString('latin1');
      const space = text.indexOf(' ', 1);
      const sha = text.slice(1, space);
      if (!isObjectId(sha)) throw unreadable(text);
      const name = escapePath(Buffer.from(text.slice(space + 1), 'latin1'));
      found.refs.set(name, sha);
      if (text.startsWith('*') && name.startsWith(HEADS)) {
        found.headBranch = name.slice(HEADS.length);
        found.headSha = sha;
      }
    }
  }
  return found.headBranch === null ? withStandIn({ ...found, ...strayHead(snapshot) }) : found;
}

/**
 * A HEAD that names no branch with a commit. Throws if it names one whose file is there and says nothing: half
 * written, say, when the power went.
 */
function strayHead(snapshot: RefsSnapshot): Partial<UpstreamRefs> {
  const text = snapshot.head.trimEnd();
  if (isObjectId(text)) return { headSha: text };
  const [, raw] = /^ref: (refs\/heads\/[^\n]+)$/.exec(text) ?? [];
  if (raw === undefined) return {};
  const name = escapePath(Buffer.from(raw, 'latin1'));
  if (snapshot.hasFile(raw)) throw unreadable(`${name} is broken`);
  return { unbornBranch: name.slice(HEADS.length) };
}

function unreadable(text: string): AppError {
  return new AppError('upstream', 'git cannot read the refs of this repository. Run git fsck there.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error(`git said: ${text.slice(0, 200)}`),
  });
}
