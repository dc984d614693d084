// Lists the branches and tags of a repository that is only read, and the branch its HEAD names: one git, nothing kept.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { isDenied } from './access';
import { escapePath } from './escape-path';
import { denied, type LocalRepository } from './local-repository';
import { isObjectId } from './object-id';
import { records } from './records';
import { RefBudget } from './ref-budget';
import type { RemoteRefs } from './remote-refs';
import { readLocalGit } from './run';

const HEADS = 'refs/heads/';
const TIMEOUT_MS = 60_000;

/**
 * A detached HEAD names no branch. Throws AppError, kind `auth` where this process may not read a part of the refs, and
 * `corrupt` where git cannot: it would leave them out, as if they had been deleted.
 */
export async function listLocalRefs(
  local: LocalRepository,
  o: { signal?: AbortSignal | undefined } = {},
): Promise<RemoteRefs> {
  const own = ['HEAD', 'config'].map((name) => path.join(local.gitDir, name));
  const shared = ['config', 'packed-refs', 'refs/heads', 'refs/tags'].map((name) => path.join(local.commonDir, name));
  for (const part of [...own, ...shared]) await requireReadable(part);
  const found: RemoteRefs = { headBranch: null, headSha: null, refs: new Map() };
  const command = {
    verb: 'for-each-ref',
    flags: ['--format=%(HEAD)%(objectname) %(refname)'],
    operands: ['refs/heads', 'refs/tags'],
  } as const;
  const budget = new RefBudget('This repository');
  for await (const batch of records(readLocalGit(local, command, { signal: o.signal, timeoutMs: TIMEOUT_MS }), 10)) {
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
  if (found.headBranch === null) await refuseBrokenHead(local, found.refs);
  return found;
}

/** What is not there is not refused, nor what is only being written. */
async function requireReadable(file: string): Promise<void> {
  if (await isDenied(file)) throw denied();
  const entries = await readdir(file, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => !entry.isFile());
  for (const { name } of folders) await requireReadable(path.join(file, name));
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'));
  const rights = await Promise.all(files.map(({ name }) => isDenied(path.join(file, name))));
  if (rights.includes(true)) throw denied();
}

/** Throws where HEAD names a branch whose file is there and says nothing: half written, say, when the power went. */
async function refuseBrokenHead(local: LocalRepository, refs: ReadonlyMap<string, string>): Promise<void> {
  const head = await readFile(path.join(local.gitDir, 'HEAD'), 'latin1').catch(() => '');
  const [, name] = /^ref: (refs\/heads\/[^\n]+)\n?$/.exec(head) ?? [];
  if (name === undefined || refs.has(escapePath(Buffer.from(name, 'latin1')))) return;
  const file = Buffer.from(path.join(Buffer.from(local.commonDir).toString('latin1'), name), 'latin1');
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) throw unreadable(`${name} is broken`);
}

function unreadable(text: string): AppError {
  return new AppError('upstream', 'git cannot read the refs of this repository. Run git fsck there.', {
    kind: 'corrupt',
    retryable: true,
    cause: new Error(`git said: ${text.slice(0, 200)}`),
  });
}
