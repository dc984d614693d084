// A folder of a repository with its README: the root and every folder below it look the same.

import Link from 'next/link';
import { formatPlural, shortSha } from '@/app/_format';
import type { PageContext } from '@/app/_http/context';
import { commitHref, treeHref } from '@/app/_links';
import { readBlob } from '@/lib/browse/read-blob';
import type { TreeListing } from '@/lib/browse/read-tree';
import type { Repo } from '@/lib/repos/repo';
import { type Explained, firstBranches } from './_repository';
import { BranchMenu } from './branch-menu';
import { Breadcrumbs } from './breadcrumbs';
import { FileTree } from './file-tree';
import { Readme } from './readme';
import { Unreadable } from './unreadable';

const MAX_README_BYTES = 512 * 1024;
const README = /^readme(\.(md|markdown|mkd|mdown|txt|rst|adoc|org))?$/i;

interface FolderProps {
  ctx: PageContext;
  repo: Repo;
  name: string;
  read: Explained<TreeListing>;
}

export async function FolderView({ ctx, repo, name, read }: FolderProps) {
  if (read.value === null) return <Unreadable message={read.message} />;
  const listing = read.value;
  const branches = await firstBranches(ctx, repo.id);
  const shown = listing.ref ?? listing.commit;
  const readme = await readmeOf(ctx, repo, listing);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <BranchMenu
          repo={name}
          current={listing.ref}
          commit={listing.commit}
          branches={branches}
          at={{ path: listing.path, isFile: false }}
        />
        <Breadcrumbs repo={name} revision={shown} path={listing.path} />
        <span className="flex-1" />
        <span className="text-2xs text-muted">
          {formatPlural(listing.entries.length, 'entry', 'entries')}
          {listing.next_cursor && ' and more'} at{' '}
          <Link
            href={commitHref(name, listing.commit)}
            prefetch={false}
            className="font-mono hover:text-accent hover:underline"
          >
            {shortSha(listing.commit)}
          </Link>
        </span>
      </div>
      <FileTree
        repo={name}
        revision={shown}
        listing={listing}
        nextHref={
          listing.next_cursor &&
          `${treeHref(name, shown, listing.path)}?cursor=${encodeURIComponent(listing.next_cursor)}`
        }
      />
      {readme && <Readme repo={name} revision={shown} path={readme.path} content={readme.content} />}
    </>
  );
}

async function readmeOf(ctx: PageContext, repo: Repo, listing: TreeListing) {
  const candidates = listing.entries.filter((entry) => entry.type === 'file' && README.test(entry.name));
  const entry = candidates.find(({ name }) => /\.m/i.test(name)) ?? candidates[0];
  if (!entry) return null;
  const { content } = await readBlob(ctx, {
    repoId: repo.id,
    commit: listing.commit,
    path: entry.path,
    maxBytes: MAX_README_BYTES,
  }).catch((error: unknown) => {
    // The folder is there all the same.
    ctx.log.warn({ err: error, repo_id: repo.id, path: entry.path }, 'a README could not be read');
    return { content: null };
  });
  return content === null ? null : { path: entry.path, content };
}
