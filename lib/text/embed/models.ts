// The models that vectors are made with: which there are, which answer queries, and the way from one to the next.
import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { models } from '@/db/schema';
import type { Context } from '@/lib/context';
import { BUILTIN_DIMENSIONS, BuiltinModel } from './builtin';
import type { Embedder } from './embedder';
import { EmbeddingEndpoint } from './openai-compatible';

export type Model = typeof models.$inferSelect;
type Ctx = Pick<Context, 'db' | 'env'>;

const BUILTIN_NAME = /^builtin@(\d+)$/;
const RETIRE_BATCH = 5000;
const loaded = new Map<string, { state: Buffer | null; embedder: Embedder }>();

/** The embedders whose vectors are complete, for queries. Empty until the first repository is embedded. */
export async function activeEmbedders(ctx: Ctx): Promise<Embedder[]> {
  const rows = await currentModels(ctx);
  return rows.filter((model) => model.activatedAt !== null).map((model) => embedderOf(ctx.env, model));
}

/** Every model that new chunks get a vector of: the active ones and those still being made. */
export async function currentModels(ctx: Ctx): Promise<Model[]> {
  const remote = remoteModelName(ctx.env);
  const rows = await ctx.db
    .select()
    .from(models)
    .where(or(isNotNull(models.state), ...(remote ? [eq(models.name, remote)] : [])))
    .orderBy(models.id);
  return rows;
}

/**
 * Enters the endpoint that the environment names, if it is new. Returns the models that are not active yet: each needs
 * `embedRepo` for every repository and then `activateModel`.
 */
export async function ensureModels(ctx: Ctx): Promise<Model[]> {
  const name = remoteModelName(ctx.env);
  if (name && ctx.env.embeddings) {
    const { dimensions } = ctx.env.embeddings;
    await ctx.db.insert(models).values({ name, dimensions, isFused: true }).onConflictDoNothing();
  }
  return (await currentModels(ctx)).filter((model) => model.activatedAt === null);
}

/**
 * Enters a fitted state as the next version of the built-in model, active at once if it is the first; two processes
 * that do it at once make one first version.
 */
export async function addBuiltinModel(ctx: Ctx, state: Buffer): Promise<Model> {
  const versions = (await currentModels(ctx)).map((model) => Number(BUILTIN_NAME.exec(model.name)?.[1] ?? 0));
  const version = Math.max(0, ...versions) + 1;
  const name = `builtin@${version}`;
  await ctx.db
    .insert(models)
    .values({ name, dimensions: BUILTIN_DIMENSIONS, state, activatedAt: version === 1 ? new Date() : null })
    .onConflictDoNothing();
  const [model] = await ctx.db.select().from(models).where(eq(models.name, name));
  return model!;
}

/** Lets a model answer queries, every repository having its vectors, and drops the built-in versions before it. */
export async function activateModel(ctx: Ctx, modelId: number): Promise<void> {
  const [model] = await ctx.db
    .update(models)
    .set({ activatedAt: sql`coalesce(${models.activatedAt}, now())` })
    .where(eq(models.id, modelId))
    .returning();
  if (!model?.state) return;
  const older = await ctx.db
    .select({ id: models.id })
    .from(models)
    .where(and(isNotNull(models.state), ne(models.id, modelId), sql`${models.id} < ${modelId}`));
  const ids = older.map((row) => row.id);
  if (ids.length === 0) return;
  for (;;) {
    const { count } = await ctx.db.$client`
      delete from embeddings where ctid = any(array(
        select ctid from embeddings where model_id = any(${ids}::integer[]) limit ${RETIRE_BATCH}))`;
    if (count < RETIRE_BATCH) break;
  }
  for (const id of ids) await ctx.db.execute(sql`drop index if exists ${sql.identifier(vectorIndexName(id))}`);
  await ctx.db.delete(models).where(inArray(models.id, ids));
}

/** The name of a model's vector index, if it has one. */
export function vectorIndexName(modelId: number): string {
  return `embeddings_model_${Math.trunc(modelId)}_hnsw`;
}

/** The embedder of a model; kept, because the built-in one remembers words. */
export function embedderOf(env: Context['env'], model: Model): Embedder {
  const key = `${model.id} ${model.name} ${env.embeddings?.url ?? ''}`;
  const known = loaded.get(key);
  // A name is given anew in another database: what a model knows is what tells it from others.
  if (known && (known.state === model.state || (known.state && model.state?.equals(known.state))))
    return known.embedder;
  const embedder = model.state ? builtinEmbedder(model, model.state) : remoteEmbedder(env, model);
  loaded.set(key, { state: model.state, embedder });
  return embedder;
}

function builtinEmbedder(model: Model, state: Buffer): Embedder {
  const builtin = new BuiltinModel(state);
  const { id: modelId, name, dimensions, isFused } = model;
  return { modelId, name, dimensions, isFused, embed: async (texts) => texts.map((text) => builtin.embed(text)) };
}

function remoteEmbedder(env: Context['env'], model: Model): Embedder {
  if (!env.embeddings) throw new Error(`No endpoint is set for the model ${model.name}.`);
  const endpoint = new EmbeddingEndpoint({ ...env.embeddings, authorities: env.authorities, proxy: env.proxy });
  const { id: modelId, name, dimensions, isFused } = model;
  return { modelId, name, dimensions, isFused, embed: (texts, { signal }) => endpoint.embed(texts, signal) };
}

/** The name that the endpoint's model has here; null if the environment names none. */
export function remoteModelName(env: Context['env']): string | null {
  return env.embeddings ? `${env.embeddings.model}@${env.embeddings.dimensions}` : null;
}
