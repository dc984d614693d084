// Which commit something comes from, when upstream was last asked, and how it stands: what Freshet promises, in one way on
// every page.
import { clsx } from 'clsx';
import Link from 'next/link';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatExact, shortSha } from '@/app/_format';
import { commitHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';
import type { Standing } from '@/lib/repos/standing';

/** How each standing reads before the time of the last check. */
const STANDING_WORDS: Record<Standing, { says: string | null; look: 'calm' | 'warn' }> = {
  unfollowed: { says: null, look: 'calm' },
  held_back: { says: 'held back', look: 'warn' },
  failing: { says: 'last sync failed', look: 'warn' },
  preparing: { says: 'being prepared', look: 'calm' },
  stale: { says: 'stale', look: 'warn' },
  fresh: { says: null, look: 'calm' },
};

interface FreshnessProps {
  repo: string;
  /** The commit that is shown. */
  commit: string | null;
  indexedAt: string | null;
  checkedAt: string | null;
  standing: Standing;
}

/** That of a repository; of the commit that is shown of it if that is another than its default branch's. */
export function RepoFreshness({ repo, shown }: { repo: Repo; shown?: string | null }) {
  const isDefault = shown === undefined || shown === null || shown === repo.head_commit;
  return (
    <Freshness
      repo={`${repo.org}/${repo.name}`}
      commit={isDefault ? repo.head_commit : shown}
      indexedAt={isDefault ? repo.indexed_at : null}
      checkedAt={repo.checked_at}
      standing={repo.standing}
    />
  );
}

export function Freshness({ repo, commit, indexedAt, checkedAt, standing }: FreshnessProps) {
  const { says, look } = STANDING_WORDS[standing];
  const title = [
    commit && `Commit ${commit}`,
    indexedAt && `Indexed ${formatExact(new Date(indexedAt))}`,
    checkedAt ? `Upstream checked ${formatExact(new Date(checkedAt))}` : 'Upstream not checked yet',
  ];
  const isCalm = look === 'calm';
  return (
    <span
      title={title.filter(Boolean).join('\n')}
      className={clsx(
        'inline-flex items-center gap-1.5 text-2xs whitespace-nowrap',
        isCalm ? 'text-muted' : 'text-warn',
      )}
    >
      <span
        aria-hidden="true"
        className={clsx(
          'size-1.5 rounded-full',
          isCalm ? (standing === 'fresh' ? 'bg-ok' : 'bg-line-strong') : 'bg-warn',
        )}
      />
      {commit && (
        <Link href={commitHref(repo, commit)} prefetch={false} className="font-mono hover:text-accent hover:underline">
          {shortSha(commit)}
        </Link>
      )}
      {commit && <span aria-hidden="true">·</span>}
      <span>
        {says && `${says}, `}
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

type Sentence = Pick<Repo, 'indexed_at' | 'checked_at' | 'standing' | 'status'>;

/** "Indexed 2 hours ago, checked 1 minute ago". */
export function FreshnessSentence({ repo }: { repo: Sentence }) {
  const { indexed_at: indexedAt, checked_at: checkedAt, standing } = repo;
  const { says, look } = STANDING_WORDS[standing];
  return (
    <span className={look === 'warn' ? 'text-warn' : undefined}>
      {look === 'warn' && says && `${says[0]?.toUpperCase()}${says.slice(1)}. `}
      {indexedAt ? (
        <>
          Indexed <RelativeTime at={indexedAt} />
        </>
      ) : isEmpty(repo) ? (
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

/** It was read, and there was nothing to index. */
export function isEmpty({ indexed_at, status }: Pick<Repo, 'indexed_at' | 'status'>): boolean {
  return indexed_at === null && status === 'ready';
}

/** What there is of a repository that has nothing indexed. */
export function nothingYetOf(
  repo: Pick<Repo, 'indexed_at' | 'status' | 'standing'>,
): 'empty' | 'failing' | 'preparing' {
  if (repo.standing === 'failing' || repo.standing === 'held_back') return 'failing';
  return isEmpty(repo) ? 'empty' : 'preparing';
}

/** When upstream is asked next. */
export function NextCheck({ repo }: { repo: Pick<Repo, 'active_run_id' | 'next_check_at' | 'standing'> }) {
  // A sync asks upstream itself, and says at its end when the next check is.
  if (repo.active_run_id !== null) return 'after this sync';
  if (repo.standing === 'unfollowed') return 'never';
  return repo.next_check_at ? <RelativeTime at={repo.next_check_at} isAhead /> : 'when asked';
}
