// A folder's entries: folders first, then files.
import { CornerLeftUp, FileText, Folder, FolderGit2, Link2 } from 'lucide-react';
import Link from 'next/link';
import { formatBytes } from '@/app/_format';
import { blobHref, treeHref } from '@/app/_links';
import type { TreeListing } from '@/lib/browse/read-tree';

type Entry = TreeListing['entries'][number];

const ICONS = { dir: Folder, file: FileText, link: Link2, submodule: FolderGit2 };

interface FileTreeProps {
  repo: string;
  revision: string;
  listing: TreeListing;
  /** Where the rest of a long folder is. */
  nextHref: string | null;
}

export function FileTree({ repo, revision, listing, nextHref }: FileTreeProps) {
  const entries = [...listing.entries].sort(
    (a, b) => Number(b.type === 'dir') - Number(a.type === 'dir') || (a.name < b.name ? -1 : 1),
  );
  const parent = listing.path.split('/').slice(0, -1).join('/');
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <ul className="divide-y divide-line" aria-label={`Files in ${listing.path || 'the root'}`}>
        {listing.path !== '' && (
          <li>
            <Link
              href={treeHref(repo, revision, parent)}
              className="flex items-center gap-3 px-4 py-1.5 text-sm hover:bg-sunken"
            >
              <CornerLeftUp className="size-4 text-muted" aria-hidden="true" />
              <span className="sr-only">Parent folder</span>
              <span aria-hidden="true">..</span>
            </Link>
          </li>
        )}
        {entries.map((entry) => (
          <TreeRow key={entry.path} repo={repo} revision={revision} entry={entry} />
        ))}
        {entries.length === 0 && <li className="px-4 py-6 text-center text-sm text-muted">Nothing in here.</li>}
      </ul>
      {nextHref && (
        <p className="border-t border-line px-4 py-2 text-center text-sm">
          <Link href={nextHref} prefetch={false} className="text-accent hover:underline">
            More of this folder
          </Link>
        </p>
      )}
    </div>
  );
}

function TreeRow({ repo, revision, entry }: { repo: string; revision: string; entry: Entry }) {
  const Icon = ICONS[entry.type];
  const row = (
    <>
      <Icon
        className={entry.type === 'dir' ? 'size-4 shrink-0 text-accent' : 'size-4 shrink-0 text-muted'}
        aria-hidden="true"
      />
      <span className="min-w-0 flex-1 truncate" title={entry.name}>
        {entry.name}
      </span>
      {entry.type === 'submodule' && <span className="font-mono text-2xs text-muted">at {entry.sha.slice(0, 7)}</span>}
      {entry.type === 'link' && <span className="text-2xs text-muted">link</span>}
      {entry.size_bytes !== null && (
        <span className="text-2xs text-muted tabular-nums">{formatBytes(entry.size_bytes)}</span>
      )}
    </>
  );
  const style = 'flex items-center gap-3 px-4 py-1.5 text-sm';
  if (entry.type === 'submodule') return <li className={style}>{row}</li>;
  const href = entry.type === 'dir' ? treeHref(repo, revision, entry.path) : blobHref(repo, revision, entry.path);
  return (
    <li>
      <Link href={href} prefetch={false} className={`${style} hover:bg-sunken`}>
        {row}
      </Link>
    </li>
  );
}
