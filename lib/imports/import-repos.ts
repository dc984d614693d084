// Adds many repositories at once: each for itself, so that what is wrong with one is said of that one.
import { type Context, requireWriter } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { requireOrgForRepo } from '@/lib/orgs/org-for-repo';
import { importRow } from './import-row';
import type { Imported, ImportList, NewImport } from './import-settings';
import { knownSources } from './known-sources';
import { readFolder } from './read-folder';
import { readReposJson } from './read-repos-json';
import { readUrls } from './read-urls';
import { shown } from './shown';

/**
 * Each row is written down on its own, with the sync that it waits for: after a crash, the same import does the rest.
 * Throws `unauthenticated`, `forbidden` (no right in the organisation that was named), `invalid` and `limit` if the whole
 * cannot be read; what is wrong with a row is an outcome.
 */
export async function importRepos(ctx: Context, input: NewImport): Promise<Imported> {
  requireWriter(ctx);
  if (input.org !== undefined) await requireOrgForRepo(ctx, input.org);
  const { rows, unread } = await read(ctx, input);
  const known = await knownSources(ctx);
  const imported: Imported = { created: 0, updated: 0, unchanged: 0, skipped: [...unread] };
  for (const row of rows) {
    try {
      imported[await importRow(ctx, row, { org: input.org, known })] += 1;
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'internal') ctx.log.error({ err: known, row: row.row }, 'a row of an import failed');
      const url = row.url ?? row.path;
      const name = row.org === undefined ? row.name : `${row.org}/${row.name}`;
      imported.skipped.push({ row: row.row, ...shown({ id: row.id, name, url }), reason: known.message });
    }
  }
  imported.skipped.sort((a, b) => a.row - b.row);
  return imported;
}

async function read(ctx: Context, { format, content }: NewImport): Promise<ImportList> {
  if (format === 'repos.json') return readReposJson(content);
  return format === 'urls' ? readUrls(content) : await readFolder(content.trim(), ctx.env);
}
