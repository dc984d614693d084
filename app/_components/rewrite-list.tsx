// What upstream took away by rewriting its history, as long as it is kept.
import Link from 'next/link';
import { formatPlural, shortSha } from '@/app/_format';
import { treeHref } from '@/app/_links';
import type { Rewrite } from '@/lib/repos/list-rewrites';
import { RelativeTime } from './relative-time';

export function RewriteList({ repo, rewrites }: { repo: string; rewrites: Rewrite[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {rewrites.map((rewrite) => (
        <li key={`${rewrite.run_id} ${rewrite.branch}`} className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
          <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
            <Link href={`/runs/${rewrite.run_id}`} className="hover:text-accent hover:underline">
              {rewrite.new_commit === null ? 'Deleted' : 'Force-pushed'} {rewrite.branch}
            </Link>
            <span className="text-muted">, {formatPlural(rewrite.lost_commits, 'commit')} lost</span>
          </span>
          <Link
            href={treeHref(repo, rewrite.old_commit)}
            prefetch={false}
            className="font-mono text-xs hover:text-accent hover:underline"
          >
            Browse {shortSha(rewrite.old_commit)}
          </Link>
          <span className="text-xs text-muted">
            <RelativeTime at={rewrite.at} />, gone <RelativeTime at={rewrite.kept_until} isAhead />
          </span>
        </li>
      ))}
    </ul>
  );
}
