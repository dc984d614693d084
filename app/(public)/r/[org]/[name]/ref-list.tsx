// Branches or tags to go to.
import { Check } from 'lucide-react';
import Link from 'next/link';
import { blobHref, commitsHref, treeHref } from '@/app/_links';
import type { RefChoice } from '@/lib/browse/find-refs';

/** What is looked at, at whatever branch or tag. */
export interface RefPlace {
  path: string;
  isFile: boolean;
  /** Its commits rather than itself. */
  isCommits?: boolean;
}

interface RefListProps {
  repo: string;
  at: RefPlace;
  refs: RefChoice[];
  /** The one that is shown, as its address names it. */
  current: string | null;
  onChoose?: () => void;
}

export function RefList({ repo, at, refs, current, onChoose }: RefListProps) {
  return (
    <ul>
      {refs.map(({ name, ref, isSearchable }) => {
        const isCurrent = current === ref || current === name;
        return (
          <li key={ref}>
            <Link
              href={hrefOf(repo, ref, at)}
              prefetch={false}
              onClick={onChoose}
              aria-current={isCurrent ? 'true' : undefined}
              className="flex items-center gap-2 rounded-md px-2 py-1.5 text-xs hover:bg-sunken"
            >
              <Check
                className={isCurrent ? 'size-3.5 shrink-0 text-accent' : 'size-3.5 shrink-0 opacity-0'}
                aria-hidden="true"
              />
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              {isSearchable && <span className="text-2xs text-muted">searchable</span>}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function hrefOf(repo: string, ref: string, { path, isFile, isCommits }: RefPlace): string {
  if (isCommits) return commitsHref(repo, { ref, path });
  return isFile ? blobHref(repo, ref, path) : treeHref(repo, ref, path);
}
