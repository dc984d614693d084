// The top of a repository's pages: its name, its freshness, its sections, and a warning when it is behind.
import { ExternalLink, Lock, Settings } from 'lucide-react';
import Link from 'next/link';
import { RepoFreshness } from '@/app/_components/repo/freshness';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { shortSha } from '@/app/_format';
import { commitsHref, historyHref, refPageHref, repoHref } from '@/app/_links';
import type { Repo } from '@/lib/repos/repo';
import { CloneAddress } from './clone-address';

interface RepoHeaderProps {
  repo: Repo;
  current: 'files' | 'commits' | 'branches' | 'tags';
  canManage: boolean;
  /** The commit that is shown is one that upstream took away. */
  lostCommit?: string | null;
  /** What is shown of it, if that is files: `ref` is null for a commit that was asked for by its id. */
  shown?: { ref: string | null; commit: string } | null;
}

export function RepoHeader({ repo, current, canManage, lostCommit = null, shown = null }: RepoHeaderProps) {
  const name = `${repo.org}/${repo.name}`;
  const tabs = [
    { id: 'files', label: 'Files', href: repoHref(name) },
    { id: 'commits', label: 'Commits', href: lostCommit ? historyHref(name, lostCommit) : commitsHref(name) },
    { id: 'branches', label: 'Branches', href: refPageHref(name, 'branches') },
    { id: 'tags', label: 'Tags', href: refPageHref(name, 'tags') },
  ];
  const source = repo.url?.match(/^https?:/) ? repo.url : null;
  return (
    <div className="mb-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="page-title min-w-0 font-normal [overflow-wrap:anywhere]">
          <span className="text-muted">{repo.org}/</span>
          <Link href={repoHref(name)} className="font-[650] hover:text-accent">
            {repo.name}
          </Link>
        </h1>
        {!repo.is_public && (
          <span className="inline-flex items-center gap-1 rounded-full border border-line px-2 text-2xs text-muted">
            <Lock className="size-3" aria-hidden="true" />
            Not public
          </span>
        )}
        <span className="flex-1" />
        {lostCommit ? (
          <span className="inline-flex items-center gap-1.5 text-2xs text-warn">
            <span aria-hidden="true" className="size-1.5 rounded-full bg-warn" />
            <span className="font-mono">{shortSha(lostCommit)}</span> is on no branch or tag: visitors do not see it
          </span>
        ) : (
          <RepoFreshness repo={repo} shown={shown?.commit} />
        )}
      </div>
      <Failure repo={repo} canManage={canManage} />
      {shown && !isSearched(repo, shown) && (
        <p className="mt-2 text-2xs text-muted">
          Search looks at {repo.default_branch}, not at {shown.ref ?? `commit ${shortSha(shown.commit)}`}.
        </p>
      )}
      {/* Where both do not fit side by side, what can be done stands above the tabs, which stay on the line. */}
      <div className="mt-3 flex flex-wrap-reverse items-start gap-x-1 border-b border-line">
        <nav aria-label="Repository" className="flex gap-1">
          {tabs.map((tab) => (
            <Link
              key={tab.id}
              href={tab.href}
              aria-current={tab.id === current ? 'page' : undefined}
              className="-mb-px border-b-2 border-transparent px-2 py-2 text-sm sm:px-3 text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {tab.label}
            </Link>
          ))}
        </nav>
        <span className="ms-auto flex items-end gap-1">
          {repo.indexed_at !== null && <CloneAddress repo={repo} />}
          {source && (
            <a
              href={source}
              rel="noreferrer"
              className="flex items-center gap-1.5 px-2 py-2 text-xs text-muted hover:text-accent"
            >
              <ExternalLink className="size-3.5" aria-hidden="true" />
              Source
            </a>
          )}
          {canManage && (
            <Link
              href={`/repos/${repo.id}`}
              className="flex items-center gap-1.5 px-2 py-2 text-xs text-muted hover:text-accent"
            >
              <Settings className="size-3.5" aria-hidden="true" />
              Manage
            </Link>
          )}
        </span>
      </div>
    </div>
  );
}

/** Whether the search field of this page searches what is shown. */
function isSearched(repo: Repo, { ref, commit }: { ref: string | null; commit: string }): boolean {
  if (repo.default_branch === null || commit === repo.head_commit) return true;
  const branch = ref?.replace(/^refs\/heads\//, '');
  return branch !== undefined && (branch === repo.default_branch || (repo.branches ?? []).includes(branch));
}

function Failure({ repo, canManage }: Pick<RepoHeaderProps, 'repo' | 'canManage'>) {
  if (repo.standing !== 'failing' && repo.standing !== 'held_back') return null;
  return (
    <Notice look="warn" title="The last sync did not succeed" className="mt-3">
      {canManage && repo.error ? `${repo.error} ` : ''}
      {repo.indexed_at ? (
        <>
          What you see is complete and dates from <RelativeTime at={repo.indexed_at} />.
        </>
      ) : (
        'Nothing of it has come here yet.'
      )}
    </Notice>
  );
}
