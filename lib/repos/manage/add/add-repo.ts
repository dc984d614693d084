// Adds a repository by its source's address or its folder, and starts its first run.
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { localPolicy } from '@/lib/git/local/local-folders';
import { findLocalRepository } from '@/lib/git/local/local-repository';
import { requireOrgForRepo } from '@/lib/orgs/org-for-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import type { Repo } from '../../repo';
import { checkRemote } from '../../source/check-remote';
import { insertRepo } from '../insert-repo';
import type { NewRepo } from '../repo-settings';
import { refuseSameSource } from '../same-source';
import { signInAfter } from '../sign-in-after';
import { addHosted } from './add-hosted';
import { nameFromPath, nameFromUrl } from './name-from-url';
import { withdrawRepo } from './withdraw-repo';

/**
 * Adds a mirror or a clone of `url`, or a local repository at `path`, and starts its first run; or an empty one that is hosted
 * here. Throws `unauthenticated`, `forbidden`, `conflict` (the name is taken, or that of the organisation; or the source
 * is here already) and `invalid` with the reason if the source is refused.
 */
export async function addRepo(ctx: Context, input: NewRepo, kept: Kept = {}): Promise<Repo> {
  requireWriter(ctx);
  const hasSource = input.url !== undefined || input.path !== undefined;
  if (!hasSource && (input.kind ?? 'hosted') === 'hosted') return await addHosted(ctx, input);
  // Before anything is looked up for somebody who may not add it.
  if (input.org !== undefined) await requireOrgForRepo(ctx, input.org);
  const { derived, ...source } = await checkedSource(ctx, input);
  const org = input.org ?? derived.org;
  const name = input.name ?? derived.name;
  if (input.org === undefined) await requireOrgForRepo(ctx, org);
  if (!input.again) await refuseSameSource(ctx, source, { org, name });
  const id = await insertRepo(ctx, { org, name }, input, {
    ...source,
    syncIntervalSeconds: input.sync_interval_seconds ?? null,
    holdsBackLosses: input.holds_back_losses ?? false,
    // Until the first run is claimed: after a crash in between, a sweep goes on from here.
    dirty: true,
    dirtyAt: sql`now()`,
    ...kept,
  });
  try {
    return (await requestSync(ctx, id, { trigger: 'initial' })).repo;
  } catch (error) {
    // Without a first run the repository would wait for ever: better to add nothing.
    await withdrawRepo(ctx, { id, org, name }, 'its first sync could not be queued');
    throw error;
  }
}

/** What a repository keeps that was known elsewhere before. */
export type Kept = Partial<Pick<typeof repos.$inferInsert, 'id' | 'addedAt'>>;

type Source = Pick<
  typeof repos.$inferInsert,
  | 'kind'
  | 'isBare'
  | 'url'
  | 'sourceKey'
  | 'sourceType'
  | 'localPath'
  | 'tokenCiphertext'
  | 'credentialId'
  | 'depth'
  | 'branchPatterns'
> & {
  /** What it is called if nobody says otherwise. */
  derived: { org: string; name: string };
};

async function checkedSource(ctx: Context, input: NewRepo): Promise<Source> {
  for (const key of ['is_bare', 'default_branch', 'allows_forced_pushes'] as const) {
    if (input[key] !== undefined) {
      throw new AppError('invalid', `The field ${key} is for repositories that are hosted here, without url and path.`);
    }
  }
  if ((input.url === undefined) === (input.path === undefined)) {
    throw new AppError('invalid', 'Give the url of a source, or the path of a folder on this server: one of them.');
  }
  const kind = input.path !== undefined ? 'local' : input.kind === 'clone' ? 'clone' : 'mirror';
  if (input.kind !== undefined && input.kind !== kind) {
    throw new AppError('invalid', `A ${input.kind} repository has ${NEEDS[input.kind]}.`);
  }
  return input.path === undefined ? await checkedUrl(ctx, input) : await checkedPath(ctx, input.path, input);
}

const NEEDS = { mirror: 'a url', local: 'a path', hosted: 'neither url nor path', clone: 'a url' } as const;

/** What people may give for a folder in a field for addresses. */
const FOLDER = /^\s*(?:file:\/\/)?\//i;

async function checkedUrl(ctx: Context, input: NewRepo): Promise<Source> {
  const { url = '', source_type: type } = input;
  if (FOLDER.test(url)) {
    throw new AppError('invalid', 'This is a folder on this server, not an address: give it as path instead of url.', {
      kind: 'policy',
    });
  }
  const { protocol, ...remote } = await checkRemote(ctx, url, type);
  const derived = nameFromUrl(remote.url);
  const after = { url: remote.url, protocol };
  const signIn = await signInAfter(ctx, input, { before: null, after, org: input.org ?? derived.org });
  const part = { depth: input.depth ?? null, branchPatterns: input.branch_patterns ?? null };
  const isBare = input.kind !== 'clone';
  return { kind: isBare ? 'mirror' : 'clone', isBare, ...remote, ...signIn, ...part, derived };
}

async function checkedPath(ctx: Context, folder: string, given: NewRepo): Promise<Source> {
  if (given.depth !== undefined || given.branch_patterns !== undefined) {
    throw new AppError('invalid', 'A local repository is read where it lies: depth and branch_patterns are for a url.');
  }
  if (given.token !== undefined || given.credential_id !== undefined) {
    throw new AppError('invalid', 'A local repository is read from disk: it takes no token and no credential.');
  }
  await findLocalRepository(folder, localPolicy(ctx.env));
  const localPath = path.resolve(folder);
  return { kind: 'local', localPath, derived: nameFromPath(localPath) };
}
