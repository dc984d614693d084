// How all repositories are, in a sentence and a line.
import { CircleAlert, CircleCheck, Clock } from 'lucide-react';
import { formatCount, formatPlural } from '@/app/_format';
import type { Freshness } from '@/lib/status/read-freshness';

/** "All 12 repositories are fresh", "3 of 12 repositories need attention". */
export function headlineOf(freshness: Freshness): string {
  const { repositories, needing_attention: needing, preparing } = freshness;
  if (needing > 0) {
    return `${formatCount(needing)} of ${formatPlural(repositories, 'repository', 'repositories')} ${needing === 1 ? 'needs' : 'need'} attention`;
  }
  if (preparing > 0) return `${formatPlural(preparing, 'repository is', 'repositories are')} being prepared`;
  if (repositories === 0) return 'No repository here follows an upstream';
  if (repositories === 1) return 'The repository is fresh';
  return `All ${formatCount(repositories)} repositories are fresh`;
}

/** "3 failing (1 refused, 1 held back), 1 stale": each counted once; empty if nothing is amiss. */
export function reasonsOf(freshness: Freshness): string {
  const { auth_errors: refused, failing, held_back: held, stale } = freshness;
  const kinds = [refused > 0 && `${formatCount(refused)} refused`, held > 0 && `${formatCount(held)} held back`];
  const named = kinds.filter(Boolean).join(', ');
  return [
    failing > 0 && `${formatCount(failing)} failing${named && ` (${named})`}`,
    stale > 0 && `${formatCount(stale)} stale`,
  ]
    .filter(Boolean)
    .join(', ');
}

export function FreshnessHeadline({ freshness, size }: { freshness: Freshness; size: 'small' | 'large' }) {
  const isAmiss = freshness.needing_attention > 0;
  const Icon = isAmiss ? CircleAlert : freshness.preparing > 0 ? Clock : CircleCheck;
  const tint = isAmiss ? 'text-bad' : freshness.preparing > 0 ? 'text-accent' : 'text-ok';
  const reasons = reasonsOf(freshness);
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className="flex items-center gap-x-2">
        <Icon aria-hidden="true" className={`${size === 'large' ? 'size-5' : 'size-4'} shrink-0 ${tint}`} />
        <span className={size === 'large' ? 'text-base font-medium' : 'text-sm font-medium'}>
          {headlineOf(freshness)}
          {reasons && <span className="sr-only">:</span>}
        </span>
      </span>
      {reasons && <span className="text-xs text-muted">{reasons}</span>}
    </p>
  );
}

/** The parts of all repositories that are well, amiss and not there yet. */
export function FreshnessBar({ freshness }: { freshness: Freshness }) {
  const { repositories, fresh, needing_attention: needing } = freshness;
  const part = (count: number) => (count / Math.max(1, repositories)) * 100;
  const amiss = needing === 0 ? 0 : Math.max(1, part(needing));
  const well = Math.min(part(fresh), 100 - amiss);
  return (
    <svg aria-hidden="true" width="100%" height="6" className="block rounded-full">
      <rect width="100%" height="6" className="fill-line" />
      <rect width={`${well}%`} height="6" className="fill-ok" />
      <rect x={`${well}%`} width={`${amiss}%`} height="6" className="fill-bad" />
    </svg>
  );
}
