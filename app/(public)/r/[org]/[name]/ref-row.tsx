// A branch or tag in its list: its name, its last commit, and what there is to see of it.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { shortSha } from '@/app/_format';
import { commitHref, commitsHref, treeHref } from '@/app/_links';

interface RefRowProps {
  repo: string;
  name: string;
  /** As addresses name it. */
  refName: string;
  /** Null if it stands for no commit. */
  commit: string | null;
  subject: string | null;
  by: string | null;
  at: string | null;
  mark?: ReactNode;
}

export function RefRow({ repo, name, refName, commit, subject, by, at, mark }: RefRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex min-w-0 items-center gap-2">
          {commit === null ? (
            <span className="truncate text-sm font-medium">{name}</span>
          ) : (
            <Link
              href={treeHref(repo, refName)}
              prefetch={false}
              title={name}
              className="truncate text-sm font-medium hover:text-accent hover:underline"
            >
              {name}
            </Link>
          )}
          {mark}
        </p>
        <p className="truncate text-2xs text-muted">
          {subject ?? (commit === null ? 'It stands for no commit.' : '')}
          {by && <> · {by}</>}
          {at && (
            <>
              {' · '}
              <RelativeTime at={at} />
            </>
          )}
        </p>
      </div>
      {commit !== null && (
        <span className="flex items-center gap-4 text-2xs text-muted">
          <Link
            href={commitsHref(repo, { ref: refName })}
            prefetch={false}
            aria-label={`Commits of ${name}`}
            className="hover:text-accent hover:underline"
          >
            Commits
          </Link>
          <Link
            href={commitHref(repo, commit)}
            prefetch={false}
            className="font-mono hover:text-accent hover:underline"
          >
            {shortSha(commit)}
          </Link>
        </span>
      )}
    </li>
  );
}

/** A word beside a name. */
export function RefMark({ children }: { children: ReactNode }) {
  return <span className="shrink-0 rounded-full border border-line px-2 text-2xs text-muted">{children}</span>;
}
