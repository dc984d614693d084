// Code that is like some lines of a file, anywhere that the visitor may look.
import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { NothingFoundPicture } from '@/app/_components/ui/pictures';
import { formatDuration } from '@/app/_format';
import { decodeParams, type Escaped } from '@/app/_http/address';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { blobHref } from '@/app/_links';
import { ResultFile } from '@/app/(public)/result-file';
import { nameOfBranch } from '@/lib/browse/revision-name';
import { AppError } from '@/lib/errors';
import { similarCode } from '@/lib/search/similar';
import { repositoryOf } from '../../_repository';

type Props = {
  params: Promise<{ org: Escaped; name: Escaped; path: Escaped[] }>;
  searchParams: SearchParams;
};

export const metadata: Metadata = { title: 'Similar code' };

export default async function SimilarPage({ params, searchParams }: Props) {
  const route = await params;
  const { ctx, repo, name } = await repositoryOf(route);
  const path = decodeParams(route).path.join('/');
  const [startLine, endLine] = linesOf(firstValue((await searchParams).lines));
  const found = await orNotFound(similarCode(ctx, { repoId: repo.id, path, startLine, endLine, limit: 20 })).catch(
    refusalOf,
  );
  if (found instanceof AppError) {
    return (
      <PageFrame width="page">
        <h1 className="page-title mb-4">Similar code</h1>
        <Notice look="bad" title="This search did not work">
          {found.message}
        </Notice>
      </PageFrame>
    );
  }
  return (
    <PageFrame width="page">
      <h1 className="page-title">Similar code</h1>
      <p className="mt-1 mb-5 text-sm text-muted">
        Like {startLine === endLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`} of{' '}
        <Link
          href={blobHref(name, nameOfBranch(repo.default_branch ?? ''), path, { line: startLine, endLine })}
          className="text-accent underline underline-offset-2 [overflow-wrap:anywhere]"
        >
          {name}/{path}
        </Link>
        , the nearest first, in {formatDuration(found.took_ms)}
      </p>
      <h2 className="sr-only">Files</h2>
      {found.notice && (
        <Notice look="info" className="mb-4">
          {found.notice}
        </Notice>
      )}
      {found.results.length === 0 && (
        <EmptyState picture={<NothingFoundPicture />} title="Nothing like it">
          No other file has a piece that is close to these lines.
        </EmptyState>
      )}
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {found.results.map((result) => (
          <li key={`${result.repo_id}:${result.ref}:${result.path}`}>
            <ResultFile result={result} />
          </li>
        ))}
      </ol>
    </PageFrame>
  );
}

/** "3-9" → [3, 9]; anything else means the first lines. */
function linesOf(text: string | undefined): [start: number, end: number] {
  const match = /^(\d{1,7})-(\d{1,7})$/.exec(text ?? '');
  const start = Math.max(1, Number(match?.[1] ?? 1));
  return [start, Math.max(start, Number(match?.[2] ?? 50))];
}

/** What the reader is told; what nobody expected goes on. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError && (error.code === 'limit' || error.code === 'upstream')) return error;
  throw error;
}
