// The top of a file's page, which stays in view: where it is, at what branch, what is in it, and what to do with it.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CopyButton } from '@/app/_components/ui/copy-button';
import { formatBytes, shortSha } from '@/app/_format';
import { type BlobView, blobHref, commitHref, commitsHref, isMarkdown, rawHref } from '@/app/_links';
import { Breadcrumbs } from '@/app/(public)/r/[org]/[name]/breadcrumbs';
import type { BlobFile } from '@/lib/browse/read-blob';
import { Permalink } from './permalink';

interface FileBarProps {
  repo: string;
  /** The branch, tag or commit as addresses name it. */
  revision: string;
  file: BlobFile;
  view: BlobView;
  /** Markdown that is shown typeset. */
  isTypeset: boolean;
  menu: ReactNode;
  children?: ReactNode;
}

const action = 'rounded px-1.5 py-1 font-medium text-ink hover:bg-sunken hover:text-accent';
const icon =
  'needs-script inline-flex size-7 shrink-0 items-center justify-center rounded text-muted hover:bg-sunken hover:text-ink';

export function FileBar({ repo, revision, file, view, isTypeset, menu, children }: FileBarProps) {
  const { path, commit } = file;
  const raw = rawHref(repo, revision, path);
  return (
    <div className="file-bar rounded-t-lg border-b border-line bg-surface text-2xs text-muted">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5">
        {menu}
        <h2 className="sr-only">{path}</h2>
        <div className="flex min-w-0 flex-1 basis-48 items-center gap-1 text-ink">
          <Breadcrumbs repo={repo} revision={revision} path={path} isOneLine />
          <CopyButton value={path} what="path" className={icon} />
        </div>
        <span className="flex flex-wrap items-center gap-x-3">
          <span>{formatBytes(file.size_bytes)}</span>
          {file.language && <span className="max-sm:hidden">{file.language}</span>}
          {file.mode === 100755 && <span>executable</span>}
          {file.mode === 120000 && <span>symbolic link</span>}
          <Link
            href={commitHref(repo, commit)}
            prefetch={false}
            className="font-mono hover:text-accent hover:underline"
          >
            {shortSha(commit)}
          </Link>
        </span>
        <span className="-mr-1.5 flex items-center gap-0.5">
          {isMarkdown(path) && file.content !== null && (
            <Link
              href={blobHref(repo, revision, path, isTypeset ? { isPlain: true } : {})}
              prefetch={false}
              className={action}
            >
              {isTypeset ? 'Source' : 'Rendered'}
            </Link>
          )}
          {revision !== commit && <Permalink repo={repo} commit={commit} path={path} view={view} className={action} />}
          <Link
            href={commitsHref(repo, revision === commit ? { commit, path } : { ref: revision, path })}
            prefetch={false}
            className={action}
          >
            History
          </Link>
          <a href={raw} className={action}>
            Raw
          </a>
          {file.content !== null && <CopyButton value={raw} isAddress what="file" className={icon} />}
        </span>
      </div>
      {children}
    </div>
  );
}
