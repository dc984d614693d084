// The repositories that need attention most: since when, how often, why, and what to do.
import Link from 'next/link';
import { RepoName } from '@/app/_components/repo/repo-name';
import { StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { accessOf, adviceOn } from '@/lib/repos/advice';
import type { WorstRepo } from '@/lib/status/worst-repos';

const NEEDS: Record<WorstRepo['need'], string> = {
  token: 'Token refused',
  mending: 'Failing',
  check: 'Stale',
  confirmation: 'Held back',
};

export function WorstList({ worst }: { worst: WorstRepo[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {worst.map(({ need, since, repo }) => (
        <li key={repo.id} className="px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="min-w-0 flex-1 basis-56">
              <RepoName repo={repo} href={`/repos/${repo.id}`} />
            </span>
            <StatusPill look="bad" text={needOf({ need, repo })} />
            <span className="text-2xs text-muted sm:w-56 sm:text-right">
              {need === 'check' ? (
                <>
                  last checked <RelativeTime at={repo.checked_at ?? repo.added_at} />
                </>
              ) : (
                <>
                  {repo.failure_count > 1 ? `failed ${repo.failure_count} times, first ` : 'failed '}
                  <RelativeTime at={since} />
                </>
              )}
            </span>
          </div>
          <p className="mt-1 text-xs [overflow-wrap:anywhere]">
            {whyOf({ need, repo })}{' '}
            <Link href={`/repos/${repo.id}`} className="text-muted underline hover:text-accent">
              {stepOf({ need, repo })}
              <span className="sr-only">
                {' '}
                ({repo.org}/{repo.name})
              </span>
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

function needOf({ need, repo }: Pick<WorstRepo, 'need' | 'repo'>): string {
  if (need !== 'token') return NEEDS[need];
  if (repo.kind === 'local') return 'No permission';
  return repo.has_token ? NEEDS.token : 'Needs a token';
}

function whyOf({ need, repo }: Pick<WorstRepo, 'need' | 'repo'>): string {
  if (need === 'confirmation' && repo.held_back) return repo.held_back.reason;
  if (need === 'check') return 'Upstream should have been asked long ago and has not answered since.';
  return repo.error ?? 'The last attempt did not succeed.';
}

/** In a few words; the repository's own page has the whole advice. */
function stepOf({ need, repo }: Pick<WorstRepo, 'need' | 'repo'>): string {
  if (need === 'confirmation') return 'Look, and confirm it if it is meant';
  return adviceOn(need === 'check' ? 'stale' : repo.error_kind, accessOf(repo)).brief;
}
