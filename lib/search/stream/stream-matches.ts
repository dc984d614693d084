// Gives every match of a query, file by file, in batches: no connection is held while the reader takes its time.
import { performance } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { isStatementTimeout } from '@/db/errors';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { resolveLanguage } from '@/lib/search/query/languages';
import { MAX_TIMEOUT_MS } from '@/lib/search/query/query';
import { narrowScope } from '@/lib/search/retrieve/narrow-scope';
import { countUnread } from '@/lib/search/retrieve/unread';
import { inTurn } from '@/lib/shares';
import { fileFilters } from '../query/plan/filters';
import { type SearchPlan, simplify, termsOf } from '../query/plan/simplify';
import { parseQuery } from '../query/read/parse';
import { trigramLetters } from '../retrieve/predicates/trigrams';
import { resolveScope, type Scope } from '../retrieve/scope/scope';
import { Budget, OutOfTime } from '../retrieve/snapshot/budget';
import { onSnapshot, type SearchTransaction } from '../retrieve/snapshot/snapshot';
import { readBatch } from './batch';
import { type StreamCandidate, streamCandidates } from './candidates';
import type { StreamEvent } from './events';

export interface StreamInput {
  q: string;
  /** Searches this repository alone. */
  repoId?: string;
}

const BATCH_BYTES = 2 * 1024 ** 2;
const BATCH_BLOBS = 200;

/**
 * Every file that matches, with all its matches, then an `end` that says whether these are all. Words, text and
 * patterns are looked for in what files hold; their names alone find nothing. Only the work counts as time, not how
 * long the reader takes. Throws `invalid` for mode:meaning, `limit` if the caller has too many searches waiting, and what
 * the signal aborts with.
 */
export async function* streamMatches(
  ctx: Context,
  input: StreamInput,
  options: { signal?: AbortSignal } = {},
): AsyncGenerator<StreamEvent> {
  const { signal } = options;
  const plan = simplify(parseQuery(input.q));
  if (plan.mode === 'meaning') {
    throw new AppError('invalid', 'mode:meaning has no complete list of matches. Leave it out, or use /api/v1/search.');
  }
  const work = new Work(plan.timeoutMs ?? MAX_TIMEOUT_MS, signal);
  const state = { files: 0, matches: 0, looked: 0 };
  const problems = new Set<string>();
  const onTurn = <T>(read: (tx: SearchTransaction, budget: Budget) => Promise<T>) =>
    inTurn(
      'search',
      ctx.actor,
      () => work.time((budget) => onSnapshot(ctx.db, (tx) => read(tx, budget), { statementMs: budget.ms })),
      {
        signal,
      },
    );
  const started = await orStopped(onTurn((tx, budget) => begin(tx, ctx, { plan, input, budget })));
  if (started === STOPPED) problems.add(OUT_OF_TIME);
  const { scope, candidates, isAll, unread } = started === STOPPED ? NOTHING : started;
  if (!isAll) problems.add('There are more files than one stream looks at: narrow it with repo: or file:.');
  if (unread > 0) problems.add(`${unread} files or more could not be read: too large for this server, or unreadable.`);
  const sets = 'sets' in scope ? scope.sets : undefined;
  const commits = new Map(scope.refs.map((ref) => [`${ref.repoId} ${ref.ref}`, ref.commit]));
  const limit = typeof plan.count === 'number' ? plan.count : Number.POSITIVE_INFINITY;

  for (let at = 0; at < candidates.length && problems.size < MAX_PROBLEMS; ) {
    signal?.throwIfAborted();
    if (work.isOver()) {
      problems.add(OUT_OF_TIME);
      break;
    }
    const batch = cutBatch(candidates, at);
    const read = await orStopped(
      onTurn(async (tx, budget) => {
        // Whoever may see what changes: each batch asks anew, and shows only what was there at the beginning.
        const now = await resolveScope(tx, ctx.actor, plan, input.repoId, { isWhole: true });
        const refs = now.refs.filter((ref) => commits.has(`${ref.repoId} ${ref.ref}`));
        const scopeNow: Scope = { ...now, refs, isNarrowed: true, ...(sets ? { sets } : {}) };
        if (refs.length === 0) return { refs, files: [] };
        return {
          refs,
          files: await readBatch(
            tx,
            await queryOf(tx, scopeNow, plan, budget),
            batch.map(({ id }) => id),
          ),
        };
      }),
    );
    if (read === STOPPED) {
      problems.add(OUT_OF_TIME);
      break;
    }
    at += batch.length;
    state.looked += batch.length;
    const refs = new Map(read.refs.map((ref) => [`${ref.repoId} ${ref.ref}`, ref]));
    if ([...commits].some(([key, commit]) => refs.get(key)?.commit !== commit)) problems.add(CHANGED);
    for (const file of read.files) {
      if (state.files >= limit) {
        problems.add(`Only the first ${limit} files were asked for.`);
        break;
      }
      const ref = refs.get(`${file.repoId} ${file.ref}`)!;
      state.files++;
      state.matches += file.matchCount;
      if (!file.isAll) problems.add(`Not every match in ${file.path} was listed: there are too many.`);
      yield {
        kind: 'file',
        repo: ref.repo,
        repo_id: ref.repoId,
        ref: ref.ref,
        path: file.path,
        language: file.language,
        commit: ref.commit,
        matches: file.matches,
        match_count: file.matchCount,
      };
    }
    yield {
      kind: 'progress',
      looked_at: state.looked,
      to_look_at: candidates.length,
      files: state.files,
      matches: state.matches,
    };
    if (state.files >= limit && at < candidates.length) {
      problems.add(`Only the first ${limit} files were asked for.`);
      break;
    }
  }
  yield {
    kind: 'end',
    files: state.files,
    matches: state.matches,
    exact: problems.size === 0,
    reason: problems.size === 0 ? null : [...problems].join(' '),
    notices: plan.notes,
    took_ms: Math.round(work.spent()),
  };
}

