// The tags of a repository: the newest version first, by name, or the newest first.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import type { Escaped } from '@/app/_http/address';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { refPageHref } from '@/app/_links';
import { RefFilter } from '@/app/(public)/r/[org]/[name]/ref-filter';
import { RefMark, RefRow } from '@/app/(public)/r/[org]/[name]/ref-row';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { branchesAmong } from '@/lib/browse/find-refs';
import { listTags, TAG_SORTS } from '@/lib/browse/history/list-tags';
import { nameOfTag } from '@/lib/browse/revision-name';
import { repositoryOf } from '../_repository';

type Props = { params: Promise<{ org: Escaped; name: Escaped }>; searchParams: SearchParams };

const SORTS = [
  { id: 'version', label: 'By version' },
  { id: 'name', label: 'By name' },
  { id: 'updated', label: 'Newest first' },
];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Tags · ${(await repositoryOf(await params)).name}` };
}

export default async function TagsPage({ params, searchParams }: Props) {
  const { ctx, repo, name } = await repositoryOf(await params);
  const query = await searchParams;
  const q = firstValue(query.q)?.slice(0, 255).replaceAll('\0', '');
  const sort = TAG_SORTS.find((one) => one === firstValue(query.sort)) ?? 'version';
  const cursor = firstValue(query.cursor);
  const page = await orNotFound(
    listTags(ctx, repo.id, { sort, ...(q ? { filter: q } : {}), ...(cursor ? { cursor } : {}) }),
  );
  const shadows = await branchesAmong(
    ctx,
    repo.id,
    page.items.map((tag) => tag.name),
  );
  return (
    <PageFrame width="page">
      <RepoHeader repo={repo} current="tags" canManage={ctx.actor.kind !== 'anonymous'} />
      <RefFilter repo={name} kind="tags" q={q} sort={sort} sorts={SORTS} />
      {page.items.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title={q ? 'No tag has such a name' : 'No tags'}>
          {q
            ? 'A part of the name is enough, in any case.'
            : 'What is tagged upstream shows up here with the next sync.'}
        </EmptyState>
      ) : (
        <ul aria-label="Tags" className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {page.items.map((tag) => (
            <RefRow
              key={tag.name}
              repo={name}
              name={tag.name}
              refName={nameOfTag(tag.name, shadows.has(tag.name))}
              commit={tag.commit}
              subject={tag.subject}
              by={tag.tagger_name}
              at={tag.tagged_at}
              mark={tag.is_annotated && <RefMark>annotated</RefMark>}
            />
          ))}
        </ul>
      )}
      {page.next_cursor && (
        <p className="mt-6 text-center">
          <Link
            href={refPageHref(name, 'tags', {
              q,
              sort: sort === 'version' ? undefined : sort,
              cursor: page.next_cursor,
            })}
            className={buttonStyle()}
          >
            More tags
          </Link>
        </p>
      )}
    </PageFrame>
  );
}
