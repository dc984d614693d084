// The way from a repository's root to a folder or file.
import { clsx } from 'clsx';
import Link from 'next/link';
import { Fragment } from 'react';
import { treeHref } from '@/app/_links';

interface BreadcrumbsProps {
  repo: string;
  revision: string;
  path: string;
  /** Scrolls sideways instead of taking a second line. */
  isOneLine?: boolean;
}

export function Breadcrumbs({ repo, revision, path, isOneLine = false }: BreadcrumbsProps) {
  const parts = path === '' ? [] : path.split('/');
  return (
    <nav
      aria-label="Path"
      className={clsx(
        'min-w-0 text-sm',
        isOneLine ? 'overflow-x-auto py-1 whitespace-nowrap [scrollbar-width:none]' : '[overflow-wrap:anywhere]',
      )}
    >
      <Link href={treeHref(repo, revision)} className="text-accent hover:underline">
        {repo.split('/')[1]}
      </Link>
      {parts.map((part, index) => {
        const href = treeHref(repo, revision, parts.slice(0, index + 1).join('/'));
        const isLast = index === parts.length - 1;
        return (
          <Fragment key={href}>
            <span className="px-1 text-muted" aria-hidden="true">
              /
            </span>
            {isLast ? (
              <span className="font-semibold" aria-current="page">
                {part}
              </span>
            ) : (
              <Link href={href} prefetch={false} className="text-accent hover:underline">
                {part}
              </Link>
            )}
          </Fragment>
        );
      })}
    </nav>
  );
}
