// Pushes branches and tags of a repository of ours to a remote. What is hidden here lies under other names, and none of
// those is ever named to a push.
import { AppError } from '@/lib/errors';
import type { GitCredential } from '@/lib/git/credential';
import type { ValidatedRemote } from '@/lib/git/runner/remote-policy';
import { streamRemoteGit } from '@/lib/git/runner/run-remote';

export interface PushOptions {
  /** Full names, or patterns with one star, under refs/heads/ and refs/tags/. */
  refs: readonly string[];
  /** What these name there and not here is deleted there. */
  prune: boolean;
  credential?: GitCredential | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
  onProgress?: (done: number, total: number) => void;
}

export interface Pushed {
  /** Refs that were made, moved or deleted there. */
  moved: number;
}

/** What a source without a branch is searched by: nobody's branch. */
const STAND_IN = '^refs/heads/HEAD';
const WRITING = /Writing objects: +\d+% \((\d+)\/(\d+)\)/g;
/** What comes again with every push: nobody has to wait for that. */
const LASTING = /prohibited|protected|hook declined|denied|not allowed|refusing|checked out/i;
const SHOWN = 3;

/**
 * Makes the refs there equal to those here, by force. Throws AppError: `upstream` with a kind, also if the other side
 * refuses some of the refs; the others are there then.
 */
export async function pushRefs(remote: ValidatedRemote, dir: string, options: PushOptions): Promise<Pushed> {
  const { refs, prune, onProgress, ...run } = options;
  const flags = ['--porcelain', '--force', '--no-verify', '--no-signed', '--no-follow-tags', '--progress'];
  flags.push('--recurse-submodules=no', ...(prune ? ['--prune'] : []));
  const operands = [...refs.map((ref) => `+${ref}:${ref}`), STAND_IN];
  const report = new PushReport();
  const onStderr = (text: string) => {
    const [, done, total] = [...text.matchAll(WRITING)].at(-1) ?? [];
    if (done !== undefined) onProgress?.(Number(done), Number(total));
  };
  try {
    const output = streamRemoteGit(remote, { verb: 'push', flags, operands }, { ...run, gitDir: dir, onStderr });
    for await (const piece of output) report.read(piece.toString('utf8'));
  } catch (error) {
    if (report.refused.length > 0) throw refusedError(remote.host, report, error);
    throw error;
  }
  if (report.refused.length > 0) throw refusedError(remote.host, report, undefined);
  return { moved: report.moved };
}

/** Reads what `git push --porcelain` says of each ref: a sign, from:to, and a summary with the reason in brackets. */
class PushReport {
  moved = 0;
  readonly refused: { ref: string; reason: string }[] = [];
  #rest = '';

  read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [sign, refs, summary] = line.split('\t');
      if (refs === undefined || summary === undefined) continue;
      if (sign === '!') {
        this.refused.push({
          ref: refs.slice(refs.indexOf(':') + 1),
          reason: /\((.*)\)$/.exec(summary)?.[1] ?? summary,
        });
      } else if (sign !== '=') this.moved++;
    }
  }
}

function refusedError(host: string, { refused }: PushReport, cause: unknown): AppError {
  const names = refused.slice(0, SHOWN).map(({ ref, reason }) => `${ref} (${reason.slice(0, 200)})`);
  const more = refused.length > SHOWN ? ` and ${refused.length - SHOWN} more` : '';
  const isLasting = refused.every(({ reason }) => LASTING.test(reason));
  return new AppError(
    'upstream',
    `${host} took the push but for ${names.join(', ')}${more}. Allow it there (protected or checked-out branches, rules, ` +
      'hooks), or leave these refs out.',
    { kind: 'policy', retryable: !isLasting, cause },
  );
}
