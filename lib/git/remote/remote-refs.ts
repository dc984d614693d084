// Asks a remote for its branches, tags and default branch: one `git ls-remote`, no repository, nothing kept.

import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import { escapePath } from '@/lib/git/escape-path';
import { RefBudget } from '@/lib/git/mirror/ref-budget';
import { withStandIn } from '@/lib/git/mirror/stand-in';
import { isObjectId } from '@/lib/git/object-id';
import { records } from '@/lib/git/records';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { streamRemoteGit } from '@/lib/git/runner/run-remote';
import type { UpstreamRefs } from '@/lib/git/upstream-refs';
import { atRemote } from './redirect';

/** Throws AppError: `upstream` with a kind, `limit` (kind `too_large`) for more branches and tags than are followed. */
export async function listRemoteRefs(
  remote: ValidatedRemote,
  options: { credential?: GitCredential | undefined; signal?: AbortSignal | undefined; timeoutMs: number },
): Promise<UpstreamRefs> {
  return atRemote(remote, async (at) => {
    const command = { verb: 'ls-remote', flags: ['--symref', '--quiet'] } as const;
    return await parseRemoteRefs(streamRemoteGit(at, command, { ...options, gitDir: null }), at.host);
  });
}

/** Line by line as it comes, so that whoever else is served waits for no more than one chunk. */
async function parseRemoteRefs(output: AsyncIterable<Buffer>, host: string): Promise<UpstreamRefs> {
  const found: UpstreamRefs = { headBranch: null, headSha: null, refs: new Map() };
  const peeled = new Map<string, string>();
  const budget = new RefBudget(`The repository on ${host}`);
  for await (const batch of records(output, 10)) {
    for (const record of batch) {
      const line = record.toString('latin1');
      budget.takeBytes(record.length);
      if (line === '') continue;
      const tab = line.indexOf('\t');
      const value = line.slice(0, tab);
      const name = line.slice(tab + 1);
      if (value.startsWith('ref: ')) {
        if (name === 'HEAD' && value.startsWith('ref: refs/heads/')) {
          found.headBranch = escapePath(Buffer.from(value.slice('ref: refs/heads/'.length), 'latin1'));
        }
        continue;
      }
      if (tab < 0 || !isObjectId(value)) {
        throw new AppError('upstream', `What ${host} answers at this address is not a git repository.`, {
          kind: 'not_found',
        });
      }
      if (name === 'HEAD') found.headSha = value;
      else if (/^refs\/tags\/.+\^\{\}$/.test(name)) {
        peeled.set(escapePath(Buffer.from(name.slice(0, -3), 'latin1')), value);
      } else if (/^refs\/(?:heads|tags)\//.test(name) && !name.endsWith('^{}')) {
        budget.takeRef();
        found.refs.set(escapePath(Buffer.from(name, 'latin1')), value);
      }
    }
  }
  return withStandIn(found, peeled);
}
