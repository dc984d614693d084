// The list of repositories, read again as long as it is looked at.
'use client';
import { Notice } from '@/app/_components/ui/notice';
import { useRepos } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { useServerTrouble } from '@/app/_queries/server-trouble';
import type { Repo } from '@/lib/repos/repo';
import { RepoRow } from './repo-row';

interface RepoTableProps {
  cursor: string | undefined;
  initial: { repos: Repo[]; next_cursor: string | null };
  canWrite: boolean;
}

export function RepoTable({ cursor, initial, canWrite }: RepoTableProps) {
  const { data, error } = useRepos(cursor, initial);
  const trouble = useServerTrouble();
  return (
    <>
      {trouble === null && error instanceof Problem && error.status > 0 && (
        <Notice look="warn" isLive className="mb-3" title="This list is not up to date">
          {error.message}
        </Notice>
      )}
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {data.repos.map((repo) => (
          <RepoRow key={repo.id} repo={repo} canWrite={canWrite} />
        ))}
      </ul>
    </>
  );
}
