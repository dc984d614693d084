// Which sources are here already, of those that the caller may see: looked up once for a whole import.
import { repos } from '@/db/schema';
import type { Context } from '@/lib/context';
import { folderOf, isSameSource } from '@/lib/repos/manage/same-source';
import { sourceKey } from '@/lib/repos/source-key';
import { visibleTo } from '@/lib/repos/visible-repo';
import type { ImportRow } from './import-settings';

export interface KnownSources {
  has: (row: Pick<ImportRow, 'url' | 'path'>) => Promise<boolean>;
}

export async function knownSources(ctx: Context): Promise<KnownSources> {
  const rows = await ctx.db
    .select({ url: repos.url, sourceKey: repos.sourceKey, localPath: repos.localPath })
    .from(repos)
    .where(visibleTo(ctx));
  const byKey = new Map<string, string[]>();
  const folders = new Set<string>();
  for (const { url, sourceKey: key, localPath } of rows) {
    if (localPath !== null) folders.add(await folderOf(localPath));
    if (url !== null && key !== null) byKey.set(key, [...(byKey.get(key) ?? []), url]);
  }
  return {
    has: async ({ url, path }) => {
      if (path !== undefined) return folders.has(await folderOf(path));
      for (const known of byKey.get(sourceKey(url ?? '') ?? '') ?? []) {
        if (await isSameSource({ url: known }, { url: url ?? null })) return true;
      }
      return false;
    },
  };
}
