// Adds a repository by its source's address or its folder, and starts its first run.
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { localPolicy } from '@/lib/git/local/local-folders';
import { findLocalRepository } from '@/lib/git/local/local-repository';
import { remotePolicy, validateRemote } from '@/lib/git/runner/remote-policy';
import { orgForRepo, requireOrgForRepo } from '@/lib/orgs/org-for-repo';
import type { Repo } from '@/lib/repos/repo';
import { sourceKey } from '@/lib/repos/source-key';
import { encryptToken, loadSecret } from '@/lib/secrets';
import { requestSync } from '@/lib/sync/request/request-sync';
import { nameFromPath, nameFromUrl } from './name-from-url';
import { nameTaken } from './name-taken';
import type { NewRepo } from './repo-settings';
import { refuseSameSource } from './same-source';

/**
 * Adds a mirror of `url`, or a local repository at `path`, and starts its first run. Throws `unauthenticated`,
 * `forbidden`, `conflict` (the name is taken, or that of the organisation; or the source is here already) and `invalid` with the
 * reason if the source is refused.
 */
export async function addRepo(ctx: Context, input: NewRepo): Promise<Repo> {
  requireWriter(ctx);
  // Before anything is looked up for somebody who may not add it.
  if (input.org !== undefined) await requireOrgForRepo(ctx, input.org);
  const { derived, ...source } = await checkedSource(ctx, input);
  const org = input.org ?? derived.org;
  const name = input.name ?? derived.name;
  if (input.org === undefined) await requireOrgForRepo(ctx, org);
  if (!input.again) await refuseSameSource(ctx, source, { org, name });
  const id = await insert(ctx, source, org, name, input);
  try {
    return (await requestSync(ctx, id, { trigger: 'initial' })).repo;
  } catch (error) {
    // Without a first run the repository would wait for ever: better to add nothing.
    await ctx.db.delete(repos).where(eq(repos.id, id));
    throw error;
  }
}

async function insert(
  ctx: Context,
  source: Omit<Source, 'derived'>,
  org: string,
  name: string,
  input: NewRepo,
): Promise<string> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const [added] = await tx
        .insert(repos)
        .values({
          orgId: await orgForRepo({ actor: ctx.actor, db: tx }, org, { isOpen: input.org_is_open }),
          name,
          ...source,
          isPublic: input.is_public ?? false,
          indexedBranches: input.branches ?? null,
          syncIntervalSeconds: input.sync_interval_seconds ?? null,
          holdsBackLosses: input.holds_back_losses ?? false,
          // Until the first run is claimed: after a crash in between, a sweep goes on from here.
          dirty: true,
          dirtyAt: sql`now()`,
          addedBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
        })
        .returning({ id: repos.id });
      if (!added) throw new Error('Nothing was inserted.');
      return added.id;
    });
  } catch (error) {
    throw await nameTaken(ctx, error, org, name);
  }
}

type Source = Pick<typeof repos.$inferInsert, 'kind' | 'url' | 'sourceKey' | 'localPath' | 'tokenCiphertext'> & {
  /** What it is called if nobody says otherwise. */
  derived: { org: string; name: string };
};

async function checkedSource(ctx: Context, input: NewRepo): Promise<Source> {
  if (input.kind === 'clone' || input.kind === 'hosted') {
    throw new AppError(
      'invalid',
      `A repository of kind ${input.kind} cannot be added: this version has mirrors (by url) and local ones (by path).`,
    );
  }
  if ((input.url === undefined) === (input.path === undefined)) {
    throw new AppError('invalid', 'Give the url of a source, or the path of a folder on this server: one of them.');
  }
  const kind = input.path === undefined ? 'mirror' : 'local';
  if (input.kind !== undefined && input.kind !== kind) {
    throw new AppError('invalid', `A ${input.kind} repository has ${kind === 'local' ? 'a url' : 'a path'}.`);
  }
  return input.path === undefined
    ? await checkedUrl(ctx, input.url ?? '', input.token)
    : await checkedPath(ctx, input.path, input.token);
}

/** What people may give for a folder in a field for addresses. */
const FOLDER = /^\s*(?:file:\/\/)?\//i;

async function checkedUrl(ctx: Context, url: string, token: string | undefined): Promise<Source> {
  if (FOLDER.test(url)) {
    throw new AppError('invalid', 'This is a folder on this server, not an address: give it as path instead of url.', {
      kind: 'policy',
    });
  }
  const remote = await validateRemote(url, remotePolicy(ctx.env));
  requireTokenFits(token, remote.protocol);
  return {
    kind: 'mirror',
    url: remote.url,
    sourceKey: sourceKey(remote.url),
    tokenCiphertext: token === undefined ? null : encryptToken(token, loadSecret(ctx.env)),
    derived: nameFromUrl(remote.url),
  };
}

async function checkedPath(ctx: Context, folder: string, token: string | undefined): Promise<Source> {
  if (token !== undefined) throw new AppError('invalid', 'A local repository is read from disk: it takes no token.');
  await findLocalRepository(folder, localPolicy(ctx.env));
  const localPath = path.resolve(folder);
  return { kind: 'local', localPath, derived: nameFromPath(localPath) };
}

/** Throws `invalid` for a token if the protocol has no use for it. */
export function requireTokenFits(token: string | null | undefined, protocol: string): void {
  if (token && protocol === 'ssh') {
    throw new AppError('invalid', 'A token works with http and https alone: over ssh, git asks for a key.');
  }
}
