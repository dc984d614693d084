// Reads more of a result: its lines with those around them, what the query looks for marked.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { clientGone } from '@/lib/asking';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { inTurn } from '@/lib/shares';
import { simplify, termsOf } from './query/plan/simplify';
import { parseQuery } from './query/read/parse';
import { Budget } from './retrieve/snapshot/budget';
import { onSnapshot } from './retrieve/snapshot/snapshot';
import { MAX_LINES } from './show/highlight';
import { plainLines, type SearchMatch, toLineMatches } from './show/lines';
import { findOccurrences } from './show/occurrences';
import { patternRanges } from './show/pattern-ranges';

/** Lines on each side at most. */
export const MOST_AROUND = 25;

const lineList = z
  .string()
  .regex(/^\d{1,7}(?:,\d{1,7})*$/, 'Lines are numbers from 1 with commas between them.')
  .transform((value) => value.split(',').map(Number))
  .refine((lines) => lines.length <= MAX_LINES, `At most ${MAX_LINES} lines.`);

export const linesAroundSchema = z.strictObject({
  q: z.string().max(2000).default(''),
  ref: z.string().max(1024),
  path: z.string().max(16_384),
  /** git's id of what the result was found in. */
  blob: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "This is git's id of a content."),
  lines: lineList,
  around: z.coerce.number().int().min(1).max(MOST_AROUND),
});

export interface LinesAround {
  language: string | null;
  /** In order; where one does not follow the other there are lines between them. */
  lines: SearchMatch[];
}

/** How long marking may take: without it lines are shown without marks. */
const MARKING_MS = 500;

/**
 * The lines with up to `around` on each side. Throws `not_found` for what the caller may not see, and if the file holds
 * something else by now.
 */
export async function linesAround(
  ctx: Context,
  repoId: string,
  asked: z.output<typeof linesAroundSchema>,
  options: { signal?: AbortSignal } = {},
): Promise<LinesAround> {
  const signal = options.signal ?? clientGone();
  await visibleRepo(ctx, repoId, 'repo.read');
  const [file] = await inTurn(
    'search',
    ctx.actor,
    () =>
      onSnapshot(ctx.db, (tx) =>
        tx.execute<{ content: string; language: string | null }>(sql`
          select b.content, b.language from files f join blobs b on b.repo_id = f.repo_id and b.id = f.blob_id
          where f.repo_id = ${repoId}::uuid and f.ref = ${asked.ref} and f.path = ${asked.path} and b.sha = ${asked.blob}
            and b.content is not null`),
      ),
    { signal },
  );
  if (!file) throw new AppError('not_found', 'The file has changed since it was found, or is gone. Search again.');
  const marked = await markedLines(file.content, asked.q, signal);
  const lines = rangesOf(asked.lines, asked.around).flatMap(([first, last]) =>
    plainLines(file.content, first - 1, last - 1, last - first + 1).map(
      ({ index, text }) => marked.get(index + 1) ?? { line: index + 1, text, ranges: [] },
    ),
  );
  return { language: file.language, lines };
}

async function markedLines(
  text: string,
  q: string,
  signal: AbortSignal | undefined,
): Promise<Map<number, SearchMatch>> {
  const plan = simplify(parseQuery(q));
  const terms = termsOf(plan);
  const { matchCase, ignoreCase } = plan;
  const ranges = await patternRanges(text, terms, { ignoreCase, time: new Budget(MARKING_MS, signal) });
  if (ranges === null) return new Map();
  const find = (isLoose: boolean) => findOccurrences(text, terms, { matchCase, ignoreCase, isLoose, ranges });
  const strict = find(false);
  const found = strict.length > 0 ? strict : find(true);
  return new Map(toLineMatches(text, found, Number.POSITIVE_INFINITY).map((match) => [match.line, match]));
}

/** First and last lines, apart from one another. */
function rangesOf(lines: number[], around: number): [first: number, last: number][] {
  const ranges: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const first = Math.max(1, line - around);
    const before = ranges.at(-1);
    if (before && first <= before[1] + 1) before[1] = line + around;
    else ranges.push([first, line + around]);
  }
  return ranges;
}
