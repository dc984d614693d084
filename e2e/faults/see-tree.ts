// What a visitor sees of a repository: one search, as files and the line of each that it found.
import type { Context } from '@/lib/context';
import { search } from '@/lib/search/search';

/** Path → content; of what search found, the line that it shows first. */
export type Tree = Record<string, string>;

export interface Question {
  repoId: string;
  /** Finds every file of every tree that the repository has in a test, and one line of each. */
  q: string;
}

/** Searches one public repository as somebody who has not signed in. */
export async function seeTree(ctx: Context, { repoId, q }: Question): Promise<Tree> {
  const { results } = await search({ ...ctx, actor: { kind: 'anonymous' } }, { q, repoId, limit: 100 });
  return Object.fromEntries(results.map((result) => [result.path, result.matches[0]?.text ?? '']));
}
