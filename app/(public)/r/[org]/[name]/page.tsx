// A repository: its files and README at what search shows.
import type { Metadata } from 'next';
import { nothingYetOf } from '@/app/_components/repo/freshness';
import { SecretsMark } from '@/app/_components/repo/secrets-mark';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import type { Escaped } from '@/app/_http/address';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { readTree } from '@/lib/browse/read-tree';
import { nameOfBranch } from '@/lib/browse/revision-name';
import type { Repo } from '@/lib/repos/repo';
import { markOf } from '@/lib/secret-scans/marks';
import { FolderView } from './_folder';
import { readOrExplain, repositoryOf } from './_repository';
import { HistorySummary } from './history-summary';
import { HowToPush } from './how-to-push';
import { RepoHeader } from './repo-header';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await repositoryOf(await params)).name };
}

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const cursor = firstValue((await searchParams).cursor);
  const ref = repo.default_branch && repo.indexed_at ? nameOfBranch(repo.default_branch) : null;
  const work = ref && readTree(ctx, { repoId: repo.id, ref, ...(cursor ? { cursor } : {}) });
  const isMarked = await markOf(ctx, repo.id);
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="files" canManage={ctx.actor.kind !== 'anonymous'} />
      {isMarked && (
        <p className="mb-4">
          <SecretsMark repoId={repo.id} />
        </p>
      )}
      {work && !cursor && <HistorySummary ctx={ctx} repoId={repo.id} name={name} />}
      {work ? (
        <FolderView ctx={ctx} repo={repo} name={name} read={await readOrExplain(work)} />
      ) : (
        <NothingYet repo={repo} />
      )}
    </PageFrame>
  );
}

const NOTHING_YET = {
  empty: {
    title: 'This repository is empty',
    text: 'Its source has no branch and no tag with a commit yet. What is pushed there shows up here with the next sync.',
  },
  emptyFolder: {
    title: 'Nothing to search yet',
    text: 'The folder has no branch with a commit. Commit something there, or check out a branch: it shows up here at once.',
  },
  failing: {
    title: 'Not fetched yet',
    text: 'The first sync did not succeed. It can be started again under Repositories.',
  },
  preparing: {
    title: 'Being prepared',
    text: 'The first sync is under way. Files appear here once they have been read.',
  },
};

function nothingOf(repo: Repo): keyof typeof NOTHING_YET {
  const state = nothingYetOf(repo);
  return state === 'empty' && repo.kind === 'local' ? 'emptyFolder' : state;
}

function NothingYet({ repo }: { repo: Repo }) {
  if (repo.kind === 'hosted' && nothingYetOf(repo) === 'empty') return <HowToPush repo={repo} />;
  const { title, text } = NOTHING_YET[nothingOf(repo)];
  const isTriedAgain = repo.standing === 'failing' && repo.next_check_at !== null;
  return (
    <EmptyState picture={<EmptyPicture />} title={title}>
      {isTriedAgain
        ? 'The first sync did not succeed. It is tried again by itself, and can be started by hand under Repositories.'
        : text}
    </EmptyState>
  );
}
