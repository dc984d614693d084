import { expect, test } from 'vitest';
import type { StepRecord } from './claim';
import type { Op } from './protocol';
import { MAX_OUTPUT_BYTES, StepBook } from './step-book';

const record = (id: string, values: Partial<StepRecord> = {}): StepRecord => ({
  id,
  name: id,
  kind: 'run',
  state: 'planned',
  position: null,
  attempt: 0,
  dueAt: 0,
  output: null,
  ...values,
});
const op = (kind: string, id: string, values: Partial<Op> = {}): Op => ({ op: kind, id, displayName: id, ...values });
const running = { retryAfterMs: null, isStopping: false };

test('positions follow the order of completion, and a step keeps the one it has', () => {
  const book = new StepBook([record('a', { state: 'done', position: 0 }), record('b'), record('c')], 4);
  expect(book.read([op('StepRun', 'c', { data: 1 })], running)).toMatchObject({ steps: [{ id: 'c', position: 1 }] });
  expect(book.read([op('StepRun', 'b')], running)).toMatchObject({ steps: [{ id: 'b', position: 2, output: 'null' }] });
  expect(book.read([op('StepRun', 'c', { data: 1 })], running)).toMatchObject({ steps: [{ id: 'c', position: 1 }] });
  expect(book.planned()).toEqual([]);
});

test('a planned step has attempts of its own and fails with the last of them', () => {
  const book = new StepBook([record('a', { attempt: 0 })], 2);
  expect(book.read([op('StepError', 'a', { error: { message: 'x' } })], { ...running, retryAfterMs: 5 })).toMatchObject(
    {
      kind: 'save',
      steps: [{ state: 'planned', attempt: 1, delayMs: 5 }],
    },
  );
  expect(book.read([op('StepError', 'a', { error: { message: 'x' } })], running)).toMatchObject({
    kind: 'save',
    steps: [{ state: 'failed', output: '{"message":"x"}' }],
  });
});

test('the step that a function stands at is the run’s own failure, and what came with it is saved', () => {
  const book = new StepBook([], 4);
  expect(book.read([op('StepRun', 'a'), op('StepError', 'b', { error: 'why' })], running)).toMatchObject({
    kind: 'retry',
    error: 'why',
    steps: [{ id: 'a', state: 'done' }],
  });
});

test('planning again changes nothing', () => {
  const book = new StepBook([], 4);
  const plan = [op('StepPlanned', 'a'), op('Sleep', 'b', { name: '10s' })];
  expect(book.read(plan, running)).toMatchObject({
    steps: [
      { id: 'a', delayMs: 0 },
      { id: 'b', kind: 'sleep', delayMs: 10_000 },
    ],
  });
  expect(book.read(plan, running)).toEqual({ kind: 'save', steps: [] });
});

test('while stopping, failures are forgotten and successes kept', () => {
  const book = new StepBook([record('a')], 4);
  const stopping = { ...running, isStopping: true };
  expect(book.read([op('StepError', 'a')], stopping)).toEqual({ kind: 'discard' });
  expect(book.read([op('StepFailed', 'a')], stopping)).toEqual({ kind: 'discard' });
  expect(book.read([op('StepRun', 'a')], stopping)).toMatchObject({ kind: 'save', steps: [{ state: 'done' }] });
});

test('the end of a run comes with the steps that were not saved yet', () => {
  const verdict = new StepBook([], 4).read([op('StepRun', 'a'), op('RunComplete', 'end', { data: 1 })], running);
  expect(verdict).toMatchObject({ kind: 'complete', output: 1, steps: [{ id: 'a' }] });
});

test('too much, and what the engine does not do, fail the run', () => {
  const book = new StepBook([], 4);
  const fits = 'x'.repeat(MAX_OUTPUT_BYTES - 2);
  expect(book.read([op('StepRun', 'a', { data: fits })], running).kind).toBe('save');
  expect(book.read([op('StepRun', 'b', { data: `${fits}x` })], running)).toMatchObject({
    kind: 'fail',
    error: { name: 'OutputTooLarge' },
  });
  for (const kind of ['InvokeFunction', 'WaitForEvent', 'Gateway', 'DeferAdd', 'SomethingNew']) {
    expect(book.read([op(kind, 'c')], running)).toMatchObject({ kind: 'fail', error: { name: 'Unsupported' } });
  }
  expect(book.read([op('Sleep', 'd', { name: 'soon' })], running).kind).toBe('fail');
  expect(book.read([op('StepPlanned', 'e', { opts: { parallelMode: 'race' } })], running).kind).toBe('fail');
});
