// Commits under the day they were made.
import Link from 'next/link';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { shortSha } from '@/app/_format';
import { commitHref } from '@/app/_links';
import type { Commit } from '@/lib/browse/list-commits-of';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export function CommitList({ repo, commits }: { repo: string; commits: Commit[] }) {
  const days = new Map<string, Commit[]>();
  for (const commit of commits) {
    const title = day.format(new Date(commit.committed_at));
    days.set(title, [...(days.get(title) ?? []), commit]);
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {[...days].map(([title, list]) => (
        <section key={title} aria-label={title}>
          <h2 className="mb-2 text-xs font-semibold text-muted">{title}</h2>
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {list.map((commit) => (
              <li key={commit.sha} className="flex items-center gap-4 px-4 py-2">
                <div className="min-w-0 flex-1">
                  <Link
                    href={commitHref(repo, commit.sha)}
                    prefetch={false}
                    className="block truncate text-sm font-medium hover:text-accent hover:underline"
                    title={commit.subject}
                  >
                    {commit.subject || '(no message)'}
                  </Link>
                  <p className="truncate text-2xs text-muted">
                    {commit.author_name}, <RelativeTime at={commit.committed_at} />
                  </p>
                </div>
                <code className="font-mono text-2xs text-muted">{shortSha(commit.sha)}</code>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
