// The header's search field: empty on most pages, the query on results and on what they lead to, `repo:` on other pages of
// a repository, absent at home.
'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { partsOf } from '@/app/_http/address';
import { SearchBox } from './search-box';

export function HeaderSearch() {
  const pathname = usePathname();
  const params = useSearchParams();
  if (pathname === '/') return null;
  const initial = params.get('q') ?? (pathname === '/search' ? '' : repositoryTerm(pathname));
  const isResults = pathname === '/search';
  return (
    <div className="max-w-2xl">
      <SearchBox
        key={isResults ? pathname : `${pathname}?${initial}`}
        initial={initial}
        size="compact"
        isLive={isResults}
      />
    </div>
  );
}

function repositoryTerm(pathname: string): string {
  const [, section, org, name, view, ref] = partsOf(pathname);
  if (section !== 'r' || !org || !name) return '';
  return `repo:${org}/${name} ${(view === 'tree' || view === 'blob') && ref ? branchTerm(ref) : ''}`;
}

/** A commit is on no branch of its own: its page says what is searched. */
function branchTerm(ref: string): string {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref) || ref.startsWith('refs/tags/')) return '';
  const branch = ref.replace(/^refs\/heads\//, '');
  return /[\s"]/.test(branch) ? `branch:"${branch.replaceAll('"', '')}" ` : `branch:${branch} `;
}
