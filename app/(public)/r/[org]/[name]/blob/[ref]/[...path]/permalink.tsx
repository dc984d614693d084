// The address of what is shown, at its commit, with the lines that are chosen: one that never changes.
'use client';
import Link from 'next/link';
import { type BlobView, blobHref } from '@/app/_links';
import { lineRange, useAnchor } from './line-anchor';

interface PermalinkProps {
  repo: string;
  commit: string;
  path: string;
  view: BlobView;
  className: string;
}

export function Permalink({ repo, commit, path, view, className }: PermalinkProps) {
  const hash = useAnchor();
  const lines = lineRange(hash);
  const href = lines
    ? blobHref(repo, commit, path, { ...view, line: lines[0], endLine: lines[1] })
    : blobHref(repo, commit, path, view) + hash;
  return (
    <Link href={href} prefetch={false} className={className} title="This file at this commit, for ever">
      Permalink
    </Link>
  );
}
