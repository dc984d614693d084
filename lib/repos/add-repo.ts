// Adds a repository by its source address and starts its first run.
import { eq, sql } from 'drizzle-orm';
import { repos } from '@/db/schema';
import { type Context, requireWriter } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { encryptToken, loadSecret } from '@/lib/git/credentials';
import { remotePolicy, validateRemote } from '@/lib/git/remote-policy';
import { sourceKey } from '@/lib/git/source-key';
import { requestSync } from '@/lib/sync/request-sync';
import { findOrAddOrg } from './find-or-add-org';
import { nameFromUrl } from './name-from-url';
import { nameTaken } from './name-taken';
import type { Repo } from './repo';
import type { NewRepo } from './repo-settings';

/**
 * Adds a mirror and starts its first run. Throws `unauthenticated`, `forbidden`, `conflict` (the name is taken) and
 * `invalid` with the reason where the URL is refused.
 */
export async function addRepo(ctx: Context, input: NewRepo): Promise<Repo> {
  requireWriter(ctx);
  const url = await checkedUrl(ctx, input);
  const derived = nameFromUrl(url);
  const org = input.org ?? derived.org;
  const name = input.name ?? derived.name;
  const id = await insert(ctx, url, org, name, input);
  try {
    return (await requestSync(ctx, id, { trigger: 'initial' })).repo;
  } catch (error) {
    // Without its first run it would wait for ever: better that nothing was added.
    await ctx.db.delete(repos).where(eq(repos.id, id));
    throw error;
  }
}

async function insert(ctx: Context, url: string, org: string, name: string, input: NewRepo): Promise<string> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const [added] = await tx
        .insert(repos)
        .values({
          orgId: await findOrAddOrg(tx, org),
          name,
          kind: 'mirror',
          url,
          sourceKey: sourceKey(url),
          tokenCiphertext: input.token === undefined ? null : encryptToken(input.token, loadSecret(ctx.env)),
          isPublic: input.is_public ?? false,
          indexedBranches: input.branches ?? null,
          syncIntervalSeconds: input.sync_interval_seconds ?? null,
          holdsBackLosses: input.holds_back_losses ?? false,
          // Until its first run is claimed: a crash in between leaves something that a sweep goes on with.
          dirty: true,
          dirtyAt: sql`now()`,
          addedBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
        })
        .returning({ id: repos.id });
      if (!added) throw new Error('Nothing was inserted.');
      return added.id;
    });
  } catch (error) {
    throw nameTaken(error, org, name);
  }
}

async function checkedUrl(ctx: Context, input: NewRepo): Promise<string> {
  if (input.kind !== undefined && input.kind !== 'mirror') {
    throw new AppError(
      'invalid',
      `A repository of kind ${input.kind} cannot be added yet: this version mirrors repositories that have a URL.`,
    );
  }
  if (input.path !== undefined) {
    throw new AppError('invalid', 'A repository cannot be added by its path yet: give the url of its source.');
  }
  if (input.url === undefined) throw new AppError('invalid', 'Give the url of the source.');
  const remote = await validateRemote(input.url, remotePolicy(ctx.env));
  requireTokenFits(input.token, remote.protocol);
  return remote.url;
}

/** Throws `invalid` for a token where the protocol has no use for it. */
export function requireTokenFits(token: string | null | undefined, protocol: string): void {
  if (token && protocol === 'ssh') {
    throw new AppError('invalid', 'A token works with http and https alone: over ssh, git asks for a key.');
  }
}
