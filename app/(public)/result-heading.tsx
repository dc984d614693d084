// The head of one result: its repository, what was found in it, and how fresh that is.
import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { Freshness } from '@/app/_components/repo/freshness';
import { repoHref } from '@/app/_links';
import type { SearchResult } from '@/lib/search/search';
import { PathText } from './path-text';

export type HeadedResult = Pick<SearchResult, 'repo' | 'path' | 'commit' | 'indexed_at' | 'checked_at' | 'standing'>;

interface ResultHeadingProps {
  result: HeadedResult;
  icon: LucideIcon;
  /** Where the path leads; none if the result is the repository itself. */
  href: string | null;
}

export function ResultHeading({ result, icon: Icon, href }: ResultHeadingProps) {
  const { repo, path, commit } = result;
  return (
    <>
      <h3 className="flex min-w-0 flex-1 basis-64 gap-2 text-xs">
        <Icon className="mt-px size-4 shrink-0 text-muted" aria-hidden="true" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <Link
            href={repoHref(repo)}
            prefetch={false}
            className={`${href === null ? '' : 'text-muted '}hover:text-accent hover:underline`}
          >
            {repo}
          </Link>
          {href !== null && (
            <>
              <span className="px-1.5 text-line-strong" aria-hidden="true">
                /
              </span>
              <Link href={href} prefetch={false} className="hover:text-accent hover:underline">
                <PathText path={path} />
              </Link>
            </>
          )}
        </span>
      </h3>
      <Freshness
        repo={repo}
        commit={commit}
        indexedAt={result.indexed_at}
        checkedAt={result.checked_at}
        standing={result.standing}
      />
    </>
  );
}
