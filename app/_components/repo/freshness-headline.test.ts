import { expect, it } from 'vitest';
import type { Freshness } from '@/lib/status/read-freshness';
import { headlineOf, reasonsOf } from './freshness-headline';

const none: Freshness = {
  repositories: 0,
  fresh: 0,
  preparing: 0,
  needing_attention: 0,
  failing: 0,
  auth_errors: 0,
  held_back: 0,
  stale: 0,
  checked: [],
  never_checked: 0,
  oldest_checked_at: null,
};

it.each([
  [{}, 'No repository here follows an upstream', ''],
  [{ repositories: 1, fresh: 1 }, 'The repository is fresh', ''],
  [{ repositories: 12, fresh: 12 }, 'All 12 repositories are fresh', ''],
  [{ repositories: 3, fresh: 1, preparing: 2 }, '2 repositories are being prepared', ''],
  [
    { repositories: 1200, needing_attention: 1, failing: 1, auth_errors: 1 },
    '1 of 1,200 repositories needs attention',
    '1 failing (1 refused)',
  ],
  [
    { repositories: 12, needing_attention: 6, failing: 5, auth_errors: 2, held_back: 1, stale: 1 },
    '6 of 12 repositories need attention',
    '5 failing (2 refused, 1 held back), 1 stale',
  ],
])('%j reads "%s"', (some, headline, reasons) => {
  expect(headlineOf({ ...none, ...some })).toBe(headline);
  expect(reasonsOf({ ...none, ...some })).toBe(reasons);
});
