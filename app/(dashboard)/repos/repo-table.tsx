// The list of repositories, read again as long as it is looked at, with boxes to tick some of them.
'use client';
import { useEffect, useRef, useState } from 'react';
import { Notice } from '@/app/_components/ui/notice';
import { useRepos } from '@/app/_queries/repos';
import { Problem } from '@/app/_queries/request-json';
import { useServerTrouble } from '@/app/_queries/server-trouble';
import type { Repo } from '@/lib/repos/repo';
import { MANY, ManyRepos } from './many-repos';
import { RepoRow } from './repo-row';

interface RepoTableProps {
  /** Of the address of the API that lists them. */
  search: string;
  initial: { repos: Repo[]; next_cursor: string | null };
  /** Ids of those in which a secret was found, as far as the caller may know. */
  marked: string[];
  canWrite: boolean;
  /** How long what is deleted lies in the bin. */
  binDays: number;
}

export function RepoTable({ search, initial, marked, canWrite, binDays }: RepoTableProps) {
  const { data, error } = useRepos(search, initial);
  const trouble = useServerTrouble();
  const list = useRef<HTMLUListElement>(null);
  const [ticked, setTicked] = useState<number | null>(null);

  const boxes = () => [...(list.current?.querySelectorAll<HTMLInputElement>(`input[form="${MANY}"]`) ?? [])];
  const count = () => setTicked(boxes().filter((box) => box.checked).length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come and go are ticked or not.
  useEffect(count, [data.repos.length]);

  function tickAll(isTicked: boolean) {
    for (const box of boxes()) box.checked = isTicked;
    count();
  }

  return (
    <>
      {trouble === null && error instanceof Problem && error.status > 0 && (
        <Notice look="warn" isLive className="mb-3" title="This list is not up to date">
          {error.message}
        </Notice>
      )}
      <div className="rounded-lg border border-line bg-surface">
        {canWrite && (
          <div className="border-b border-line">
            <ManyRepos ticked={ticked} onTickAll={tickAll} binDays={binDays} />
          </div>
        )}
        <ul ref={list} onChange={count} className="divide-y divide-line">
          {data.repos.map((repo) => (
            <RepoRow key={repo.id} repo={repo} isMarked={marked.includes(repo.id)} canWrite={canWrite} />
          ))}
        </ul>
      </div>
    </>
  );
}
