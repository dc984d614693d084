// Finds the branch or tag that is meant by an address with unescaped slashes: `feature/x/src/a.ts` is `src/a.ts` on
// feature/x.
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { branches } from '@/db/schema';
import type { Context } from '@/lib/context';
import { unescapePath } from '@/lib/git/escape-path';
import { listRawRefs } from '@/lib/git/mirror/refs';
import { mirrorDir } from '@/lib/git/mirror-dir';
import { readMirror } from './read-mirror';

/** No name of a branch or tag has more parts. */
const MAX_PARTS = 20;

/**
 * The branch or tag whose name goes on into `path`, and the rest of the path; null if nothing fits. For an address that
 * leads nowhere as it stands. The repository is one that the caller may see.
 */
export async function findBranchAcross(
  ctx: Pick<Context, 'actor' | 'db' | 'env'>,
  repoId: string,
  ref: string,
  path: string,
): Promise<{ ref: string; path: string } | null> {
  const whole = `${ref}/${path}`;
  if (path === '' || whole.includes('\0')) return null;
  // As git writes them in full, and some code hosts.
  const [, kind, named = whole] = /^refs\/(heads|tags)\/(.+)$/s.exec(whole) ?? [];
  const parts = named.split('/').slice(0, MAX_PARTS);
  const names = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  const branch = kind === 'tags' ? undefined : await branchAmong(ctx, repoId, names);
  const name = branch ?? (kind === 'heads' ? undefined : await tagAmong(ctx, repoId, names));
  if (name === undefined) return null;
  const full = kind === undefined ? name : `refs/${kind}/${name}`;
  return full === ref ? null : { ref: full, path: named.slice(name.length + 1) };
}

/** git allows no branch below another, so at most one of these exists. */
async function branchAmong(ctx: Pick<Context, 'db'>, repoId: string, names: string[]): Promise<string | undefined> {
  const found = await ctx.db
    .select({ name: branches.name })
    .from(branches)
    .where(and(eq(branches.repoId, repoId), inArray(branches.name, names)))
    .orderBy(desc(sql`length(${branches.name})`));
  return found[0]?.name;
}

async function tagAmong(
  ctx: Pick<Context, 'actor' | 'env'>,
  repoId: string,
  names: string[],
): Promise<string | undefined> {
  const full = new Map(names.map((name) => [`refs/tags/${unescapePath(name).toString('latin1')}`, name]));
  const wanted = [...full.keys()].filter((name) => /^[!-~]+$/.test(name));
  if (wanted.length === 0) return undefined;
  const refs = await readMirror(ctx.actor, (signal) =>
    listRawRefs(mirrorDir(ctx.env.dataDir, repoId), wanted, { signal }),
  );
  return wanted.map((name) => (refs.has(name) ? full.get(name) : undefined)).find((name) => name !== undefined);
}
