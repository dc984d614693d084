// Home: search first, then what there is to search and how fresh it is.

import { Plus } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { SearchBox } from '@/app/_components/site/search-box';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { inputStyle } from '@/app/_components/ui/forms/field';
import { FilterText } from '@/app/_components/ui/forms/filter-text';
import { LiveFilter } from '@/app/_components/ui/forms/live-filter';
import { LogoMark } from '@/app/_components/ui/logo';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { Section } from '@/app/_components/ui/section';
import { formatPlural } from '@/app/_format';
import { type PageContext, pageContext } from '@/app/_http/context';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchHref, searchOf } from '@/app/_links';
import { isNobodyHere } from '@/lib/accounts/first-administrator';
import { listRepos } from '@/lib/repos/list-repos';
import { RepoList } from './repo-list';

const EXAMPLES = ['"not found"', 'retry lang:go', 'file:readme install'];

export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await pageContext();
  const params = await searchParams;
  const after = firstValue(params.after);
  const filter = firstValue(params.filter)?.slice(0, 200).replaceAll('\0', '');
  const { repos, next_cursor } = await orNotFound(
    listRepos(ctx, { limit: 50, ...(filter ? { q: filter } : {}), ...(after ? { cursor: after } : {}) }),
  );
  const isNarrowed = filter !== undefined || after !== undefined || next_cursor !== null;
  return (
    <PageFrame width="text">
      <div className="pt-8 pb-12 sm:pt-16">
        <h1 className="mb-7 flex flex-col items-center gap-3 text-center">
          <LogoMark className="size-12" />
          <span className="text-2xl font-semibold tracking-[-0.025em] text-balance sm:text-3xl">
            Code search that is never stale
          </span>
        </h1>
        <SearchBox initial="" size="large" autoFocus />
        <p className="mt-3 flex flex-wrap items-center justify-center gap-x-4 gap-y-1 text-xs text-muted">
          <span>Try</span>
          {EXAMPLES.map((query) => (
            <Link
              key={query}
              href={searchHref(query)}
              prefetch={false}
              className="font-mono hover:text-accent hover:underline"
            >
              {query}
            </Link>
          ))}
          <Link href="/search" prefetch={false} className="text-accent hover:underline">
            How to search
          </Link>
        </p>
      </div>
      {repos.length === 0 && !filter ? (
        <NothingIndexed viewer={await viewerOf(ctx)} />
      ) : (
        <Section
          id="indexed"
          title="What is indexed"
          action={
            !isNarrowed && (
              <p className="text-2xs text-muted">{formatPlural(repos.length, 'repository', 'repositories')}</p>
            )
          }
        >
          {isNarrowed && <RepoFilter filter={filter} />}
          {repos.length > 0 ? <RepoList repos={repos} /> : <p className="text-sm text-muted">No repository fits.</p>}
          {next_cursor && (
            <p className="mt-4 text-center">
              <Link href={`/${searchOf({ filter, after: next_cursor })}`} className={buttonStyle()}>
                More repositories
              </Link>
            </p>
          )}
        </Section>
      )}
    </PageFrame>
  );
}

/** More than a page of them: a part of the name finds one. */
function RepoFilter({ filter }: { filter: string | undefined }) {
  return (
    <LiveFilter label="Filter repositories" className="mb-3 flex gap-2">
      <FilterText
        name="filter"
        label="A part of a repository's name"
        value={filter}
        className={`${inputStyle} min-w-0`}
      />
      <Button type="submit">Show</Button>
    </LiveFilter>
  );
}

type Viewer = 'first' | 'nobody' | 'visitor' | 'person';

async function viewerOf(ctx: PageContext): Promise<Viewer> {
  if (ctx.actor.kind !== 'anonymous') return 'person';
  if (!(await isNobodyHere(ctx))) return 'visitor';
  return ctx.env.readOnly ? 'nobody' : 'first';
}

const NOTHING: Record<Viewer, { title: string; text: string; action: ReactNode }> = {
  first: {
    title: 'Welcome to Freshet',
    text: 'There is no account yet. Open the link that the server printed when it started: it makes the first one.',
    action: null,
  },
  nobody: {
    title: 'Nothing here yet',
    text: 'This server is read-only and has no accounts: it shows what is in its database, and there is nothing yet.',
    action: null,
  },
  visitor: {
    title: 'Nothing public here yet',
    text: 'Repositories show up here when somebody adds one and makes it public. Sign in to see more.',
    action: (
      <Link href="/sign-in" className={buttonStyle()}>
        Sign in
      </Link>
    ),
  },
  person: {
    title: 'Nothing to search yet',
    text: 'Add a repository by its address. It is searchable as soon as it has been read, and stays in step from then on.',
    action: (
      <Link href="/repos/new" className={buttonStyle({ look: 'primary' })}>
        <Plus className="size-4" aria-hidden="true" />
        Add a repository
      </Link>
    ),
  },
};

function NothingIndexed({ viewer }: { viewer: Viewer }) {
  const { title, text, action } = NOTHING[viewer];
  return (
    <EmptyState picture={<EmptyPicture />} title={title} action={action}>
      {text}
    </EmptyState>
  );
}
