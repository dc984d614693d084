// Repositories as rows: name, what is in them, how fresh they are.

import { nothingYetOf, RepoFreshness } from '@/app/_components/repo/freshness';
import { RepoName } from '@/app/_components/repo/repo-name';
import { formatBytes, formatPlural } from '@/app/_format';
import { repoHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';

const NOTHING_YET = { failing: 'could not be fetched yet', empty: 'empty', preparing: 'being prepared' };

export function RepoList({ repos }: { repos: Repo[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {repos.map((repo) => {
        const name = `${repo.org}/${repo.name}`;
        return (
          <li key={repo.id} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
            <span className="min-w-0 flex-1 basis-56">
              <RepoName repo={repo} href={repoHref(name)} />
            </span>
            {repo.indexed_at ? (
              <>
                <span className="text-2xs text-muted tabular-nums">
                  {formatPlural(repo.file_count, 'file')}, {formatBytes(repo.size_bytes)}
                </span>
                <span className="flex sm:justify-end lg:min-w-84">
                  <RepoFreshness repo={repo} />
                </span>
              </>
            ) : (
              <span className="text-2xs text-muted">{NOTHING_YET[nothingYetOf(repo)]}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
