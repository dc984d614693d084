// What was deleted and lies in the bin, for those who may delete it.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { listBin } from '@/lib/repos/life/list-bin';
import { signedIn } from '../../_signed-in';
import { BinRow } from './bin-row';

export const metadata: Metadata = { title: 'Bin' };

export default async function BinPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/repos/bin');
  const after = firstValue((await searchParams).after);
  const { items, next_cursor } = await orNotFound(listBin(ctx, after ? { cursor: after } : {}));
  return (
    <PageFrame width="text">
      <p className="mb-2 text-xs">
        <Link href="/repos" className="text-muted hover:text-accent hover:underline">
          Repositories
        </Link>
      </p>
      <h1 className="page-title mb-5">Bin</h1>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <SentNotice form="purge-repo" className="mb-4" />
      {items.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="The bin is empty">
          What is deleted lies here for a while before it is removed from this server, and can be restored.
        </EmptyState>
      ) : (
        <ul aria-label="Bin" className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((repo) => (
            <BinRow key={repo.id} repo={repo} canWrite={!ctx.env.readOnly} />
          ))}
        </ul>
      )}
      {next_cursor && (
        <p className="mt-4 text-center">
          <Link href={`/repos/bin?after=${encodeURIComponent(next_cursor)}`} className={buttonStyle()}>
            More
          </Link>
        </p>
      )}
    </PageFrame>
  );
}
