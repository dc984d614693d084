// Reads one file of a repository at a commit, from the mirror.
import { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { openCatFile } from '@/lib/git/read/cat-file';
import { readFileAt } from '@/lib/git/read/read-file';
import { classify } from '@/lib/indexing/analyze/classify';
import { LINK_CLASS, readClass } from '@/lib/indexing/analyze/path-class';
import { treeClasses } from '@/lib/indexing/plan/tree-classes';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { decodeText } from '@/lib/text/decode';
import { readMirror } from './read-mirror';
import { cleanPath } from './read-tree';
import { type Revision, resolveCommit } from './resolve-commit';

export const blobSchema = z
  .object({
    repo_id: z.uuid(),
    ref: z.string().nullable(),
    commit: z.string(),
    path: z.string(),
    sha: z.string(),
    mode: z.int(),
    size_bytes: z.int(),
    language: z.string().nullable(),
    is_binary: z.boolean(),
    is_too_large: z.boolean().meta({ description: 'Above the limit of this answer: content is null.' }),
    content: z.string().nullable().meta({ description: 'The text; null for binary and for too large files.' }),
  })
  .meta({ id: 'Blob' });
/** Largest file whose bytes are handed out, in bytes. */
export const RAW_BYTES = 32 * 1024 ** 2;

/** What the API answers, and the bytes for those who want them raw (null above the limit). */
export type BlobFile = z.infer<typeof blobSchema> & { bytes: Buffer | null };

/**
 * Reads the file at `path`. `maxBytes` bounds what is read (default: the server's limit for a searchable file).
 * A link's content is its target's name: links are never followed. Throws `not_found`, `invalid`, or `internal` for a
 * missing mirror.
 */
export async function readBlob(
  ctx: Context,
  options: Revision & { repoId: string; path: string; maxBytes?: number },
): Promise<BlobFile> {
  const repo = await visibleRepo(ctx, options.repoId, 'repo.read');
  const path = cleanPath(options.path);
  if (path === '') throw new AppError('invalid', 'A path is needed: the root of a repository is not a file.');
  const [at, file, fileClass] = await readMirror(ctx.actor, async (signal) => {
    const found = await resolveCommit(ctx, repo, options, { signal });
    const cat = openCatFile(found.dir, { signal });
    try {
      const read = await readFileAt(found.dir, found.commit, path, options.maxBytes ?? ctx.env.maxFileBytes, {
        signal,
        cat,
      });
      const known = read && (await treeClasses(ctx.env, cat, found.commit).of(path, read.mode));
      return [found, read, known] as const;
    } finally {
      await cat.close();
    }
  });
  if (file?.type !== 'blob' || !fileClass) {
    throw new AppError('not_found', `There is no file ${JSON.stringify(path)} at commit ${at.commit}.`);
  }
  return {
    repo_id: repo.id,
    ref: at.ref,
    commit: at.commit,
    path,
    sha: file.sha,
    mode: file.mode,
    size_bytes: file.sizeBytes,
    ...contentOf(fileClass, file.content),
    bytes: file.content,
  };
}

/** As the index has it, whether or not it has this commit. */
function contentOf(fileClass: string, bytes: Buffer | null) {
  if (!bytes) return { language: null, is_binary: false, is_too_large: true, content: null };
  if (fileClass === LINK_CLASS) {
    return { language: null, is_binary: false, is_too_large: false, content: decodeText(bytes) };
  }
  const { language, isBinary, text } = classify(readClass(fileClass), bytes);
  // Of a pointer to a large file stored elsewhere nothing is searchable, but it can be read.
  const content = isBinary ? null : (text ?? decodeText(bytes));
  return { language: language?.name ?? null, is_binary: isBinary, is_too_large: false, content };
}
