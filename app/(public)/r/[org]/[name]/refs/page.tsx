// Every branch and tag of a repository, to look at what one came from: a folder or a file.
import type { Metadata } from 'next';
import { Button } from '@/app/_components/ui/button';
import { inputStyle } from '@/app/_components/ui/forms/field';
import { FilterText } from '@/app/_components/ui/forms/filter-text';
import { PageFrame } from '@/app/_components/ui/page-frame';
import type { Escaped } from '@/app/_http/address';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { RefList, type RefPlace } from '@/app/(public)/r/[org]/[name]/ref-list';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { Unreadable } from '@/app/(public)/r/[org]/[name]/unreadable';
import { findRefs, type RefChoices } from '@/lib/browse/find-refs';
import { readOrExplain, repositoryOf } from '../_repository';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

/** As many of each as one page lists: a filter finds the others. */
const LIMIT = 200;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Branches and tags · ${(await repositoryOf(await params)).name}` };
}

export default async function RefsPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const query = await searchParams;
  const filter = firstValue(query.filter) ?? '';
  const path = firstValue(query.path) ?? '';
  const isFile = firstValue(query.file) === '1';
  const isCommits = firstValue(query.commits) === '1';
  const read = await readOrExplain(findRefs(ctx, repo.id, { filter, limit: LIMIT }));
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="files" canManage={ctx.actor.kind !== 'anonymous'} />
      <h2 className="mb-3 text-lg font-semibold tracking-tight">Branches and tags</h2>
      <form method="get" className="mb-5 flex max-w-md gap-2">
        {path && <input type="hidden" name="path" value={path} />}
        {isCommits && <input type="hidden" name="commits" value="1" />}
        {isFile && <input type="hidden" name="file" value="1" />}
        <FilterText
          name="filter"
          label="A part of the name"
          value={filter}
          maxLength={255}
          className={`${inputStyle} min-w-0`}
        />
        <Button type="submit">Find</Button>
      </form>
      {read.value === null ? (
        <Unreadable message={read.message} />
      ) : (
        <Lists repo={name} at={{ path, isFile, isCommits }} found={read.value} />
      )}
    </PageFrame>
  );
}

function Lists({ repo, at, found }: { repo: string; at: RefPlace; found: RefChoices }) {
  const groups = [
    { title: 'Branches', refs: found.branches, hasMore: found.hasMoreBranches },
    { title: 'Tags', refs: found.tags, hasMore: found.hasMoreTags },
  ];
  return (
    <div className="grid gap-6 md:grid-cols-2">
      {groups.map(({ title, refs, hasMore }) => (
        <section key={title} aria-label={title} className="min-w-0">
          <h3 className="mb-2 text-sm font-semibold">{title}</h3>
          <div className="rounded-lg border border-line bg-surface p-1">
            <RefList repo={repo} at={at} refs={refs} current={null} />
            {refs.length === 0 && <p className="px-2 py-1.5 text-xs text-muted">None with such a name.</p>}
            {hasMore && <p className="px-2 py-1.5 text-2xs text-muted">And more: type a part of the name.</p>}
          </div>
        </section>
      ))}
    </div>
  );
}
