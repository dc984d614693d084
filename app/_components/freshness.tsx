// Which commit something comes from and when upstream was last asked: what Freshet promises, on every result.
import { clsx } from 'clsx';
import Link from 'next/link';
import { formatExact, shortSha } from '@/app/_format';
import { commitHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';
import { RelativeTime } from './relative-time';

interface FreshnessProps {
  repo: string;
  commit: string | null;
  indexedAt: string | null;
  checkedAt: string | null;
  /** Upstream was not heard of for too long: what is shown may be behind. */
  isStale: boolean;
  /** The last sync failed: what is shown is good, but it may be behind. */
  hasFailed?: boolean;
}

/** That of what is shown of a whole repository. */
export function RepoFreshness({ repo }: { repo: Repo }) {
  return (
    <Freshness
      repo={`${repo.org}/${repo.name}`}
      commit={repo.head_commit}
      indexedAt={repo.indexed_at}
      checkedAt={repo.checked_at}
      isStale={repo.is_stale}
      hasFailed={repo.status === 'error'}
    />
  );
}

export function Freshness({ repo, commit, indexedAt, checkedAt, isStale, hasFailed = false }: FreshnessProps) {
  const isBehind = hasFailed || isStale;
  const title = [
    commit && `Commit ${commit}`,
    indexedAt && `Indexed ${formatExact(new Date(indexedAt))}`,
    checkedAt ? `Upstream checked ${formatExact(new Date(checkedAt))}` : 'Upstream not checked yet',
  ];
  return (
    <span
      title={title.filter(Boolean).join('\n')}
      className={clsx(
        'inline-flex items-center gap-1.5 text-2xs whitespace-nowrap',
        isBehind ? 'text-warn' : 'text-muted',
      )}
    >
      <span aria-hidden="true" className={clsx('size-1.5 rounded-full', isBehind ? 'bg-warn' : 'bg-ok')} />
      {commit && (
        <Link href={commitHref(repo, commit)} prefetch={false} className="font-mono hover:text-accent hover:underline">
          {shortSha(commit)}
        </Link>
      )}
      {commit && <span aria-hidden="true">·</span>}
      <span>
        {hasFailed ? 'last sync failed, ' : isStale && 'stale, '}
        {checkedAt ? (
          <>
            checked <RelativeTime at={checkedAt} />
          </>
        ) : (
          'not checked yet'
        )}
      </span>
    </span>
  );
}

/** "Indexed 2 hours ago, checked 1 minute ago". */
export function FreshnessSentence({ repo }: { repo: Pick<Repo, 'indexed_at' | 'checked_at' | 'is_stale' | 'status'> }) {
  const { indexed_at: indexedAt, checked_at: checkedAt, is_stale: isStale } = repo;
  return (
    <span className={isStale ? 'text-warn' : undefined}>
      {isStale && 'Stale. '}
      {indexedAt ? (
        <>
          Indexed <RelativeTime at={indexedAt} />
        </>
      ) : checkedAt && repo.status === 'ready' ? (
        'Empty: upstream has no commits yet'
      ) : (
        'Not indexed yet'
      )}
      {checkedAt && (
        <>
          , checked <RelativeTime at={checkedAt} />
        </>
      )}
    </span>
  );
}
