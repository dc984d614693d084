// How the hosts of a repository, or of all, stand, in one line that leads to the board.
import Link from 'next/link';
import { formatCount, formatPlural } from '@/app/_format';
import { searchOf } from '@/app/_links';
import { type BoardCounts, WORST_FIRST } from '@/lib/deliveries/board/board-item';
import { HOST_STATE } from './delivery-words';

/** Nothing where there is no host. `repo`: of this one alone. */
export function HostsLine({
  counts,
  repo,
  className = '',
}: {
  counts: BoardCounts;
  repo?: string;
  className?: string;
}) {
  const all = WORST_FIRST.reduce((sum, state) => sum + counts[state], 0);
  if (all === 0) return null;
  const wrong = WORST_FIRST.filter((state) => state !== 'in_sync' && counts[state] > 0);
  const words = wrong.map((state) => `${formatCount(counts[state])} ${HOST_STATE[state].text.toLowerCase()}`);
  return (
    <p className={`text-xs text-muted ${className}`}>
      <Link
        href={`/board${searchOf({ repo })}`}
        prefetch={false}
        className={wrong.length === 0 ? 'text-ok hover:underline' : 'text-warn hover:underline'}
      >
        {wrong.length === 0
          ? `${formatPlural(all, 'host')} in sync`
          : `${formatCount(counts.in_sync)} of ${formatPlural(all, 'host')} in sync`}
      </Link>
      {words.length > 0 && `: ${words.join(', ')}`}
    </p>
  );
}
