// Where the stages and the waits of a run lie in time, as shares of the whole run.
import type { Run } from '@/lib/repos/run';
import { STAGES, type Stage } from '../stages';

export interface Span {
  /** Milliseconds after the request, and how long. */
  startMs: number;
  ms: number;
  /** Percent of the whole. */
  from: number;
  width: number;
}

export interface RunSpans {
  /** From the request to the end, or to now. */
  totalMs: number;
  stages: Partial<Record<Stage, Span>>;
  /** Until the first attempt at the first stage. */
  waiting: Span | null;
  /** Before a stage that was begun more than once: earlier attempts at it, and the pauses after them. */
  pauses: Span[];
  searchable: { ms: number; at: number } | null;
}

/** Shorter gaps are what writing down takes. */
const GAP_MS = 500;

/** `now` ends what goes on; milliseconds since the epoch, as the server counts them. */
export function runSpans(run: Run, now: number): RunSpans {
  const begin = Date.parse(run.created_at);
  const times = STAGES.flatMap((stage) => {
    const [start, end] = run.stage_times[stage] ?? [];
    return start === undefined ? [] : [{ stage, start, end: end ?? null }];
  }).sort((a, b) => a.start - b.start);
  const latest = Math.max(...times.map((time) => time.end ?? time.start), begin);
  const end = Math.max(latest, run.ended_at === null ? now : Date.parse(run.ended_at));
  const totalMs = Math.max(1, end - begin);

  const span = (from: number, to: number): Span => {
    const startMs = Math.min(Math.max(0, from - begin), totalMs);
    const ms = Math.max(0, Math.min(to - begin, totalMs) - startMs);
    return { startMs, ms, from: (startMs / totalMs) * 100, width: (ms / totalMs) * 100 };
  };
  const stages: RunSpans['stages'] = {};
  const pauses: Span[] = [];
  let before = run.started_at === null ? end : Date.parse(run.started_at);
  const waiting = before - begin > 0 ? span(begin, before) : null;
  for (const time of times) {
    if (time.start - before >= GAP_MS) pauses.push(span(before, time.start));
    before = time.end ?? end;
    stages[time.stage] = span(time.start, before);
  }
  const published = run.published_at === null ? null : Date.parse(run.published_at) - begin;
  return {
    totalMs,
    stages,
    waiting,
    pauses,
    searchable: published === null ? null : { ms: published, at: Math.min(100, (published / totalMs) * 100) },
  };
}
