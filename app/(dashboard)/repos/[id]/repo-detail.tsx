// One repository for those who look after it: state, progress, facts.
'use client';
import Link from 'next/link';
import { FreshnessSentence, NextCheck } from '@/app/_components/repo/freshness';
import { RepoStatus } from '@/app/_components/repo/status-pill';
import { useSyncButton } from '@/app/_components/repo/sync-button';
import { buttonStyle } from '@/app/_components/ui/button';
import { Notice } from '@/app/_components/ui/notice';
import { formatBytes, formatCount, shortSha } from '@/app/_format';
import { commitHref, repoHref } from '@/app/_links';
import { useRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';
import type { Run } from '@/lib/runs/run';
import { ErrorAdvice } from './error-advice';
import { HeldBack } from './held-back';
import { LastRun } from './last-run';

interface RepoDetailProps {
  initial: Repo;
  /** Its newest runs. */
  runs: { runs: Run[] };
  canWrite: boolean;
}

export function RepoDetail({ initial, runs, canWrite }: RepoDetailProps) {
  const { data: repo } = useRepo(initial);
  const { button, message } = useSyncButton(repo);
  const name = `${repo.org}/${repo.name}`;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="page-title min-w-0 font-normal [overflow-wrap:anywhere]">
          <span className="text-muted">{repo.org}/</span>
          <span className="font-[650]">{repo.name}</span>
        </h1>
        <span className="min-w-22">
          <RepoStatus repo={repo} />
        </span>
        <span className="flex-1" />
        <span className="flex gap-2">
          <Link href={repoHref(name)} className={buttonStyle({ size: 'sm' })}>
            Browse
          </Link>
          {canWrite && repo.status !== 'archived' && repo.you_may.includes('sync') && button}
        </span>
      </div>
      <div className="mt-4 empty:hidden">
        {repo.held_back ? (
          <HeldBack repo={repo} canWrite={canWrite && repo.you_may.includes('sync')} />
        ) : (
          <ErrorAdvice repo={repo} />
        )}
        {repo.standing === 'stale' && (
          <Notice look="warn" title="Stale" className="mb-5">
            Upstream should have been asked long ago and has not answered since. Press Sync to see why.
          </Notice>
        )}
      </div>
      <p className="mt-1 mb-5 text-xs text-muted">
        <FreshnessSentence repo={repo} />
        {(repo.url ?? repo.path) && (
          <>
            {' · '}
            <span className="[overflow-wrap:anywhere]">{repo.url ?? repo.path}</span>
          </>
        )}
      </p>
      <LastRun repo={repo} initial={runs} refusal={message} />
      <dl className="mb-8 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-5">
        <Fact label="Files">{formatCount(repo.file_count)}</Fact>
        <Fact label="Size">
          {formatBytes(repo.size_bytes)}
          {repo.disk_bytes > 0 && (
            <span className="block text-2xs text-muted">{formatBytes(repo.disk_bytes)} on the disk</span>
          )}
        </Fact>
        <Fact label="Next check">
          <NextCheck repo={repo} />
        </Fact>
        <Fact label="Default branch">{repo.default_branch ?? '–'}</Fact>
        <Fact label="Commit">
          {repo.head_commit ? (
            <Link href={commitHref(name, repo.head_commit)} className="font-mono hover:text-accent hover:underline">
              {shortSha(repo.head_commit)}
            </Link>
          ) : (
            '–'
          )}
        </Fact>
      </dl>
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-4 py-2.5 max-sm:last:col-span-2">
      <dt className="text-2xs text-muted">{label}</dt>
      <dd className="truncate text-sm font-medium tabular-nums">{children}</dd>
    </div>
  );
}
