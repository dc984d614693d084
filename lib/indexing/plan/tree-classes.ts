// The classes of a commit's paths, by their names and the attributes that the commit gives them.
import type { Context } from '@/lib/context';
import type { CatFile } from '@/lib/git/read/cat-file';
import { TreeAttributes } from '@/lib/git/read/tree-attributes';
import { analysisKey } from '@/lib/indexing/analyze/analysis';
import { ATTRIBUTE_NAMES, pathClass } from '@/lib/indexing/analyze/path-class';

export interface TreeClasses {
  /** Throws AppError kind `corrupt` if a folder's tree is missing. */
  of(path: string, mode: number): Promise<string>;
  /** True if the commit has more attributes than are looked at. */
  readonly isCut: boolean;
}

/** Reads what it needs of the commit, through `cat`, as paths are asked for. */
export function treeClasses(env: Pick<Context['env'], 'maxFileBytes'>, cat: CatFile, commit: string): TreeClasses {
  const attributes = new TreeAttributes(cat, commit, ATTRIBUTE_NAMES);
  const key = analysisKey(env);
  return {
    of: async (path, mode) => pathClass(path, mode, await attributes.of(path), key),
    get isCut() {
      return attributes.isCut;
    },
  };
}
