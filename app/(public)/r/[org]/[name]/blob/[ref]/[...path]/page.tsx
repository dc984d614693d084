// A file at a branch, tag or commit: coloured, with lines to link to.
import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { decodeParams, type Escaped } from '@/app/_address';
import { Breadcrumbs } from '@/app/_components/breadcrumbs';
import { FileActions } from '@/app/_components/file-actions';
import { FileContent } from '@/app/_components/file-content';
import { PageFrame } from '@/app/_components/page-frame';
import { RepoHeader } from '@/app/_components/repo-header';
import { Unreadable } from '@/app/_components/unreadable';
import { formatBytes, shortSha } from '@/app/_format';
import { blobHref, commitHref, treeHref } from '@/app/_links';
import { firstValue, type SearchParams } from '@/app/_search-param';
import { type BlobFile, readBlob } from '@/lib/repos/read-blob';
import { isFolder } from '@/lib/repos/read-tree';
import { lostCommitOf, orAcross, readOrExplain, repositoryOf } from '../../../_repository';

type Props = {
  params: Promise<{ org: Escaped; name: Escaped; ref: Escaped; path: Escaped[] }>;
  searchParams: SearchParams;
};

/** Larger files are offered for download only. */
const MAX_BYTES = 8 * 1024 * 1024;

async function addressOf(props: Props['params']) {
  const params = await props;
  const { ref, path } = decodeParams(params);
  return { ...(await repositoryOf(params)), ref, path: path.join('/') };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, path } = await addressOf(params);
  return { title: `${path} · ${name}` };
}

export default async function BlobPage({ params, searchParams }: Props) {
  const { ctx, repo, name, ref, path } = await addressOf(params);
  const from = Number(firstValue((await searchParams).from)) || 1;
  const work = readBlob(ctx, { repoId: repo.id, name: ref, path, maxBytes: MAX_BYTES });
  const across = orAcross(work, { ctx, repo, ref, path }, (other, rest) =>
    rest === '' ? treeHref(name, other) : blobHref(name, other, rest),
  );
  const read = await readOrExplain(
    across.catch(async (error: unknown) => {
      if (await isFolder(ctx, repo.id, { name: ref }, path)) redirect(treeHref(name, ref, path));
      throw error;
    }),
  );
  return (
    <PageFrame width="wide">
      <RepoHeader
        repo={repo}
        current="files"
        canManage={ctx.actor.kind !== 'anonymous'}
        lostCommit={await lostCommitOf(ctx, repo.id, read.value)}
        shown={read.value}
      />
      {read.value === null ? (
        <Unreadable message={read.message} />
      ) : (
        <FileView name={name} file={read.value} from={from} />
      )}
    </PageFrame>
  );
}

function FileView({ name, file, from }: { name: string; file: BlobFile; from: number }) {
  const shown = file.ref ?? file.commit;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Breadcrumbs repo={name} revision={shown} path={file.path} />
        <span className="flex-1" />
        <span className="text-2xs text-muted">
          {file.ref && <>{file.ref} at </>}
          <Link
            href={commitHref(name, file.commit)}
            prefetch={false}
            className="font-mono hover:text-accent hover:underline"
          >
            {shortSha(file.commit)}
          </Link>
        </span>
      </div>
      <section aria-label={file.path} className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-sunken/60 px-3 py-1.5 text-2xs text-muted">
          <span>{formatBytes(file.size_bytes)}</span>
          {file.language && <span>{file.language}</span>}
          {file.mode === 100755 && <span>executable</span>}
          {file.mode === 120000 && <span>symbolic link</span>}
          <span className="flex-1" />
          <FileActions repo={name} revision={shown} commit={file.commit} path={file.path} />
        </div>
        <FileContent repo={name} file={file} href={blobHref(name, shown, file.path)} from={Math.trunc(from)} />
      </section>
    </>
  );
}
