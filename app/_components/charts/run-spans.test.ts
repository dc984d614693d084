import { describe, expect, it } from 'vitest';
import type { Run } from '@/lib/repos/run';
import { runSpans } from './run-spans';

const T = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(T + ms).toISOString();

function runOf(o: Partial<Run>): Run {
  return {
    status: 'succeeded',
    stage_times: {},
    created_at: iso(0),
    started_at: null,
    published_at: null,
    ended_at: null,
    ...o,
  } as Run;
}

describe('the spans of a run', () => {
  it('lie where the stages were, after the wait for their turn', () => {
    const run = runOf({
      started_at: iso(100),
      stage_times: { fetch: [T + 100, T + 300], reset: [T + 300, T + 500], publish: [T + 500, T + 900] },
      published_at: iso(880),
      ended_at: iso(1000),
    });
    const spans = runSpans(run, T + 99_999);
    expect(spans.totalMs).toBe(1000);
    expect(spans.waiting).toEqual({ startMs: 0, ms: 100, from: 0, width: 10 });
    expect(spans.stages.fetch).toEqual({ startMs: 100, ms: 200, from: 10, width: 20 });
    expect(spans.stages.publish).toEqual({ startMs: 500, ms: 400, from: 50, width: 40 });
    expect(spans.stages.embed).toBeUndefined();
    expect(spans.pauses).toEqual([]);
    expect(spans.searchable).toEqual({ ms: 880, at: 88 });
  });

  it('grow with the time while the run goes on', () => {
    const run = runOf({ status: 'running', started_at: iso(0), stage_times: { fetch: [T, null] } });
    expect(runSpans(run, T + 500).stages.fetch).toMatchObject({ ms: 500, width: 100 });
    expect(runSpans(run, T + 800).stages.fetch).toMatchObject({ ms: 800, width: 100 });
    expect(runSpans(runOf({ status: 'queued' }), T + 400).waiting).toEqual({
      startMs: 0,
      ms: 400,
      from: 0,
      width: 100,
    });
  });

  it('show what earlier attempts and their pauses took', () => {
    const run = runOf({
      started_at: iso(1000),
      stage_times: {
        fetch: [T + 61_000, T + 62_000],
        reset: [T + 62_010, T + 63_000],
        index: [T + 93_000, T + 100_000],
      },
      ended_at: iso(100_000),
    });
    const { pauses, waiting } = runSpans(run, 0);
    expect(waiting?.ms).toBe(1000);
    expect(pauses.map(({ startMs, ms }) => [startMs, ms])).toEqual([
      [1000, 60_000],
      [63_000, 30_000],
    ]);
  });

  it('stay within the whole where clocks disagree or nothing has happened', () => {
    const odd = runOf({
      started_at: iso(-50),
      stage_times: { fetch: [T - 50, T + 10], embed: [T + 5, T + 2] },
      ended_at: iso(8),
    });
    const spans = runSpans(odd, 0);
    for (const span of Object.values(spans.stages)) {
      expect(span.from).toBeGreaterThanOrEqual(0);
      expect(span.from + span.width).toBeLessThanOrEqual(100);
      expect(span.ms).toBeGreaterThanOrEqual(0);
    }
    expect(spans.waiting).toBeNull();
    expect(runSpans(runOf({ ended_at: iso(0) }), 0)).toMatchObject({ totalMs: 1, stages: {}, searchable: null });
  });
});
