// A repository or a folder among the results: it stands for all files in it that match.
import { Folder, FolderGit2 } from 'lucide-react';
import { treeHref } from '@/app/_links';
import type { SearchResult } from '@/lib/search/search';
import { ResultHeading } from '../result-heading';

export function ResultPlace({ result }: { result: SearchResult }) {
  const { repo, path, commit, kind } = result;
  return (
    <article className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-3 py-2">
      <ResultHeading
        result={result}
        icon={kind === 'repo' ? FolderGit2 : Folder}
        href={path === '' ? null : treeHref(repo, commit, path.replace(/\/$/, ''))}
      />
    </article>
  );
}
