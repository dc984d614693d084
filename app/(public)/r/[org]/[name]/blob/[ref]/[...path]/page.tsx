// A file at a branch, tag or commit: coloured, with lines to link to and what a query finds in it marked; Markdown typeset.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { decodeParams, type Escaped } from '@/app/_http/address';
import type { PageContext } from '@/app/_http/context';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { blobHref, isMarkdown, treeHref } from '@/app/_links';
import { fileMarks } from '@/app/_render/file-marks';
import { readmeHtml } from '@/app/_render/readme-html';
import { BranchMenu } from '@/app/(public)/r/[org]/[name]/branch-menu';
import { RepoHeader } from '@/app/(public)/r/[org]/[name]/repo-header';
import { Unreadable } from '@/app/(public)/r/[org]/[name]/unreadable';
import { type BlobFile, readBlob } from '@/lib/browse/read-blob';
import { isFolder } from '@/lib/browse/read-tree';
import { outlineOf } from '@/lib/symbols/outline';
import { firstBranches, lostCommitOf, orAcross, readOrExplain, repositoryOf } from '../../../_repository';
import { FileBar } from './file-bar';
import { FileContent } from './file-content';
import { MatchBar } from './match-bar';
import { OutlineAside, OutlineDetails } from './outline';
import { TypesetFile } from './typeset-file';

type Props = {
  params: Promise<{ org: Escaped; name: Escaped; ref: Escaped; path: Escaped[] }>;
  searchParams: SearchParams;
};

/** Larger files are offered for download only. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Bytes of a Markdown file that is typeset without being asked. */
const MAX_TYPESET_BYTES = 512 * 1024;

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
  const view = viewOf(await searchParams);
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
        <FileView
          ctx={ctx}
          name={name}
          revision={read.value.ref === null ? read.value.commit : ref}
          file={read.value}
          view={view}
        />
      )}
    </PageFrame>
  );
}

interface View {
  /** The line to begin with. */
  from: number | undefined;
  q: string | undefined;
  isPlain: boolean;
}

function viewOf(params: Awaited<SearchParams>): View {
  const from = Math.trunc(Number(firstValue(params.from)));
  return {
    from: from >= 1 ? from : undefined,
    q: firstValue(params.q)?.trim() || undefined,
    isPlain: firstValue(params.plain) === '1',
  };
}

interface FileViewProps {
  ctx: PageContext;
  name: string;
  revision: string;
  file: BlobFile;
  view: View;
}

async function FileView({ ctx, name, revision, file, view: { from, q, isPlain } }: FileViewProps) {
  const { path, content } = file;
  const wantsSource = isPlain || q !== undefined || from !== undefined;
  const canTypeset = isMarkdown(path) && file.mode !== 120000 && file.size_bytes <= MAX_TYPESET_BYTES;
  const html = content && canTypeset && !wantsSource ? await readmeHtml(content, { repo: name, revision, path }) : null;
  const search = q === undefined || content === null ? null : { q, marks: await fileMarks(content, q) };
  const [branches, entries] = await Promise.all([
    firstBranches(ctx, file.repo_id),
    content === null || html !== null ? [] : outlineOf(ctx, file.repo_id, file.sha),
  ]);
  const outline = entries.length > 0 ? { repo: name, revision, path, q, entries } : null;
  return (
    <section aria-label={path} className="rounded-lg border border-line bg-surface">
      <FileBar
        repo={name}
        revision={revision}
        file={file}
        view={{ q, isPlain: html === null }}
        isTypeset={html !== null}
        menu={
          <BranchMenu
            repo={name}
            current={file.ref}
            commit={file.commit}
            branches={branches}
            at={{ path, isFile: true }}
          />
        }
      >
        {search && <MatchBar repo={name} revision={revision} path={path} {...search} />}
      </FileBar>
      {html !== null ? (
        <TypesetFile html={html} sourceHref={blobHref(name, revision, path, { isPlain: true })} />
      ) : (
        <>
          {outline && <OutlineDetails {...outline} />}
          <div className="flex">
            <div className="min-w-0 flex-1">
              <FileContent repo={name} revision={revision} file={file} from={from ?? 1} search={search} />
            </div>
            {outline && <OutlineAside {...outline} />}
          </div>
        </>
      )}
    </section>
  );
}
