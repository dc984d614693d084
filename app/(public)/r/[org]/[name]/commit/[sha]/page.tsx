// One commit: who, when, why, the files it touched, and what it changed in them against its first parent.
import { FileDiff, FileMinus2, FilePlus2 } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural, shortSha } from '@/app/_format';
import { decodeParams, type Escaped } from '@/app/_http/address';
import { blobHref, commitHref, historyHref, treeHref } from '@/app/_links';
import { DiffView } from '@/app/(public)/r/[org]/[name]/commit/[sha]/diff-view';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { Unreadable } from '@/app/(public)/r/[org]/[name]/unreadable';
import type { Commit } from '@/lib/browse/list-commits-of';
import { type CommitChange, type CommitDetail, readCommit } from '@/lib/browse/read-commit';
import { lostCommitOf, readOrExplain, repositoryOf } from '../../_repository';

type Props = { params: Promise<{ org: Escaped; name: Escaped; sha: Escaped }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const route = await params;
  return { title: `${shortSha(decodeParams(route).sha)} · ${(await repositoryOf(route)).name}` };
}

export default async function CommitPage({ params }: Props) {
  const route = await params;
  const { ctx, repo, name } = await repositoryOf(route);
  const read = await readOrExplain(readCommit(ctx, { repoId: repo.id, commit: decodeParams(route).sha }));
  return (
    <PageFrame width="page">
      <RepoHeader
        repo={repo}
        current="commits"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={await lostCommitOf(ctx, repo.id, read.value && { ref: null, commit: read.value.commit.sha })}
      />
      {read.value === null ? <Unreadable message={read.message} /> : <CommitView name={name} detail={read.value} />}
    </PageFrame>
  );
}

function CommitView({
  name,
  detail: { commit, body, changes, hasMore, problem },
}: {
  name: string;
  detail: CommitDetail;
}) {
  return (
    <>
      <div className="rounded-lg border border-line bg-surface px-4 py-3">
        <h2 className="text-base font-semibold [overflow-wrap:anywhere]">{commit.subject || '(no message)'}</h2>
        <p className="mt-1 text-xs text-muted">
          {commit.author_name}, <RelativeTime at={commit.committed_at} />
          {commit.committer_name !== commit.author_name && <>, committed by {commit.committer_name}</>}
        </p>
        {body && <p className="mt-3 max-w-prose text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{body}</p>}
        {body === null && (
          <p className="mt-3 text-sm text-muted">The rest of its message is too large to be shown here.</p>
        )}
        <dl className="mt-3 grid gap-x-4 gap-y-1 text-2xs text-muted sm:grid-cols-[auto_1fr]">
          <dt>Commit</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">{commit.sha}</dd>
          {commit.parents.length > 0 && <dt>{commit.parents.length === 1 ? 'Parent' : 'Parents'}</dt>}
          {commit.parents.length > 0 && (
            <dd className="flex flex-wrap gap-x-3 font-mono">
              {commit.parents.map((parent) => (
                <Link
                  key={parent}
                  href={commitHref(name, parent)}
                  prefetch={false}
                  className="text-accent hover:underline"
                >
                  {shortSha(parent)}
                </Link>
              ))}
            </dd>
          )}
        </dl>
        <p className="mt-3 text-xs">
          <Link href={treeHref(name, commit.sha)} prefetch={false} className="text-accent hover:underline">
            All files at this commit
          </Link>
          <Link href={historyHref(name, commit.sha)} prefetch={false} className="ml-4 text-accent hover:underline">
            Its history
          </Link>
        </p>
      </div>
      <h2 className="mt-6 mb-2 text-xs font-semibold text-muted">
        {hasMore
          ? `The first ${formatPlural(changes.length, 'changed file')}`
          : formatPlural(changes.length, 'changed file')}
      </h2>
      {problem !== null && (
        <Notice look="warn" title="Not all of its changes are shown">
          {problem}
        </Notice>
      )}
      {changes.length > 0 && (
        <>
          <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
            {changes.map((change) => (
              <ChangeRow key={change.path} repo={name} sha={commit.sha} parent={commit.parents[0]} change={change} />
            ))}
          </ul>
          <Diffs repo={name} commit={commit} changes={changes} />
        </>
      )}
    </>
  );
}

function Diffs({ repo, commit, changes }: { repo: string; commit: Commit; changes: CommitChange[] }) {
  const shown = changes.filter(({ diff }) => diff.state !== 'left_out');
  const parents = commit.parents.length;
  return (
    <section aria-labelledby="changes" className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="changes" className="text-xs font-semibold text-muted">
        {parents > 1 ? 'What it changed against its first parent' : 'What it changed'}
      </h2>
      {shown.map((change) => (
        <DiffView key={change.path} repo={repo} sha={commit.sha} parent={commit.parents[0]} change={change} />
      ))}
      {shown.length < changes.length && (
        <p className="text-xs text-muted">
          {formatPlural(changes.length - shown.length, 'more file is', 'more files are')} listed above and not shown:
          the page is long enough.
        </p>
      )}
    </section>
  );
}

const CHANGES = {
  add: { icon: FilePlus2, tint: 'text-ok', word: 'added' },
  change: { icon: FileDiff, tint: 'text-accent', word: 'changed' },
  remove: { icon: FileMinus2, tint: 'text-bad', word: 'removed' },
} as const;

interface ChangeRowProps {
  repo: string;
  sha: string;
  parent: string | undefined;
  change: CommitChange;
}

function ChangeRow({ repo, sha, parent, change }: ChangeRowProps) {
  const isRemoved = change.op === 'remove';
  const { icon: Icon, tint, word } = CHANGES[change.op];
  return (
    <li>
      <Link
        href={blobHref(repo, isRemoved ? (parent ?? sha) : sha, change.path)}
        prefetch={false}
        className="flex items-center gap-3 px-4 py-1.5 text-sm hover:bg-sunken"
      >
        <Icon className={`size-4 shrink-0 ${tint}`} aria-hidden="true" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{change.path}</span>
        <span className="text-2xs text-muted">{word}</span>
      </Link>
    </li>
  );
}
