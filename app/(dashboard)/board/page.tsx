// The board: every host of every delivery, the worst first.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchOf } from '@/app/_links';
import { type BoardFilter, boardFilterSchema, listBoard } from '@/lib/deliveries/board/list-board';
import { listBoardFilters } from '@/lib/deliveries/board/list-board-filters';
import { signedIn } from '../_signed-in';
import { BoardFilterForm } from './board-filter-form';
import { BoardTable } from './board-table';
import { VerifyMany } from './verify-many';

export const metadata: Metadata = { title: 'Board' };

export default async function BoardPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/board');
  const params = await searchParams;
  const asked = askedFor(params);
  const cursor = firstValue(params.after);
  const [board, choices] = await Promise.all([
    orNotFound(listBoard(ctx, { ...asked, ...(cursor ? { cursor } : {}) })),
    listBoardFilters(ctx),
  ]);
  const { org, group, repo } = asked;
  const mayVerify = !ctx.env.readOnly && board.items.some((item) => item.you_may.includes('deliver'));
  return (
    <PageFrame width="page">
      <DeliveryNav />
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <h1 className="page-title flex-1">Board</h1>
        {mayVerify && <VerifyMany asked={{ org, group, repo }} />}
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {choices.hosts === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="Nothing is delivered yet">
          Add a host as a target, then say which repository is delivered there. This page shows what each host has, and
          since when it differs from what it should have.
        </EmptyState>
      ) : (
        <>
          <BoardFilterForm asked={asked} choices={choices} />
          <BoardTable
            search={searchOf({ ...asked, cursor })}
            asked={asked}
            initial={board}
            canWrite={!ctx.env.readOnly}
          />
        </>
      )}
      {board.next_cursor && (
        <p className="mt-4 text-center">
          <Link
            href={`/board${searchOf({ ...asked, after: board.next_cursor })}`}
            prefetch={false}
            className={buttonStyle()}
          >
            More hosts
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

/** What the address asks for; what it cannot ask for is left out. */
function askedFor(params: Awaited<SearchParams>): BoardFilter {
  const asked: Record<string, string> = {};
  for (const [name, schema] of Object.entries(boardFilterSchema.shape)) {
    const value = firstValue(params[name])?.trim().replaceAll('\0', '');
    if (value && schema.safeParse(value).success) asked[name] = value;
  }
  return asked;
}
