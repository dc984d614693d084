// Reads one file of a repository at a commit, from the mirror.
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { blobs, files } from '@/db/schema';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { readFileAt } from '@/lib/git/read-file';
import { decodeText } from '@/lib/text/decode';
import { readMirror } from './read-mirror';
import { cleanPath } from './read-tree';
import { type Revision, resolveCommit } from './resolve-commit';
import { visibleRepo } from './visible-repo';

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
  o: Revision & { repoId: string; path: string; maxBytes?: number },
): Promise<BlobFile> {
  const repo = await visibleRepo(ctx, o.repoId);
  const path = cleanPath(o.path);
  if (path === '') throw new AppError('invalid', 'A path is needed: the root of a repository is not a file.');
  const [at, file] = await readMirror(ctx.actor, async (signal) => {
    const found = await resolveCommit(ctx, repo, o, { signal });
    const maxBytes = o.maxBytes ?? ctx.env.maxFileBytes;
    return [found, await readFileAt(found.dir, found.commit, path, maxBytes, { signal })] as const;
  });
  if (file?.type !== 'blob') {
    throw new AppError('not_found', `There is no file ${JSON.stringify(path)} at commit ${at.commit}.`);
  }
  const known = await knownOf(ctx, repo.id, path, file.sha);
  const text = file.content && decodeText(file.content);
  return {
    repo_id: repo.id,
    ref: at.ref,
    commit: at.commit,
    path,
    sha: file.sha,
    mode: file.mode,
    size_bytes: file.sizeBytes,
    language: known?.language ?? null,
    is_binary: file.content ? text === null : (known?.isBinary ?? false),
    is_too_large: file.content === null,
    content: text,
    bytes: file.content,
  };
}

/** What indexing found out. One content may have a row per kind of path: the one that this path shows comes first. */
async function knownOf(ctx: Pick<Context, 'db'>, repoId: string, path: string, sha: string) {
  const [known] = await ctx.db
    .select({ language: blobs.language, isBinary: blobs.isBinary })
    .from(blobs)
    .leftJoin(files, and(eq(files.blobId, blobs.id), eq(files.path, path)))
    .where(and(eq(blobs.repoId, repoId), eq(blobs.sha, sha)))
    .orderBy(sql`${files.path} is null`)
    .limit(1);
  return known;
}
