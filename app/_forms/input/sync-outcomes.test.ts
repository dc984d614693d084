import { expect, it } from 'vitest';
import type { SyncOutcome } from '@/lib/repos/manage/syncs/request-syncs';
import { outcomesText } from './sync-outcomes';

const started: SyncOutcome = { repo_id: 'a', outcome: 'started', run_id: 'r', code: null, detail: null };
const refused = (code: string, detail: string | null): SyncOutcome => ({
  ...started,
  outcome: 'refused',
  run_id: null,
  code,
  detail,
});

it('says how many syncs were queued, and nothing of what did not happen', () => {
  expect(outcomesText([started])).toBe('1 queued.');
  expect(outcomesText([])).toBe('There is nothing to sync.');
  expect(outcomesText([refused('not_found', 'There is no such repository.')])).toBe('There is nothing to sync.');
});

it('tells those that are busy from those that are refused, and gives each reason once', () => {
  const busy = refused('conflict', 'acme/x is being synced already (indexing).');
  const away = refused('internal', 'The sync could not be queued.');
  expect(outcomesText([started, started, busy])).toBe('2 queued, 1 under way already.');
  expect(outcomesText([started, busy, away, away])).toBe(
    '1 queued, 1 under way already, 2 refused: The sync could not be queued.',
  );
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => refused('invalid', `${name} has no source.`));
  expect(outcomesText(many)).toBe('5 refused: a has no source. b has no source. c has no source. And 2 more reasons.');
});
