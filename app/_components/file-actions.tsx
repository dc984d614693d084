// What can be done with a file: its bytes, and an address that never changes.
import Link from 'next/link';
import { blobHref, rawHref } from '@/app/_links';

interface FileActionsProps {
  repo: string;
  revision: string;
  commit: string;
  path: string;
}

const style = 'rounded px-1.5 py-0.5 font-medium text-ink hover:bg-sunken hover:text-accent';

export function FileActions({ repo, revision, commit, path }: FileActionsProps) {
  return (
    <span className="-mr-1.5 flex gap-1">
      {revision !== commit && (
        <Link
          href={blobHref(repo, commit, path)}
          prefetch={false}
          className={style}
          title="This file at this commit, for ever"
        >
          Permalink
        </Link>
      )}
      <a href={rawHref(repo, revision, path)} className={style}>
        Raw
      </a>
    </span>
  );
}
