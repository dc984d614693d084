// The attempts at a run as its row keeps them: what each did, how it ended, and the wait after it.
import { z } from 'zod';
import { errorKind, runStage, type syncRuns } from '@/db/schema';

const instant = z.iso.datetime();
const moment = z.number();
const kind = z.enum(errorKind.enumValues).nullable();

export const stageTimesSchema = z.partialRecord(z.enum(runStage.enumValues), z.tuple([moment, moment.nullable()]));
type StageTimes = z.infer<typeof stageTimesSchema>;

export const attemptSchema = z
  .object({
    number: z.int().positive().meta({ description: 'The first is 1.' }),
    stage_times: stageTimesSchema.meta({
      description:
        'Of this attempt alone, in milliseconds since the epoch. A stage that is done is not begun again by the next ' +
        'attempt. End is null while a stage runs, and where it failed or was cut off.',
    }),
    outcome: z
      .enum(['running', 'succeeded', 'failed', 'cut_off'])
      .meta({ description: 'cut_off: Freshet was stopped meanwhile, or the run was cancelled.' }),
    error: z.string().nullable(),
    error_kind: kind,
    details: z.string().nullable().meta({
      description:
        'What git said last if it failed, without secrets; null if it said nothing, and for those who may not inspect the repository.',
    }),
    ended_at: instant.nullable().meta({ description: 'Null while it runs, and if nobody saw it end.' }),
    next_at: instant
      .nullable()
      .meta({ description: 'When the next attempt is due, or was; null if none was to follow.' }),
    waited_ms: z
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'From its end to the next attempt; null if none has begun or its end is not known.' }),
  })
  .meta({ id: 'Attempt' });

export type Attempt = z.infer<typeof attemptSchema>;

const storedSchema = z.object({
  earlier: z
    .array(
      z.object({
        number: z.int(),
        stages: stageTimesSchema,
        ended: moment.nullable(),
        next: moment.nullish(),
        error_kind: kind,
        error: z.string().nullable(),
        details: z.string().nullish(),
      }),
    )
    .default([]),
});

export type AttemptsRow = Pick<
  typeof syncRuns.$inferSelect,
  'stageTimes' | 'status' | 'attempts' | 'error' | 'errorKind' | 'endedAt'
>;

/** The known attempts, the first one first, and the times of each stage when it last began. */
export function attemptsOf(row: AttemptsRow): { attempts: Attempt[]; stageTimes: StageTimes } {
  const { earlier: _, ...ofLast } = row.stageTimes ?? {};
  const past = storedSchema.parse(row.stageTimes ?? {}).earlier.map(({ stages, ended, next, ...attempt }) => {
    const stage_times = orderly(stages);
    return {
      ...attempt,
      details: attempt.details ?? null,
      stage_times,
      outcome: outcomeOf(attempt.error),
      ended: notBefore(stage_times, ended),
      next_at: next ? new Date(next).toISOString() : null,
    };
  });
  const stages = orderly(stageTimesSchema.parse(ofLast));
  const known = Object.keys(stages).length === 0 ? past : [...past, lastOf(row, stages)];
  const attempts = known.map(({ ended, ...attempt }, i) => {
    const next = startOf(known[i + 1]?.stage_times ?? {});
    return {
      ...attempt,
      ended_at: ended === null ? null : new Date(ended).toISOString(),
      waited_ms: next === null || ended === null ? null : Math.max(0, next - ended),
    };
  });
  return { attempts, stageTimes: Object.assign({}, ...known.map(({ stage_times }) => stage_times)) };
}

type Known = Omit<Attempt, 'ended_at' | 'waited_ms'> & { ended: number | null };

function lastOf(row: AttemptsRow, stage_times: StageTimes): Known {
  const isOpen = row.status === 'queued' || row.status === 'running';
  const worked = row.status === 'succeeded' || row.status === 'unchanged';
  const ended = row.endedAt && notBefore(stage_times, row.endedAt.getTime());
  return {
    number: Math.max(1, row.attempts),
    stage_times,
    outcome: worked ? 'succeeded' : isOpen && row.error === null ? 'running' : outcomeOf(row.error),
    error: row.error,
    error_kind: row.errorKind,
    details: null,
    ended: isOpen ? null : ended,
    next_at: null,
  };
}

function outcomeOf(error: string | null): 'failed' | 'cut_off' {
  return error === null ? 'cut_off' : 'failed';
}

/** The clock may have been set back meanwhile: nothing ends before it begins. */
function orderly(stages: StageTimes): StageTimes {
  return Object.fromEntries(
    Object.entries(stages).map(([stage, [start, end]]) => [stage, [start, end && Math.max(start, end)]]),
  );
}

function notBefore(stages: StageTimes, ended: number | null): number | null {
  return ended && Math.max(ended, ...Object.values(stages).map(([start, end]) => end ?? start));
}

function startOf(stages: StageTimes): number | null {
  const starts = Object.values(stages).map(([start]) => start);
  return starts.length === 0 ? null : Math.min(...starts);
}
