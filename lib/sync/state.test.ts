import { describe, expect, it } from 'vitest';
import { repoStatus, runStage } from '@/db/schema';
import { isBusy, sourcesOf, statusDuring } from './state';

describe('the status machine', () => {
  it('lets a repository be claimed exactly when it is neither busy nor archived nor being made', () => {
    const claimable = repoStatus.enumValues.filter((status) => sourcesOf('claim').includes(status));
    expect(claimable).toEqual(['pending', 'ready', 'error']);
    expect(claimable.some(isBusy)).toBe(false);
  });

  it('shows cloning only until something was published', () => {
    expect(runStage.enumValues.map((stage) => statusDuring(stage, true))).toEqual([
      'cloning',
      'indexing',
      'indexing',
      'indexing',
      'indexing',
      'embedding',
    ]);
    expect(statusDuring('fetch', false)).toBe('indexing');
  });

  it('lets every status that a stage sets finish, fail and go on', () => {
    for (const stage of runStage.enumValues) {
      for (const isFirst of [true, false]) {
        const status = statusDuring(stage, isFirst);
        expect(isBusy(status)).toBe(true);
        for (const event of ['attempt', 'finish', 'fail'] as const) expect(sourcesOf(event)).toContain(status);
      }
    }
  });

  it('lets a failed attempt be followed by another, and by nothing that calls it a success', () => {
    expect(sourcesOf('attempt')).toContain('error');
    expect(sourcesOf('finish')).not.toContain('error');
  });
});
