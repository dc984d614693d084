// The branches that upstream took commits from, one line each.
import Link from 'next/link';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural, shortSha } from '@/app/_format';
import { historyHref, treeHref } from '@/app/_links';
import type { Rewrite } from '@/lib/browse/list-rewrites';
import { ConfirmButton } from '../ui/forms/confirm-button';

interface RewriteListProps {
  /** "org/name". */
  repo: string;
  repoId: string;
  rewrites: Rewrite[];
  /** Absent if nothing may be changed. */
  onForget?: (id: string) => void;
}

export function RewriteList({ repo, repoId, rewrites, onForget }: RewriteListProps) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {rewrites.map((rewrite) => (
        <li key={rewrite.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
          <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
            <Link href={`/runs/${rewrite.run_id}`} className="hover:text-accent hover:underline">
              {rewrite.new_commit === null ? 'Deleted' : 'Force-pushed'} {rewrite.branch}
            </Link>
            <span className="text-muted">, </span>
            <Link
              href={historyHref(repo, rewrite.old_commit)}
              prefetch={false}
              className="text-muted hover:text-accent hover:underline"
            >
              {formatPlural(rewrite.lost_commits, 'commit')} lost
            </Link>
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
          {onForget && (
            <ConfirmButton
              label="Forget"
              subject={`what ${rewrite.branch} was at ${shortSha(rewrite.old_commit)}`}
              title={`Forget what ${rewrite.branch} was?`}
              text={`${formatPlural(rewrite.lost_commits, 'commit')} of it, up to ${shortSha(rewrite.old_commit)}, can then be read nowhere here. What another line still keeps stays until that is forgotten too. This cannot be undone.`}
              action="forget-rewrite"
              fields={{ id: rewrite.id, repo: repoId }}
              onConfirm={() => onForget(rewrite.id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
