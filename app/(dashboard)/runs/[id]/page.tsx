// One run of a repository.
import type { Metadata } from 'next';
import Link from 'next/link';
import { RewriteSection } from '@/app/_components/repo/rewrite-section';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { orNotFound } from '@/app/_http/or-not-found';
import { listRewrites } from '@/lib/browse/list-rewrites';
import { getRepo } from '@/lib/repos/get-repo';
import { getRun } from '@/lib/runs/get-run';
import { signedIn } from '../../_signed-in';
import { RunView } from './run-view';

export const metadata: Metadata = { title: 'Run' };

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await signedIn(`/runs/${id}`);
  const run = await orNotFound(getRun(ctx, id));
  const repo = await orNotFound(getRepo(ctx, run.repo_id));
  const rewrites = repo.you_may.includes('inspect') ? await orNotFound(listRewrites(ctx, repo.id)) : [];
  return (
    <PageFrame width="text">
      <p className="mb-2 text-xs text-muted">
        <Link href="/runs" className="hover:text-accent hover:underline">
          Runs
        </Link>
        {' / '}
        <Link href={`/repos/${repo.id}`} className="hover:text-accent hover:underline">
          {repo.org}/{repo.name}
        </Link>
      </p>
      <h1 className="mb-1 page-title">
        Run of {repo.org}/{repo.name}
      </h1>
      <RunView key={run.id} initial={run} loadedAt={Date.now()} canWrite={!ctx.env.readOnly} />
      <div className="mt-6">
        <RewriteSection
          key={run.id}
          repoId={repo.id}
          repo={`${repo.org}/${repo.name}`}
          initial={{ rewrites }}
          runId={run.id}
          canWrite={!ctx.env.readOnly && repo.you_may.includes('manage')}
        />
      </div>
    </PageFrame>
  );
}
