import { describe, expect, it } from 'vitest';
import { type AttemptsRow, attemptSchema, attemptsOf } from './run-attempts';

const T = Date.UTC(2026, 0, 1);
const at = (ms: number) => new Date(T + ms).toISOString();

function rowOf(options: Partial<AttemptsRow>): AttemptsRow {
  return { stageTimes: {}, status: 'running', attempts: 1, error: null, errorKind: null, endedAt: null, ...options };
}

function read(options: Partial<AttemptsRow>) {
  const { attempts, stageTimes } = attemptsOf(rowOf(options));
  return { attempts: attempts.map((attempt) => attemptSchema.parse(attempt)), stageTimes };
}

const refused = { error_kind: 'network' as const, error: 'Upstream answered with status 500.' };

describe('the attempts at a run', () => {
  it('are none before a stage begins, and one while all goes well', () => {
    expect(read({ status: 'queued', attempts: 0 })).toEqual({ attempts: [], stageTimes: {} });
    const plain = { error: null, error_kind: null, details: null, number: 1, next_at: null, waited_ms: null };
    expect(read({ stageTimes: { fetch: [T, null] } }).attempts).toEqual([
      { ...plain, stage_times: { fetch: [T, null] }, outcome: 'running', ended_at: null },
    ]);
    const done = { status: 'succeeded', endedAt: new Date(T + 9) } as const;
    expect(read({ ...done, stageTimes: { fetch: [T, T + 4], plan: [T + 4, T + 9] } }).attempts).toEqual([
      { ...plain, stage_times: { fetch: [T, T + 4], plan: [T + 4, T + 9] }, outcome: 'succeeded', ended_at: at(9) },
    ]);
  });

  it('say what each did, how it ended and how long the next was waited for', () => {
    const { attempts, stageTimes } = read({
      status: 'succeeded',
      attempts: 3,
      endedAt: new Date(T + 9000),
      stageTimes: {
        index: [T + 7000, T + 8000],
        earlier: [
          { number: 1, stages: { fetch: [T, null] }, ended: T + 1000, ...refused },
          { number: 2, stages: { fetch: [T + 3000, T + 4000], index: [T + 4000, null] }, ended: T + 5000, ...refused },
        ],
      },
    });
    expect(attempts.map((one) => [one.number, one.outcome, one.ended_at, one.waited_ms])).toEqual([
      [1, 'failed', at(1000), 2000],
      [2, 'failed', at(5000), 2000],
      [3, 'succeeded', at(9000), null],
    ]);
    expect(attempts.map((one) => one.error)).toEqual([refused.error, refused.error, null]);
    expect(stageTimes).toEqual({ fetch: [T + 3000, T + 4000], index: [T + 7000, T + 8000] });
  });

  it('know of a failure that waits for the next, and of one that nobody saw end', () => {
    const cut = {
      number: 1,
      stages: { fetch: [T, null] as [number, null] },
      ended: null,
      error: null,
      error_kind: null,
    };
    const failed = { ...cut, ...refused, number: 2, ended: T + 50 };
    const waiting = read({
      attempts: 2,
      ...{ error: refused.error, errorKind: refused.error_kind },
      stageTimes: { earlier: [cut, failed] },
    });
    expect(waiting.attempts).toMatchObject([
      { outcome: 'cut_off', ended_at: null, waited_ms: null },
      { outcome: 'failed', ended_at: at(50), waited_ms: null },
    ]);
    expect(waiting.stageTimes).toEqual({ fetch: [T, null] });
  });

  it('of a row that kept the last alone are that one', () => {
    const old = {
      attempts: 4,
      error: refused.error,
      errorKind: refused.error_kind,
      stageTimes: { fetch: [T, null] },
    } as const;
    const { attempts } = read({
      ...old,
      stageTimes: { fetch: [T, null] },
      status: 'failed',
      endedAt: new Date(T + 70),
    });
    expect(attempts).toMatchObject([{ number: 4, outcome: 'failed', ...refused, ended_at: at(70) }]);
    expect(read({ ...old, stageTimes: { fetch: [T, null] } }).attempts).toMatchObject([
      { number: 4, outcome: 'failed', ended_at: null },
    ]);
  });

  it('never run backwards, whatever the clock did', () => {
    const { attempts } = read({
      attempts: 2,
      stageTimes: {
        fetch: [T - 9000, T - 9500],
        earlier: [{ number: 1, stages: { fetch: [T, T - 5] }, ended: T - 10, ...refused }],
      },
    });
    expect(attempts).toMatchObject([
      { stage_times: { fetch: [T, T] }, ended_at: at(0), waited_ms: 0 },
      { stage_times: { fetch: [T - 9000, T - 9000] } },
    ]);
  });
});
