// Puts repositories straight into a test's database, as a publish leaves them.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { blobs, chunks, embeddings, files, indexedRefs, orgs, repos } from '@/db/schema';
import type { Actor, Context } from '@/lib/context';
import { parseEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import { activateModel, currentModels, embedderOf } from '@/lib/text/embed/models';
import { countLines } from '@/lib/text/lines';
import { eachWord } from '@/lib/text/tokenize';
import { toTsvector } from '@/lib/text/tsvector';
import type { Ranked } from './rank/rank';

export interface TestFile {
  /** Null for a file whose text is not searchable. */
  text: string | null;
  language?: string;
  isGenerated?: boolean;
  isVendored?: boolean;
  skipped?: string;
  /** Words that the text defines where they first stand. */
  defines?: string[];
  /** git's id of it; any other unless said. Within a repository another class makes another row of it. */
  sha?: string;
  pathClass?: string;
}

export interface TestRepo {
  id: string;
  /** Makes the branch show exactly these files at `commit`. */
  publish: (ref: string, files: Record<string, string | TestFile>, commit?: string) => Promise<void>;
}

export function contextOf(db: Db, actor: Actor = { kind: 'anonymous' }, env: Record<string, string> = {}): Context {
  return { actor, db, env: parseEnv({ FRESHET_SEARCH_TIMEOUT_SECONDS: '10', ...env }), log, send: async () => {} };
}

/** Adds a public repository `org/name` with files on its default branch, `main`. */
export async function addTestRepo(
  db: Db,
  name: string,
  content: Record<string, string | TestFile>,
  options: { isPublic?: boolean; commit?: string; defaultBranch?: string } = {},
): Promise<TestRepo> {
  const [orgName, repoName] = name.split('/') as [string, string];
  await db.insert(orgs).values({ name: orgName, isOpen: true }).onConflictDoNothing();
  const [org] = await db.execute<{ id: string }>(sql`select id from orgs where name = ${orgName}`);
  const [repo] = await db
    .insert(repos)
    .values({
      orgId: org!.id,
      name: repoName,
      status: 'ready',
      isPublic: options.isPublic ?? true,
      defaultBranch: options.defaultBranch ?? 'main',
      checkedAt: new Date('2024-05-02T00:00:00Z'),
    })
    .returning({ id: repos.id });
  const id = repo!.id;
  const publish: TestRepo['publish'] = (ref, content, commit) => publishFiles(db, id, ref, content, commit);
  await publish(options.defaultBranch ?? 'main', content, options.commit);
  return { id, publish };
}

async function publishFiles(
  db: Db,
  repoId: string,
  ref: string,
  content: Record<string, string | TestFile>,
  commit = 'a'.repeat(40),
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.delete(files).where(sql`${files.repoId} = ${repoId} and ${files.ref} = ${ref}`);
    for (const [path, file] of Object.entries(content)) {
      const { text, defines = [], ...rest } = typeof file === 'string' ? { text: file } : file;
      const [blob] = await tx
        .insert(blobs)
        .values({
          repoId,
          sha: randomBytes(20).toString('hex'),
          pathClass: '',
          sizeBytes: text?.length ?? 0,
          content: text,
          ...(text === null ? {} : toTsvector(text, { definitions: placesOf(text, defines) })),
          ...rest,
        })
        .returning({ id: blobs.id });
      await tx.insert(files).values({ repoId, ref, path, blobId: blob!.id, mode: 100644 });
    }
    await tx.execute(sql`delete from blobs b where not exists (select from files f where f.blob_id = b.id)`);
    const indexedAt = new Date('2024-05-01T00:00:00Z');
    const row = { repoId, ref, commitSha: commit, indexedAt, fileCount: Object.keys(content).length, sizeBytes: 0 };
    await tx
      .insert(indexedRefs)
      .values(row)
      .onConflictDoUpdate({ target: [indexedRefs.repoId, indexedRefs.ref], set: row });
  });
}

function placesOf(text: string, words: string[]): Set<number> {
  const places = new Map<string, number>();
  eachWord(text, (start, end) => {
    const word = text.slice(start, end);
    if (words.includes(word) && !places.has(word)) places.set(word, start);
  });
  return new Set(places.values());
}

/** Gives every file with text one chunk, embedded by every current model, and makes the models active. */
export async function embedTestFiles(ctx: Context): Promise<void> {
  const rows = await ctx.db.execute<{ id: number; repo_id: string; content: string }>(
    sql`select id::float8 as id, repo_id, content from blobs where content is not null`,
  );
  const hashes = rows.map(() => randomUUID());
  await ctx.db.delete(chunks);
  await ctx.db.insert(chunks).values(
    rows.map((row, i) => ({
      blobId: row.id,
      startLine: 1,
      endLine: countLines(row.content),
      hash: hashes[i]!,
    })),
  );
  for (const model of await currentModels(ctx)) {
    const vectors = await embedderOf(ctx.env, model).embed(
      rows.map((row) => row.content),
      { kind: 'passage' },
    );
    await ctx.db.insert(embeddings).values(
      rows.map((row, i) => ({
        repoId: row.repo_id,
        modelId: model.id,
        hash: hashes[i]!,
        vector: vectorLiteral(vectors[i]!),
      })),
    );
    await activateModel(ctx, model.id);
  }
}

/** A ranked result with usual values. */
export function rankedOf(path: string, score: number, options: Partial<Ranked> = {}): Ranked {
  return {
    repoId: '1',
    repo: 'acme/web',
    ref: 'main',
    path,
    blobId: '1',
    sha: '1',
    language: 'Go',
    isGenerated: false,
    isVendored: false,
    isUnread: false,
    bytes: 100,
    textRank: 0.05,
    score,
    ...options,
  };
}
