import { describe, expect, it } from 'vitest';
import type { Run } from '@/lib/runs/run';
import type { Attempt } from '@/lib/runs/run-attempts';
import { runSpans } from './run-spans';

const T = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(T + ms).toISOString();

function runOf(options: Partial<Run>): Run {
  return {
    status: 'succeeded',
    attempt_history: [],
    created_at: iso(0),
    started_at: null,
    published_at: null,
    ended_at: null,
    ...options,
  } as Run;
}

const NETWORK = { outcome: 'failed', error: 'The host does not answer.', error_kind: 'network' } as const;

function attemptOf(stage_times: Attempt['stage_times'], options: Partial<Attempt> = {}): Attempt {
  const plain = {
    number: 1,
    outcome: 'succeeded',
    error: null,
    error_kind: null,
    ended_at: null,
    next_at: null,
    details: null,
    waited_ms: null,
  } as const;
  return { ...plain, stage_times, ...options };
}

describe('the spans of a run', () => {
  it('lie where the stages were, after the wait for their turn', () => {
    const run = runOf({
      started_at: iso(100),
      attempt_history: [
        attemptOf({ fetch: [T + 100, T + 300], reset: [T + 300, T + 500], publish: [T + 500, T + 900] }),
      ],
      published_at: iso(880),
      ended_at: iso(1000),
    });
    const spans = runSpans(run, T + 99_999);
    expect(spans.totalMs).toBe(1000);
    expect(spans.waiting).toEqual({ startMs: 0, ms: 100, from: 0, width: 10 });
    const [only] = spans.attempts;
    expect(only?.stages.fetch).toEqual({ startMs: 100, ms: 200, from: 10, width: 20 });
    expect(only?.stages.publish).toEqual({ startMs: 500, ms: 400, from: 50, width: 40 });
    expect(only?.stages.embed).toBeUndefined();
    expect(only).toMatchObject({ gaps: [], wait: null, openStage: null });
    expect(spans.searchable).toEqual({ ms: 880, at: 88 });
  });

  it('grow with the time while the run goes on', () => {
    const attempt_history = [attemptOf({ fetch: [T, null] }, { outcome: 'running' })];
    const run = runOf({ status: 'running', started_at: iso(0), attempt_history });
    expect(runSpans(run, T + 500).attempts[0]?.stages.fetch).toMatchObject({ ms: 500, width: 100 });
    expect(runSpans(run, T + 800).attempts[0]?.stages.fetch).toMatchObject({ ms: 800, width: 100 });
    expect(runSpans(runOf({ status: 'queued' }), T + 400).waiting).toEqual({
      startMs: 0,
      ms: 400,
      from: 0,
      width: 100,
    });
  });

  it('show each attempt, and the waits between them', () => {
    const run = runOf({
      started_at: iso(1000),
      attempt_history: [
        attemptOf({ fetch: [T + 1000, null] }, { ...NETWORK, ended_at: iso(4000) }),
        attemptOf(
          { fetch: [T + 34_000, T + 35_000], reset: [T + 35_000, null] },
          { ...NETWORK, number: 2, ended_at: iso(36_000) },
        ),
        attemptOf({ reset: [T + 96_000, T + 97_000], index: [T + 99_000, T + 100_000] }, { number: 3 }),
      ],
      ended_at: iso(100_000),
    });
    const { attempts, waiting } = runSpans(run, 0);
    expect(waiting?.ms).toBe(1000);
    expect(attempts.map(({ wait }) => wait && [wait.startMs, wait.ms])).toEqual([
      [4000, 30_000],
      [36_000, 60_000],
      null,
    ]);
    expect(attempts.map(({ openStage }) => openStage)).toEqual(['fetch', 'reset', null]);
    expect(attempts[0]?.stages.fetch).toMatchObject({ startMs: 1000, ms: 3000 });
    expect(attempts[1]?.stages.reset).toMatchObject({ startMs: 35_000, ms: 1000 });
    expect(attempts[2]?.gaps).toMatchObject([{ startMs: 97_000, ms: 2000 }]);
  });

  it('let a wait grow, and a stage that was cut off end where the next attempt takes it up', () => {
    const run = runOf({
      status: 'running',
      started_at: iso(0),
      attempt_history: [
        attemptOf({ fetch: [T, null] }, { outcome: 'cut_off' }),
        attemptOf({ fetch: [T + 9000, null] }, { ...NETWORK, number: 2, ended_at: iso(10_000) }),
      ],
    });
    const { attempts } = runSpans(run, T + 15_000);
    expect(attempts[0]).toMatchObject({ stages: { fetch: { ms: 9000 } }, wait: null });
    expect(attempts[1]).toMatchObject({ stages: { fetch: { ms: 1000 } }, wait: { startMs: 10_000, ms: 5000 } });
    expect(runSpans(run, T + 18_000).attempts[1]?.wait?.ms).toBe(8000);
  });

  it('show as gaps what was not written down of earlier attempts', () => {
    const run = runOf({
      started_at: iso(1000),
      attempt_history: [
        attemptOf({ fetch: [T + 61_000, T + 62_000], index: [T + 93_000, T + 100_000] }, { number: 3 }),
      ],
      ended_at: iso(100_000),
    });
    expect(runSpans(run, 0).attempts[0]?.gaps.map(({ startMs, ms }) => [startMs, ms])).toEqual([
      [1000, 60_000],
      [62_000, 31_000],
    ]);
  });

  it('stay within the whole where clocks disagree or nothing has happened', () => {
    const odd = runOf({
      started_at: iso(-50),
      attempt_history: [
        attemptOf({ fetch: [T - 50, T + 10], embed: [T + 5, T + 2] }, { ...NETWORK, ended_at: iso(-90) }),
        attemptOf({ fetch: [T - 80, null] }, { ...NETWORK, number: 2, ended_at: iso(-70) }),
      ],
      ended_at: iso(8),
    });
    const spans = runSpans(odd, 0);
    for (const span of spans.attempts.flatMap(({ stages, gaps }) => [...Object.values(stages), ...gaps])) {
      expect(span.from).toBeGreaterThanOrEqual(0);
      expect(span.from + span.width).toBeLessThanOrEqual(100);
      expect(span.ms).toBeGreaterThanOrEqual(0);
    }
    expect(spans.waiting).toBeNull();
    expect(runSpans(runOf({ ended_at: iso(0) }), 0)).toMatchObject({ totalMs: 1, attempts: [], searchable: null });
  });
});
