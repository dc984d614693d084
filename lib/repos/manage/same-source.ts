// Finds the repository that has a source already, in whatever spelling.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, isNotNull } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { sourceKey } from '@/lib/repos/source-key';
import { visibleTo } from '@/lib/repos/visible-repo';

type Source = Pick<typeof repos.$inferInsert, 'url' | 'sourceKey' | 'localPath'>;

/** The repository that asks: one that is to be added, or one that is here and gets another source. */
type Asker = { org: string; name: string } | { id: string };

/**
 * Throws `conflict` if another repository than the one that asks has this source and the caller may see it: what the
 * caller may not see does not exist for them. If a repository is to be added, the one with its name does not count: the
 * name refuses it.
 */
export async function refuseSameSource(ctx: Context, source: Source, asker: Asker): Promise<void> {
  const isCandidate = source.localPath ? isNotNull(repos.localPath) : eq(repos.sourceKey, source.sourceKey ?? '');
  const candidates = await ctx.db
    .select({ id: repos.id, org: orgs.name, name: repos.name, url: repos.url, localPath: repos.localPath })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(and(isCandidate, visibleTo(ctx)));
  for (const first of candidates) {
    const isAsker = 'id' in asker ? first.id === asker.id : fullName(first) === fullName(asker);
    if (isAsker || !(await isSameSource(first, source))) continue;
    const otherName = 'id' in asker ? '' : 'give it another name and ';
    throw new AppError(
      'conflict',
      `This source is here already, as ${first.org}/${first.name}. If you want it a second time, with settings of its ` +
        `own, ${otherName}say that you mean it: “Also a second time”, or again in the API.`,
      { title: 'Here already', repoId: first.id },
    );
  }
}

function fullName({ org, name }: { org: string; name: string }): string {
  return `${org}/${name}`.toLowerCase();
}

/** True if both are one source, in whatever spelling. */
export async function isSameSource(a: Omit<Source, 'sourceKey'>, b: Omit<Source, 'sourceKey'>): Promise<boolean> {
  if (!b.localPath) return keyOf(a.url) === keyOf(b.url) && isOneServer(a.url, b.url);
  return typeof a.localPath === 'string' && (await folderOf(a.localPath)) === (await folderOf(b.localPath));
}

function keyOf(url: string | null | undefined): string | null {
  return url ? sourceKey(url) : null;
}

/** The one name of a folder that has many: through links, and as the `.git` folder in it. */
export async function folderOf(localPath: string): Promise<string> {
  const real = await realpath(localPath).catch(() => localPath);
  return path.basename(real) === '.git' ? path.dirname(real) : real;
}

/** A source's key has no port, but two addresses of one protocol with different ports are different servers. */
function isOneServer(a: string | null | undefined, b: string | null | undefined): boolean {
  const [one, other] = [partsOf(a), partsOf(b)];
  return one === null || other === null || one.protocol !== other.protocol || one.port === other.port;
}

function partsOf(url: string | null | undefined): { protocol: string; port: string } | null {
  return url && URL.canParse(url) ? new URL(url) : null;
}
