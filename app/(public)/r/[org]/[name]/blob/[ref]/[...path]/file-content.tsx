// A file's content in whatever way it can be shown: typeset, coloured or plain text, an image, or the reason why not.
import { Download, FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { ScrollArea } from '@/app/_components/ui/scroll-area';
import { formatBytes, formatCount, formatPlural } from '@/app/_format';
import { imageType } from '@/app/_http/raw-types';
import { blobHref, rawHref } from '@/app/_links';
import { type FileHtml, fileHtml } from '@/app/_render/file-html';
import type { BlobFile } from '@/lib/browse/read-blob';
import type { FileMarks } from '@/lib/search/show/mark-file';
import { LineSelection } from './line-selection';

const CODE_ID = 'code';

interface FileContentProps {
  repo: string;
  /** The branch, tag or commit as addresses name it. */
  revision: string;
  file: BlobFile;
  /** The line to begin with. */
  from: number;
  /** The query that led here, and what it finds. */
  search: { q: string; marks: FileMarks | null } | null;
}

export async function FileContent({ repo, revision, file, from, search }: FileContentProps) {
  const raw = rawHref(repo, file.commit, file.path);
  if (file.content === null && imageType(file.path) && !file.is_too_large) {
    return (
      <div className="checkered flex justify-center p-8">
        {/* biome-ignore lint/performance/noImgElement: a repository's own image, served as it is. */}
        <img src={raw} alt={file.path.slice(file.path.lastIndexOf('/') + 1)} className="max-w-full" />
      </div>
    );
  }
  if (file.content === null) {
    return (
      <Unshown
        raw={raw}
        reason={
          file.is_too_large
            ? `With ${formatBytes(file.size_bytes)} this file is too large to show here.`
            : 'This file is binary: there is no text to show.'
        }
      />
    );
  }
  if (file.content === '') return <p className="px-4 py-10 text-center text-sm text-muted">This file is empty.</p>;
  const q = search?.q;
  const hrefOf = (line: number) => blobHref(repo, revision, file.path, { q, line });
  const shown = await fileHtml(`${file.sha}:${file.language}`, file.content, file.language, {
    from,
    ...(search?.marks ? { marks: search.marks.lines, hrefOf } : {}),
  });
  const parts = (
    <Parts shown={shown} hrefOf={(line) => partHref(blobHref(repo, revision, file.path, { q, isPlain: true }), line)} />
  );
  const digits = String(shown.lastLine).length;
  return (
    <>
      {isPartial(shown) && <div className="border-b border-line">{parts}</div>}
      <ScrollArea label="Code" className="py-2">
        <pre
          id={CODE_ID}
          data-digits={digits}
          className="code file-code"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: escaped where it is made.
          dangerouslySetInnerHTML={{ __html: shown.html }}
        />
      </ScrollArea>
      <div className="border-t border-line">{parts}</div>
      <LineSelection codeId={CODE_ID} repo={repo} path={file.path} lineCount={shown.lineCount} />
    </>
  );
}

/** The page of a file that begins with a line. */
function partHref(href: string, line: number): string {
  return line === 1 ? href : `${href}${href.includes('?') ? '&' : '?'}from=${line}`;
}

function isPartial({ firstLine, lastLine, lineCount, isColoured }: FileHtml): boolean {
  return firstLine > 1 || lastLine < lineCount || !isColoured;
}

function Parts({ shown, hrefOf }: { shown: FileHtml; hrefOf: (line: number) => string }) {
  const { firstLine, lastLine, lineCount, isColoured } = shown;
  const isWhole = firstLine === 1 && lastLine === lineCount;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 text-2xs text-muted">
      <p>
        {isWhole
          ? formatPlural(lineCount, 'line')
          : `Lines ${formatCount(firstLine)} to ${formatCount(lastLine)} of ${formatCount(lineCount)}`}
        {!isColoured && ', without colours because the file is large'}
      </p>
      {!isWhole && (
        <span className="flex gap-4">
          {firstLine > 1 && (
            <Link href={hrefOf(1)} prefetch={false} className="text-accent hover:underline">
              From the beginning
            </Link>
          )}
          {lastLine < lineCount && (
            <Link href={hrefOf(lastLine + 1)} prefetch={false} rel="next" className="text-accent hover:underline">
              More lines
            </Link>
          )}
        </span>
      )}
    </div>
  );
}

function Unshown({ raw, reason }: { raw: string; reason: string }) {
  return (
    <div className="flex flex-col items-center gap-4 px-4 py-14 text-center">
      <FileQuestion className="size-8 text-muted" aria-hidden="true" />
      <p className="text-sm text-muted">{reason}</p>
      <a href={raw} className={buttonStyle()}>
        <Download className="size-4" aria-hidden="true" />
        Open the raw file
      </a>
    </div>
  );
}
