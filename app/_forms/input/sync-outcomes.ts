// What came of asking for many syncs, in words.
import { formatCount } from '@/app/_format';
import type { SyncOutcome } from '@/lib/repos/manage/syncs/request-syncs';

/** Reasons that are told in full; of more there is the count. */
const MOST_REASONS = 3;

/** "12 queued, 3 under way already, 1 refused: …". A repository that was deleted meanwhile is not counted. */
export function outcomesText(outcomes: SyncOutcome[]): string {
  const there = outcomes.filter(({ code }) => code !== 'not_found');
  const queued = there.filter(({ outcome }) => outcome === 'started').length;
  const busy = there.filter(({ code }) => code === 'conflict').length;
  const refused = there.filter(({ outcome, code }) => outcome === 'refused' && code !== 'conflict');
  const counts = [
    queued > 0 && `${formatCount(queued)} queued`,
    busy > 0 && `${formatCount(busy)} under way already`,
    refused.length > 0 && `${formatCount(refused.length)} refused`,
  ].filter(Boolean);
  if (counts.length === 0) return 'There is nothing to sync.';
  return refused.length === 0 ? `${counts.join(', ')}.` : `${counts.join(', ')}: ${reasonsOf(refused)}`;
}

function reasonsOf(refused: SyncOutcome[]): string {
  const reasons = [...new Set(refused.map(({ detail }) => detail ?? 'It does not say why.'))];
  const more = reasons.length - MOST_REASONS;
  return [...reasons.slice(0, MOST_REASONS), more > 0 && `And ${formatCount(more)} more reasons.`]
    .filter(Boolean)
    .join(' ');
}
