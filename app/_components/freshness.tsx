// Which commit something comes from and when upstream was last asked: what Freshet promises, on every result.
import { clsx } from 'clsx';
import Link from 'next/link';
import { formatExact, shortSha } from '@/app/_format';
import { commitHref } from '@/app/_links';
import { RelativeTime } from './relative-time';

/** Upstream unheard of for longer than this counts as stale. */
const STALE_MS = 24 * 60 * 60 * 1000;

interface FreshnessProps {
  repo: string;
  commit: string | null;
  indexedAt: string | null;
  checkedAt: string | null;
  /** The last sync failed: what is shown is good, but it may be behind. */
  hasFailed?: boolean;
}

/** True where upstream has not answered for a day, or never. */
export function isStale(checkedAt: string | null, now = Date.now()): boolean {
  return checkedAt === null || now - Date.parse(checkedAt) > STALE_MS;
}

export function Freshness({ repo, commit, indexedAt, checkedAt, hasFailed = false }: FreshnessProps) {
  const isBehind = hasFailed || isStale(checkedAt);
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
        {hasFailed && 'last sync failed, '}
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
export function FreshnessSentence({ indexedAt, checkedAt }: { indexedAt: string | null; checkedAt: string | null }) {
  return (
    <span className={isStale(checkedAt) && indexedAt ? 'text-warn' : undefined}>
      {indexedAt ? (
        <>
          Indexed <RelativeTime at={indexedAt} />
        </>
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
