// What a file defines, for the list beside it.
import type { Context } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type Definition, unpackDefinitions } from '@/lib/text/symbols';

/** More do not make a list that anybody reads. */
const MAX_LISTED = 1000;
/** What a file is made of; constants, fields and the like are listed in short files alone. */
const MAIN: ReadonlySet<string> = new Set([
  'class',
  'constructor',
  'enum',
  'function',
  'interface',
  'macro',
  'method',
  'module',
  'namespace',
  'object',
  'struct',
  'trait',
  'type',
  'union',
]);
const MAX_WITH_DETAILS = 60;

export interface OutlineEntry extends Pick<Definition, 'name' | 'kind' | 'line' | 'scope'> {
  /** How deep it stands in others. */
  depth: number;
}

/**
 * The definitions of the content `sha` (git's id of it) in the order of their lines; empty for content that is not in the
 * index, or has none. Throws `not_found` if the caller may not see the repository.
 */
export async function outlineOf(ctx: Context, repoId: string, sha: string): Promise<OutlineEntry[]> {
  const repo = await visibleRepo(ctx, repoId);
  const [row] = await ctx.db.$client<{ names: string; places: string }[]>`
    select s.names, s.places from blobs b join blob_symbols s on s.repo_id = b.repo_id and s.blob_id = b.id
    where b.repo_id = ${repo.id} and b.sha = ${sha} order by b.id desc limit 1`;
  if (!row) return [];
  const all = unpackDefinitions(row).filter(({ kind }) => kind !== 'prototype');
  const shown = all.length <= MAX_WITH_DETAILS ? all : all.filter(({ kind }) => MAIN.has(kind));
  return shown.slice(0, MAX_LISTED).map(({ name, kind, line, scope }) => ({
    name,
    kind,
    line,
    scope,
    depth: scope === null ? 0 : scope.split('.').length,
  }));
}
