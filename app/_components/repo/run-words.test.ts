import { expect, it } from 'vitest';
import { durationOf, summaryOf } from './run-words';

const run = {
  status: 'succeeded' as const,
  error_kind: null,
  files_added: 0,
  files_changed: 0,
  files_removed: 0,
  new_head: '1a2b3c4d5e6f',
};

it('counts one file as one file', () => {
  expect(summaryOf({ ...run, files_added: 1 })).toBe('+1 file · 1a2b3c4');
  expect(summaryOf({ ...run, files_added: 1, files_removed: 1 })).toBe('+1 −1 files · 1a2b3c4');
  expect(summaryOf({ ...run, files_changed: 1200 })).toBe('~1,200 files · 1a2b3c4');
  expect(summaryOf({ ...run, status: 'unchanged' })).toBe('');
  expect(summaryOf({ ...run, status: 'failed', error_kind: 'too_large' })).toBe('too large');
});

it('lasts from the request to the end', () => {
  const created_at = '2026-01-01T00:00:00.000Z';
  expect(durationOf({ created_at, ended_at: '2026-01-01T00:00:00.799Z' })).toBe('799 ms');
  expect(durationOf({ created_at, ended_at: null })).toBe('');
});
