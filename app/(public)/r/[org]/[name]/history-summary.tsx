// What there is of a repository's history, in two lines: how much, the last commit, and who wrote it.
import Link from 'next/link';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatCount, formatPlural } from '@/app/_format';
import type { PageContext } from '@/app/_http/context';
import { commitHref, commitsHref, refPageHref } from '@/app/_links';
import { type Contributor, listContributors } from '@/lib/browse/history/list-contributors';
import { readTotals } from '@/lib/browse/history/read-totals';

const MOST_PEOPLE = 6;

export async function HistorySummary({ ctx, repoId, name }: { ctx: PageContext; repoId: string; name: string }) {
  const [totals, people] = await Promise.all([
    readTotals(ctx, repoId),
    listContributors(ctx, repoId, { limit: MOST_PEOPLE }),
  ]);
  if (totals === null || totals.commits === 0) return null;
  const { last } = totals;
  const atLeast = totals.isShallow ? 'at least ' : '';
  const counts = [
    { text: atLeast + formatPlural(totals.commits, 'commit'), href: commitsHref(name) },
    { text: formatPlural(totals.branches, 'branch', 'branches'), href: refPageHref(name, 'branches') },
    { text: formatPlural(totals.tags, 'tag'), href: refPageHref(name, 'tags') },
  ];
  return (
    <section
      aria-label="History"
      className="mb-4 grid grid-cols-[minmax(0,1fr)] gap-1 rounded-lg border border-line bg-surface px-4 py-2.5 text-xs text-muted"
    >
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        {last && (
          <p className="min-w-0 flex-1 basis-64 truncate">
            <Link
              href={commitHref(name, last.sha)}
              prefetch={false}
              title={last.subject}
              className="font-medium text-ink hover:text-accent hover:underline"
            >
              {last.subject || '(no message)'}
            </Link>
            {' · '}
            {last.authorName}, <RelativeTime at={last.committedAt.toISOString()} />
          </p>
        )}
        <p className="flex gap-x-4 tabular-nums">
          {counts.map(({ text, href }) => (
            <Link key={href} href={href} prefetch={false} className="hover:text-accent hover:underline">
              {text}
            </Link>
          ))}
        </p>
      </div>
      <Contributors name={name} people={people.items} total={people.total} atLeast={atLeast} />
    </section>
  );
}

interface ContributorsProps {
  name: string;
  people: Contributor[];
  total: number;
  atLeast: string;
}

function Contributors({ name, people, total, atLeast }: ContributorsProps) {
  if (people.length === 0) return null;
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-2xs">
      <span>{atLeast + formatPlural(total, 'contributor')}:</span>
      {people.map((person) => (
        <Link
          key={person.email}
          href={commitsHref(name, { author: person.email })}
          prefetch={false}
          title={`${person.name} <${person.email}>: ${formatPlural(person.commits, 'commit')}`}
          className="max-w-48 truncate hover:text-accent hover:underline"
        >
          {person.name || person.email} <span className="tabular-nums">{formatCount(person.commits)}</span>
        </Link>
      ))}
      {total > people.length && <span>and {formatCount(total - people.length)} more</span>}
    </p>
  );
}
