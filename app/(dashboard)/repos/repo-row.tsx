// A repository in the signed-in list: its state, its progress, and the button.
'use client';
import Link from 'next/link';
import { FreshnessSentence } from '@/app/_components/repo/freshness';
import { RepoName } from '@/app/_components/repo/repo-name';
import { countsOf, RunBar, RunDoing } from '@/app/_components/repo/run-progress';
import { SecretsMark } from '@/app/_components/repo/secrets-mark';
import { RepoStatus } from '@/app/_components/repo/status-pill';
import { useSyncButton } from '@/app/_components/repo/sync-button';
import { formatBytes, formatPlural } from '@/app/_format';
import { useLastingRun } from '@/app/_queries/runs';
import type { Repo } from '@/lib/repos/repo';
import { MANY } from './many-repos';

interface RepoRowProps {
  repo: Repo;
  /** A secret was found in it. */
  isMarked: boolean;
  canWrite: boolean;
}

export function RepoRow({ repo, isMarked, canWrite }: RepoRowProps) {
  const { button, message } = useSyncButton(repo);
  const run = useLastingRun(repo.active_run_id);
  return (
    <li className="relative px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {canWrite && (
          <input
            type="checkbox"
            form={MANY}
            name="repo"
            value={repo.id}
            aria-label={`Tick ${repo.org}/${repo.name}`}
            className="size-4"
          />
        )}
        <div className="min-w-0 flex-1 basis-60">
          <span className="flex min-w-0 flex-wrap items-center gap-x-3">
            <RepoName repo={repo} href={`/repos/${repo.id}`} />
            {isMarked && <SecretsMark repoId={repo.id} />}
          </span>
          {/* A phone has two lines for it, also if one is enough: what comes and goes moves no button. */}
          <p className="text-2xs text-muted max-sm:min-h-8">
            <span role="status" className="text-warn">
              {message}
            </span>
            {message ? null : run ? (
              <Link href={`/runs/${run.id}`} className="hover:text-accent hover:underline">
                <RunDoing run={run} /> <span className="tabular-nums">{countsOf(run)}</span>
              </Link>
            ) : (
              <>
                <FreshnessSentence repo={repo} />
                {repo.indexed_at && (
                  <>
                    {' · '}
                    {formatPlural(repo.file_count, 'file')}, {formatBytes(repo.size_bytes)}
                  </>
                )}
              </>
            )}
          </p>
        </div>
        <div className="flex w-full items-center justify-between gap-4 sm:w-auto">
          <div className="w-24">
            <RepoStatus repo={repo} />
          </div>
          {canWrite && repo.status !== 'archived' && repo.you_may.includes('sync') && button}
        </div>
      </div>
      {(repo.standing === 'failing' || repo.standing === 'held_back') && repo.error && (
        <p className="mt-2 text-xs text-bad [overflow-wrap:anywhere]">
          {repo.error}{' '}
          <Link href={`/repos/${repo.id}`} className="text-ink underline hover:text-accent">
            What to do
          </Link>
        </p>
      )}
      {run && (
        <div className="absolute inset-x-4 bottom-1">
          <RunBar run={run} />
        </div>
      )}
    </li>
  );
}
