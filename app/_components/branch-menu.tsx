// Which branch is shown, and the others to go to. A plain disclosure: it works without JavaScript.
import { Check, ChevronDown, GitBranch } from 'lucide-react';
import Link from 'next/link';
import { shortSha } from '@/app/_format';
import { treeHref } from '@/app/_links';
import type { Branch } from '@/lib/repos/list-branches';
import { nameOfBranch } from '@/lib/repos/revision-name';

interface BranchMenuProps {
  repo: string;
  /** Null while a commit is shown instead of a branch. */
  current: string | null;
  commit: string;
  branches: Branch[];
  hasMore: boolean;
}

export function BranchMenu({ repo, current, commit, branches, hasMore }: BranchMenuProps) {
  return (
    <details className="relative">
      <summary className="flex h-8 list-none items-center gap-2 rounded-lg border border-line-strong/60 bg-surface px-2.5 text-xs font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <GitBranch className="size-3.5 text-muted" aria-hidden="true" />
        <span className="sr-only">Branch: </span>
        <span className="max-w-48 truncate">{current ?? `commit ${shortSha(commit)}`}</span>
        <ChevronDown className="size-3.5 text-muted" aria-hidden="true" />
      </summary>
      <ul className="absolute left-0 z-20 mt-1 max-h-80 w-72 max-w-[calc(100vw-2rem)] animate-rise overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-float">
        {branches.map((branch) => (
          <li key={branch.name}>
            <Link
              href={treeHref(repo, nameOfBranch(branch.name))}
              prefetch={false}
              aria-current={nameOfBranch(branch.name) === current ? 'true' : undefined}
              className="flex items-center gap-2 rounded-md px-2 py-1.5 text-xs hover:bg-sunken"
            >
              <Check
                className={nameOfBranch(branch.name) === current ? 'size-3.5 text-accent' : 'size-3.5 opacity-0'}
                aria-hidden="true"
              />
              <span className="min-w-0 flex-1 truncate" title={branch.name}>
                {branch.name}
              </span>
              {branch.indexed_commit && <span className="text-2xs text-muted">searchable</span>}
            </Link>
          </li>
        ))}
        {hasMore && <li className="px-2 py-1.5 text-2xs text-muted">And more: name one in the address.</li>}
      </ul>
    </details>
  );
}
