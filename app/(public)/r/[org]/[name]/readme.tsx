// A README: Markdown rendered and sanitised, anything else as plain text.
import { BookOpen } from 'lucide-react';
import Link from 'next/link';
import { blobHref, isMarkdown } from '@/app/_links';
import { readmeHtml } from '@/app/_render/readme-html';

interface ReadmeProps {
  repo: string;
  revision: string;
  path: string;
  content: string;
}

export async function Readme({ repo, revision, path, content }: ReadmeProps) {
  const html = isMarkdown(path) ? await readmeHtml(content, { repo, revision, path }) : null;
  return (
    <section aria-labelledby="readme" className="mt-6 rounded-lg border border-line bg-surface">
      <h2 id="readme" className="flex items-center gap-2 border-b border-line px-4 py-2 text-xs font-semibold">
        <BookOpen className="size-4 text-muted" aria-hidden="true" />
        <Link href={blobHref(repo, revision, path)} prefetch={false} className="hover:text-accent hover:underline">
          {path.slice(path.lastIndexOf('/') + 1)}
        </Link>
      </h2>
      {html ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised where it is made.
        <div className="markdown p-4 sm:p-8" dangerouslySetInnerHTML={{ __html: html }} />
      ) : (
        <pre className="code overflow-x-auto p-4 whitespace-pre-wrap sm:p-6">{content}</pre>
      )}
    </section>
  );
}
