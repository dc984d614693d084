// One repository for those who look after it.

import type { Metadata } from 'next';
import Link from 'next/link';
import { cache } from 'react';
import { HostsLine } from '@/app/_components/delivery/hosts-line';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { RewriteSection } from '@/app/_components/repo/rewrite-section';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { orNotFound } from '@/app/_http/or-not-found';
import { listRewrites } from '@/lib/browse/list-rewrites';
import { listCredentials } from '@/lib/credentials/list-credentials';
import { countStates } from '@/lib/deliveries/board/list-board';
import { listDeliveries } from '@/lib/deliveries/list-deliveries';
import { AppError } from '@/lib/errors';
import { listPushMirrors } from '@/lib/push-mirrors/visible-mirror';
import { getRepo } from '@/lib/repos/get-repo';
import { listShares } from '@/lib/repos/manage/shares/list-shares';
import { oddObjectsNote } from '@/lib/repos/odd-objects-note';
import { listRuns } from '@/lib/runs/list-runs';
import { markOf } from '@/lib/secret-scans/marks';
import { signedIn } from '../../_signed-in';
import { DeepenRepo } from './deepen-repo';
import { DeleteRepo } from './delete-repo';
import { DeliveriesLine } from './deliveries-line';
import { MoveRepo } from './move-repo';
import { OddObjects } from './odd-objects';
import { PushMirrorsSection } from './push-mirrors/push-mirrors-section';
import { RepoDetail } from './repo-detail';
import { RepoLife } from './repo-life';
import { RepoSettingsForm } from './repo-settings-form';
import { RunList } from './run-list';
import { SecretsNote } from './secrets-note';
import { SharingSection } from './sharing-section';

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => {
  const ctx = await signedIn(`/repos/${id}`);
  return { ctx, repo: await orNotFound(getRepo(ctx, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { repo } = await load((await params).id);
  return { title: `${repo.org}/${repo.name} · Repositories` };
}

export default async function RepoPage({ params }: Props) {
  const { ctx, repo } = await load((await params).id);
  const canManage = repo.you_may.includes('manage');
  const [runs, rewrites, odd, shares, mirrors, credentials, hosts, deliveries, isMarked] = await Promise.all([
    listRuns(ctx, repo.id, { limit: 20 }),
    repo.you_may.includes('inspect') ? listRewrites(ctx, repo.id) : [],
    oddObjectsNote(ctx, repo.id),
    repo.you_may.includes('share') ? listShares(ctx, repo.id, { limit: 200 }) : null,
    canManage ? listPushMirrors(ctx, repo.id) : null,
    canManage ? listCredentials(ctx, { org: repo.org }) : [],
    countStates(ctx, { repo: repo.id }),
    unlessForbidden(listDeliveries(ctx, { repo: repo.id, limit: 20 })),
    markOf(ctx, repo.id),
  ]);
  const canWrite = !ctx.env.readOnly;
  return (
    <PageFrame width="text">
      <p className="mb-2 text-xs">
        <Link href="/repos" className="text-muted hover:text-accent hover:underline">
          Repositories
        </Link>
      </p>
      {!canWrite && <ReadOnlyNotice />}
      {repo.status === 'archived' && (
        <Notice look="info" title="Archived" className="mb-5">
          It stays searchable as it is, is not synced and takes no pushes.
        </Notice>
      )}
      <RepoDetail initial={repo} runs={runs} canWrite={canWrite} />
      <HostsLine counts={hosts} repo={repo.id} className="mb-2" />
      <DeepenRepo initial={repo} canWrite={canWrite && repo.you_may.includes('manage')} />
      <OddObjects note={odd} />
      {deliveries && <DeliveriesLine repoId={repo.id} deliveries={deliveries.items} />}
      {isMarked !== null && <SecretsNote repoId={repo.id} isMarked={isMarked} />}
      {canWrite && repo.you_may.includes('manage') && (
        <Section id="settings" title="Settings" className="mb-10">
          <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
            <RepoSettingsForm initial={repo} credentials={credentials} />
          </div>
        </Section>
      )}
      {canWrite && repo.you_may.includes('manage') && repo.url !== null && repo.status !== 'archived' && (
        <Section id="move" title="Move to another source" className="mb-10">
          <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
            <MoveRepo initial={repo} credentials={credentials} />
          </div>
        </Section>
      )}
      {mirrors && (canWrite || mirrors.items.length > 0) && (
        <PushMirrorsSection repoId={repo.id} initial={mirrors} credentials={credentials} canWrite={canWrite} />
      )}
      {canWrite && canManage && <RepoLife repo={repo} />}
      {shares && <SharingSection repo={repo} shares={shares.items} canWrite={canWrite} />}
      {/* Below the settings: these grow with each sync, and would move what somebody edits. */}
      <Section id="runs" title="Runs" className="mb-10">
        <RunList repoId={repo.id} initial={runs} />
      </Section>
      <RewriteSection
        repoId={repo.id}
        repo={`${repo.org}/${repo.name}`}
        initial={{ rewrites }}
        canWrite={canWrite && repo.you_may.includes('manage')}
      />
      {canWrite && repo.you_may.includes('delete') && (
        <Section id="delete" title="Delete" className="mb-6">
          <div className="flex flex-wrap items-center justify-between gap-4 rounded-lg border border-line bg-surface p-4 sm:px-6">
            <p className="min-w-0 flex-1 basis-56 text-sm text-muted">
              Removes it from search{ctx.env.binDays > 0 ? ', into the bin,' : ''} and then from this server. Its source
              is not touched.
            </p>
            <DeleteRepo repo={repo} binDays={ctx.env.binDays} />
          </div>
        </Section>
      )}
    </PageFrame>
  );
}

/** Null for those who may see the repository and not this of it. */
async function unlessForbidden<T>(reading: Promise<T>): Promise<T | null> {
  return await reading.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'forbidden') return null;
    throw error;
  });
}