const OUT_OF_TIME = 'The time for this search ran out: timeout:10s gives it all there is, repo: and file: narrow it.';
const CHANGED = 'Something was indexed meanwhile: files of before and after may be among these, or missing.';
const MAX_PROBLEMS = 100;
const NOTHING = { scope: { refs: [] }, candidates: [], isAll: true, unread: 0 };
const STOPPED = Symbol('stopped');

async function begin(
  tx: SearchTransaction,
  ctx: Context,
  { plan, input, budget }: { plan: SearchPlan; input: StreamInput; budget: Budget },
): Promise<{ scope: Scope; candidates: StreamCandidate[]; isAll: boolean; unread: number }> {
  const wide = await resolveScope(tx, ctx.actor, plan, input.repoId, { isWhole: true });
  const scope = wide.refs.length > 0 ? await narrowScope(tx, wide, plan, budget) : wide;
  const { clauses, filters, groups } = plan;
  if (scope.refs.length === 0 || clauses.length + filters.length + groups.length === 0) return { ...NOTHING, scope };
  const unread = termsOf(plan).length > 0 ? await countUnread(tx, scope) : 0;
  return { scope, unread, ...(await streamCandidates(tx, await queryOf(tx, scope, plan, budget))) };
}

async function queryOf(tx: SearchTransaction, scope: Scope, plan: SearchPlan, budget: Budget) {
  const letters = await trigramLetters(tx, plan);
  return { scope, plan, budget, filters: fileFilters(plan, resolveLanguage), letters, rank: sql`0` };
}

function cutBatch(candidates: StreamCandidate[], from: number): StreamCandidate[] {
  const batch: StreamCandidate[] = [];
  let bytes = 0;
  for (let at = from; at < candidates.length && batch.length < BATCH_BLOBS; at++) {
    bytes += candidates[at]!.bytes;
    if (batch.length > 0 && bytes > BATCH_BYTES) break;
    batch.push(candidates[at]!);
  }
  return batch;
}

async function orStopped<T>(reading: Promise<T>): Promise<T | typeof STOPPED> {
  try {
    return await reading;
  } catch (error) {
    if (isStatementTimeout(error) || error instanceof OutOfTime) return STOPPED;
    throw error;
  }
}

/** The time that was spent on a stream, from its turns alone. */
class Work {
  private ms = 0;

  constructor(
    private readonly limitMs: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async time<T>(run: (budget: Budget) => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await run(new Budget(Math.max(1, Math.ceil(this.limitMs - this.ms)), this.signal));
    } finally {
      this.ms += performance.now() - startedAt;
    }
  }

  isOver(): boolean {
    return this.ms >= this.limitMs;
  }

  spent(): number {
    return this.ms;
  }
}
