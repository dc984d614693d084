// What a commit changed in one file, line by line.
import Link from 'next/link';
import { ScrollArea } from '@/app/_components/ui/scroll-area';
import { blobHref } from '@/app/_links';
import type { FileDiff } from '@/lib/browse/diff/file-diffs';
import type { DiffLine, Hunk } from '@/lib/browse/diff/text-diff';
import type { CommitChange } from '@/lib/browse/read-commit';

/** Why there are no lines. */
const WORDS: Record<Exclude<FileDiff['state'], 'text'>, string> = {
  binary: 'It is not text.',
  too_large: 'It is too large to be compared for a page.',
  too_different: 'It changed too much to be compared for a page.',
  left_out: 'Left out: the page is long enough. Open the file to see it.',
  submodule: 'A submodule: it names a commit of another repository.',
  mode_only: 'Only its mode changed.',
};

interface DiffViewProps {
  repo: string;
  /** The commit, and its parent for what it removed. */
  sha: string;
  parent: string | undefined;
  change: CommitChange;
}

export function DiffView({ repo, sha, parent, change: { path, op, diff } }: DiffViewProps) {
  const at = op === 'remove' ? (parent ?? sha) : sha;
  return (
    <details open className="overflow-hidden rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer border-line px-3 py-1.5 text-xs font-medium [overflow-wrap:anywhere] hover:bg-sunken">
        {path}
      </summary>
      <div className="border-t border-line">
        {diff.state === 'text' ? (
          <Lines path={path} hunks={diff.hunks} />
        ) : (
          <p className="px-3 py-2 text-xs text-muted">{WORDS[diff.state]}</p>
        )}
        {diff.state === 'text' && diff.isCut && (
          <p className="border-t border-line px-3 py-2 text-xs text-muted">
            More of it changed than is shown here.{' '}
            <Link href={blobHref(repo, at, path)} prefetch={false} className="text-accent hover:underline">
              Open the file
            </Link>
          </p>
        )}
      </div>
    </details>
  );
}

function Lines({ path, hunks }: { path: string; hunks: Hunk[] }) {
  if (hunks.length === 0) return <p className="px-3 py-2 text-xs text-muted">It is empty, or differs in no line.</p>;
  return (
    <ScrollArea label={`Changes of ${path}`}>
      <table className="w-full border-collapse font-mono text-2xs leading-5">
        <thead className="sr-only">
          <tr>
            <th>Line before</th>
            <th>Line after</th>
            <th>Text</th>
          </tr>
        </thead>
        {hunks.map((hunk) => (
          <tbody key={hunk.range}>
            <tr className="bg-sunken text-muted">
              <td colSpan={3} className="px-3">
                @@ {hunk.range} @@
              </td>
            </tr>
            {hunk.lines.map((line) => (
              <Line key={`${line.before}/${line.after}`} line={line} />
            ))}
          </tbody>
        ))}
      </table>
    </ScrollArea>
  );
}

const SIGNS = { same: ' ', added: '+', removed: '−' };

function Line({ line }: { line: DiffLine }) {
  const tint = { same: '', added: 'bg-ok-soft', removed: 'bg-bad-soft' }[line.kind];
  const number = 'w-px px-2 text-right align-top tabular-nums select-none text-ink/75';
  return (
    <tr className={tint}>
      <td className={number}>{line.before}</td>
      <td className={number}>{line.after}</td>
      <td className="pr-3 whitespace-pre">
        <span className="inline-block w-4 text-center select-none">{SIGNS[line.kind]}</span>
        <bdi>{line.text}</bdi>
        {line.isUnended && <span className="ml-2 font-sans text-muted select-none">no line break at its end</span>}
      </td>
    </tr>
  );
}
