// What the query that led to a file finds in it: how much, from one to the next, and back to the results.
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { formatPlural } from '@/app/_format';
import { blobHref, searchHref } from '@/app/_links';
import type { FileMarks } from '@/lib/search/show/mark-file';
import { MatchSteps } from './match-steps';

interface MatchBarProps {
  repo: string;
  revision: string;
  path: string;
  q: string;
  /** Null if looking for it took too long. */
  marks: FileMarks | null;
}

export function MatchBar({ repo, revision, path, q, marks }: MatchBarProps) {
  const lines = [...(marks?.lines.keys() ?? [])];
  const [first] = lines;
  return (
    <nav
      aria-label="Matches in this file"
      className="flex min-h-9 flex-wrap items-center gap-x-3 border-t border-line px-3 py-1 text-2xs text-muted"
    >
      <Link
        href={searchHref(q)}
        prefetch={false}
        className="inline-flex items-center gap-1 text-accent hover:underline"
      >
        <ArrowLeft className="size-3.5" aria-hidden="true" />
        Results
      </Link>
      <span className="min-w-0 truncate">
        {marks === null
          ? 'It took too long to look in this file for '
          : first === undefined
            ? 'Nothing in this text matches '
            : `${formatPlural(marks.count, 'match', 'matches')} on ${formatPlural(lines.length, 'line')} for `}
        <code className="font-mono text-ink">{q}</code>
      </span>
      {first !== undefined && (
        <>
          <a
            href={blobHref(repo, revision, path, { q, line: first })}
            className="needs-no-script text-accent underline"
          >
            First match
          </a>
          <span className="flex-1" />
          <MatchSteps repo={repo} revision={revision} path={path} q={q} lines={lines} />
        </>
      )}
    </nav>
  );
}
