import { expect, test } from 'vitest';
import { abortRun, abortSignal, holdSignal } from './abort';

test('a run’s signal aborts with the reason, for everybody who holds it', () => {
  const letGo = holdSignal('run');
  const also = holdSignal('run');
  const signal = abortSignal('run');
  expect(signal).toBe(abortSignal('run'));
  also();
  abortRun('run', new Error('stop'));
  expect(signal.aborted).toBe(true);
  expect((signal.reason as Error).message).toBe('stop');
  letGo();
});

test('a run that is taken up anew gets a signal of its own, whatever the old one’s holder does later', () => {
  const old = holdSignal('run');
  abortRun('run', new Error('stop'));
  const letGo = holdSignal('run');
  const signal = abortSignal('run');
  expect(signal.aborted).toBe(false);
  old();
  expect(abortSignal('run')).toBe(signal);
  letGo();
  expect(abortSignal('run')).not.toBe(signal);
});

test('a run that nobody executes here has a signal that never aborts', () => {
  const signal = abortSignal('elsewhere');
  abortRun('elsewhere', new Error('stop'));
  expect(signal.aborted).toBe(false);
});
