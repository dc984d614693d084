import { describe, expect, it } from 'vitest';
import type { AttemptPart } from './attempt-parts';
import { attemptParts } from './attempt-parts';
import type { AttemptSpans, Span } from './run-spans';

const spanOf = (ms: number): Span => ({ startMs: 0, ms, from: 0, width: 10 });

function attemptOf(number: number, options: Partial<AttemptSpans>): AttemptSpans {
  const plain = { outcome: 'succeeded', error: null, error_kind: null, openStage: null } as const;
  return { number, ...plain, stages: {}, gaps: [], wait: null, ...options };
}

const FAILED = { outcome: 'failed', error: 'The host does not answer.', error_kind: 'network' } as const;
const failedFetch = (number: number, wait: Span | null) =>
  attemptOf(number, { ...FAILED, stages: { fetch: spanOf(3000) }, openStage: 'fetch', wait });

const linesOf = (part: AttemptPart | undefined) =>
  part?.lines.map(({ name, state, text }) => `${name}: ${state}, ${text}`);

describe('a timeline', () => {
  it('of a run that went well is one attempt with all of the stages', () => {
    const stages = { fetch: spanOf(5), reset: spanOf(6) };
    expect(attemptParts('unchanged', [attemptOf(1, { stages })]).map(linesOf)).toEqual([
      [
        'Fetch: done, 5 ms',
        'Update branches: done, 6 ms',
        'Find changes: ahead, not needed',
        'Index: ahead, not needed',
        'Publish: ahead, not needed',
        'Embed: ahead, not needed',
      ],
    ]);
    expect(linesOf(attemptParts('queued', [])[0])).toContain('Fetch: ahead, to come');
    expect(linesOf(attemptParts('failed', [])[0])).toContain('Fetch: ahead, not reached');
  });

  it('says how each attempt went, and leaves to the last what those before had not done', () => {
    const second = attemptOf(2, {
      ...FAILED,
      stages: { fetch: spanOf(1000), reset: spanOf(20), plan: spanOf(40) },
      openStage: 'plan',
      error_kind: 'too_large',
      wait: spanOf(60_000),
    });
    const third = attemptOf(3, {
      stages: { plan: spanOf(9), index: spanOf(8), publish: spanOf(7), embed: spanOf(6) },
    });
    const parts = attemptParts('succeeded', [failedFetch(1, spanOf(30_000)), second, third]);
    expect(parts.map(({ outcome, isBad, detail }) => [outcome, isBad, detail])).toEqual([
      ['failed (network)', true, FAILED.error],
      ['failed (too large)', true, FAILED.error],
      ['worked', false, null],
    ]);
    expect(parts.map(linesOf)).toEqual([
      ['Fetch: broken, 3 s', 'Wait for attempt 2: wait, 30 s'],
      [
        'Fetch: done, 1 s',
        'Update branches: done, 20 ms',
        'Find changes: broken, 40 ms',
        'Wait for attempt 3: wait, 1 min 0 s',
      ],
      ['Find changes: done, 9 ms', 'Index: done, 8 ms', 'Publish: done, 7 ms', 'Embed: done, 6 ms'],
    ]);
  });

  it('shows the attempt that is to come while it is waited for', () => {
    const parts = attemptParts('running', [failedFetch(1, spanOf(12_000))]);
    expect(parts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'failed (network)'],
      [2, 'follows by itself'],
    ]);
    expect(linesOf(parts[0])).toEqual(['Fetch: broken, 3 s', 'Wait for attempt 2: wait, 12 s so far']);
    expect(linesOf(parts[1])).toHaveLength(6);
  });

  it('shows where the attempt under way is, and what was cut off before it', () => {
    const cut = attemptOf(1, { outcome: 'cut_off', stages: { fetch: spanOf(900) }, openStage: 'fetch' });
    const running = attemptOf(2, { outcome: 'running', stages: { fetch: spanOf(50) }, openStage: 'fetch' });
    const parts = attemptParts('running', [cut, running]);
    expect(parts[0]).toMatchObject({ outcome: 'cut off', detail: 'Freshet was stopped meanwhile.' });
    expect(linesOf(parts[0])).toEqual(['Fetch: broken, up to 900 ms']);
    expect(parts[1]?.outcome).toBe('under way');
    expect(linesOf(parts[1])?.slice(0, 2)).toEqual(['Fetch: now, 50 ms', 'Update branches: ahead, to come']);
  });

  it('tells of a run that was replaced how long it had waited', () => {
    const [part, more] = attemptParts('cancelled', [failedFetch(1, spanOf(8000))]);
    expect(more).toBeUndefined();
    // As they were: it waited after the fetch, and what comes below was not reached.
    expect(linesOf(part)?.slice(0, 3)).toEqual([
      'Fetch: broken, 3 s',
      'Wait until replaced: wait, 8 s',
      'Update branches: ahead, not reached',
    ]);
  });

  it('names the attempts that an older run did not keep', () => {
    const kept = attemptOf(4, { stages: { fetch: spanOf(5) }, gaps: [spanOf(60_000), spanOf(1000)] });
    expect(linesOf(attemptParts('unchanged', [kept])[0])?.[0]).toBe('Earlier attempts: wait, 1 min 1 s');
    expect(linesOf(attemptParts('unchanged', [{ ...kept, number: 1 }])[0])?.[0]).toMatch(/^Between the steps/);
  });
});
