// Where the attempts at a run, their stages and the waits lie in time, as shares of the whole run.

import { STAGES, type Stage } from '@/app/_components/repo/stages';
import type { Run } from '@/lib/runs/run';
import type { Attempt } from '@/lib/runs/run-attempts';

export interface Span {
  /** Milliseconds after the request, and how long. */
  startMs: number;
  ms: number;
  /** Percent of the whole. */
  from: number;
  width: number;
}

export interface AttemptSpans extends Pick<Attempt, 'number' | 'outcome' | 'error' | 'error_kind'> {
  stages: Partial<Record<Stage, Span>>;
  /** The stage at which it is, failed or was cut off. */
  openStage: Stage | null;
  /** Before its stages, if nothing was written down. */
  gaps: Span[];
  /** After it: until the next attempt, to now, or until the run was given up. */
  wait: Span | null;
}

export interface RunSpans {
  /** From the request to the end, or to now. */
  totalMs: number;
  /** Until the first attempt at the first stage. */
  waiting: Span | null;
  attempts: AttemptSpans[];
  searchable: { ms: number; at: number } | null;
}

/** Shorter gaps are what writing down takes. */
const GAP_MS = 500;

/** `now` ends what goes on; milliseconds since the epoch, as the server counts them. */
export function runSpans(run: Run, now: number): RunSpans {
  const begin = Date.parse(run.created_at);
  const attempts = run.attempt_history.map((attempt) => ({ attempt, times: timesOf(attempt) }));
  const moments = attempts.flatMap(({ attempt, times }) => [
    ...times.map((time) => time.end ?? time.start),
    attempt.ended_at === null ? begin : Date.parse(attempt.ended_at),
  ]);
  const end = Math.max(begin, ...moments, run.ended_at === null ? now : Date.parse(run.ended_at));
  const totalMs = Math.max(1, end - begin);

  const span = (from: number, to: number): Span => {
    const startMs = Math.min(Math.max(0, from - begin), totalMs);
    const ms = Math.max(0, Math.min(to - begin, totalMs) - startMs);
    return { startMs, ms, from: (startMs / totalMs) * 100, width: (ms / totalMs) * 100 };
  };
  const gapOf = (from: number, to: number) => (to - from >= GAP_MS ? span(from, to) : null);

  const started = run.started_at === null ? end : Date.parse(run.started_at);
  let before = started;
  const spans = attempts.map(({ attempt, times }, i): AttemptSpans => {
    const next = attempts[i + 1]?.times[0]?.start ?? end;
    const last = times.at(-1);
    const over = attempt.ended_at === null ? (last?.end ?? next) : Date.parse(attempt.ended_at);
    const stages: AttemptSpans['stages'] = {};
    const gaps: Span[] = [];
    for (const time of times) {
      const gap = gapOf(before, time.start);
      if (gap) gaps.push(gap);
      before = time.end ?? over;
      stages[time.stage] = span(time.start, before);
    }
    before = next;
    const { number, outcome, error, error_kind } = attempt;
    const openStage = times.find((time) => time.end === null)?.stage ?? null;
    const isOver = outcome === 'failed' || outcome === 'cut_off';
    return { number, outcome, error, error_kind, stages, openStage, gaps, wait: isOver ? gapOf(over, next) : null };
  });
  const published = run.published_at === null ? null : Date.parse(run.published_at) - begin;
  return {
    totalMs,
    waiting: started > begin ? span(begin, started) : null,
    attempts: spans,
    searchable: published === null ? null : { ms: published, at: Math.min(100, (published / totalMs) * 100) },
  };
}

function timesOf(attempt: Attempt): { stage: Stage; start: number; end: number | null }[] {
  return STAGES.flatMap((stage) => {
    const [start, end] = attempt.stage_times[stage] ?? [];
    return start === undefined ? [] : [{ stage, start, end: end ?? null }];
  }).sort((a, b) => a.start - b.start);
}
