// Finds the repository that has a source already, in whatever spelling.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, isNotNull } from 'drizzle-orm';
import { orgs, repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleTo } from '@/lib/repos/visible-repo';

type Source = Pick<typeof repos.$inferInsert, 'url' | 'sourceKey' | 'localPath'>;

/**
 * Throws `conflict` where another repository than `org/name`, which is refused by its name, has this source and the caller
 * may see it: what one may not see does not exist for one.
 */
export async function refuseSameSource(ctx: Context, source: Source, org: string, name: string): Promise<void> {
  const isCandidate = source.localPath ? isNotNull(repos.localPath) : eq(repos.sourceKey, source.sourceKey ?? '');
  const candidates = await ctx.db
    .select({ id: repos.id, org: orgs.name, name: repos.name, url: repos.url, localPath: repos.localPath })
    .from(repos)
    .innerJoin(orgs, eq(orgs.id, repos.orgId))
    .where(and(isCandidate, visibleTo(ctx)));
  for (const first of candidates) {
    if (!(await isSame(first, source))) continue;
    if (`${first.org}/${first.name}`.toLowerCase() === `${org}/${name}`.toLowerCase()) return;
    throw new AppError(
      'conflict',
      `This source is here already, as ${first.org}/${first.name}. If you want it a second time, with settings of its ` +
        'own, give it another name and say that you mean it: “Also a second time”, or again in the API.',
      { title: 'Here already', repoId: first.id },
    );
  }
}

async function isSame(a: Pick<Source, 'url' | 'localPath'>, b: Source): Promise<boolean> {
  if (!b.localPath) return isOneServer(a.url, b.url);
  return typeof a.localPath === 'string' && (await folderOf(a.localPath)) === (await folderOf(b.localPath));
}

/** One folder has many names: through links, and by the folder in it that git keeps. */
async function folderOf(localPath: string): Promise<string> {
  const real = await realpath(localPath).catch(() => localPath);
  return path.basename(real) === '.git' ? path.dirname(real) : real;
}

/** A source's key knows no ports: two of one protocol that name different ones are different servers. */
function isOneServer(a: string | null | undefined, b: string | null | undefined): boolean {
  const [one, other] = [partsOf(a), partsOf(b)];
  return one === null || other === null || one.protocol !== other.protocol || one.port === other.port;
}

function partsOf(url: string | null | undefined): { protocol: string; port: string } | null {
  return url && URL.canParse(url) ? new URL(url) : null;
}
