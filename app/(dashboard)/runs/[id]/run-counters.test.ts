import { expect, it } from 'vitest';
import type { Run } from '@/lib/runs/run';
import { countersOf } from './run-counters';

const T = Date.UTC(2026, 0, 1);
const iso = (ms: number) => new Date(T + ms).toISOString();
const run = {
  status: 'succeeded',
  commits_synced: 0,
  files_added: 2,
  files_changed: 0,
  files_removed: 0,
  files_skipped: 0,
  bytes_indexed: 0,
  chunks_embedded: 0,
  chunks_reused: 0,
  old_head: null,
  new_head: '1a2b3c4d5e6f',
  attempts: 1,
  attempt_history: [],
  created_at: iso(0),
  started_at: iso(13),
  published_at: iso(700),
  ended_at: iso(799),
} as unknown as Run;

it('has every number of a run that brought something, from the request on', () => {
  const counters = new Map(countersOf(run));
  expect(counters.size).toBe(12);
  expect(counters.get('Files added')).toBe('2');
  expect(counters.get('Files removed')).toBe('0');
  expect(counters.get('Request to searchable')).toBe('700 ms');
  expect(counters.get('Whole run')).toBe('799 ms');
});

it('has no zeros of a run that brought nothing', () => {
  const failed = { ...run, status: 'failed', files_added: 0, new_head: null, published_at: null } as Run;
  expect(countersOf(failed)).toEqual([
    ['Attempts', '1'],
    ['Whole run', '799 ms'],
  ]);
});
