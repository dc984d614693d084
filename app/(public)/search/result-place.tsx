// A repository or a folder among the results: it stands for all files in it that match.
import { Folder, FolderGit2 } from 'lucide-react';
import Link from 'next/link';
import { Freshness } from '@/app/_components/repo/freshness';
import { repoHref, treeHref } from '@/app/_links';
import type { SearchResult } from '@/lib/search/search';
import { PathText } from '../path-text';

export function ResultPlace({ result }: { result: SearchResult }) {
  const { repo, path, commit, kind } = result;
  const Icon = kind === 'repo' ? FolderGit2 : Folder;
  return (
    <article className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-3 py-2">
      <h3 className="flex min-w-0 flex-1 basis-64 gap-2 text-xs">
        <Icon className="mt-px size-4 shrink-0 text-muted" aria-hidden="true" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <Link href={repoHref(repo)} prefetch={false} className="hover:text-accent hover:underline">
            {repo}
          </Link>
          {path !== '' && (
            <>
              <span className="px-1.5 text-line-strong" aria-hidden="true">
                /
              </span>
              <Link
                href={treeHref(repo, commit, path.replace(/\/$/, ''))}
                prefetch={false}
                className="hover:text-accent hover:underline"
              >
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
    </article>
  );
}
