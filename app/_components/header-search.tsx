// The header's search field: empty on most pages, the query on results and on what they lead to, `repo:` on other pages of
// a repository, absent at home.
'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { partsOf } from '@/app/_address';
import { SearchBox } from './search-box';

export function HeaderSearch() {
  const pathname = usePathname();
  const params = useSearchParams();
  if (pathname === '/') return null;
  const initial = params.get('q') ?? (pathname === '/search' ? '' : repositoryTerm(pathname));
  return (
    <div className="max-w-2xl">
      <SearchBox key={`${pathname}?${initial}`} initial={initial} size="compact" />
    </div>
  );
}

function repositoryTerm(pathname: string): string {
  const [, section, org, name] = partsOf(pathname);
  return section === 'r' && org && name ? `repo:${org}/${name} ` : '';
}
