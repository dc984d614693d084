// Lists the branches and tags of a repository that is only read, and the branch its HEAD names: one git, nothing kept.
import { AppError } from '@/lib/errors';
import { escapePath } from './escape-path';
import type { LocalRepository } from './local-repository';
import { isObjectId } from './object-id';
import { records } from './records';
import type { RemoteRefs } from './remote-refs';
import { readLocalGit } from './run';

const HEADS = 'refs/heads/';
const TIMEOUT_MS = 60_000;

/** A detached HEAD names no branch. Throws AppError, kind `corrupt` where git cannot read the repository. */
export async function listLocalRefs(
  local: LocalRepository,
  o: { signal?: AbortSignal | undefined } = {},
): Promise<RemoteRefs> {
  const found: RemoteRefs = { headBranch: null, headSha: null, refs: new Map() };
  const command = {
    verb: 'for-each-ref',
    flags: ['--format=%(HEAD)%(objectname) %(refname)'],
    operands: ['refs/heads', 'refs/tags'],
  } as const;
  for await (const batch of records(readLocalGit(local, command, { signal: o.signal, timeoutMs: TIMEOUT_MS }), 10)) {
    for (const record of batch) {
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
  return found;
}

function unreadable(text: string): AppError {
  return new AppError('upstream', 'git cannot read the refs of this repository. Run git fsck there.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error(`git said: ${text.slice(0, 200)}`),
  });
}
