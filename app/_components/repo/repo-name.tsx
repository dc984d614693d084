// A repository's name as a link, with a mark if visitors do not see it.
import { Lock } from 'lucide-react';
import Link from 'next/link';
import type { Repo } from '@/lib/repos/repo';

export function RepoName({ repo, href }: { repo: Pick<Repo, 'org' | 'name' | 'is_public'>; href: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={href}
        className="truncate text-sm hover:text-accent hover:underline"
        title={`${repo.org}/${repo.name}`}
      >
        <span className="text-muted">{repo.org}/</span>
        <span className="font-semibold">{repo.name}</span>
      </Link>
      {!repo.is_public && (
        <span title="Not public" className="text-muted">
          <Lock className="size-3.5" aria-hidden="true" />
          <span className="sr-only">(not public)</span>
        </span>
      )}
    </span>
  );
}
