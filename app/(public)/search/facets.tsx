// How the results spread over repositories and languages; each is a link that narrows the query or widens it again.
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import Link from 'next/link';
import { formatCount } from '@/app/_format';
import { searchHref } from '@/app/_links';
import { hasFilter, toggleFilter } from '@/app/_query-terms';

interface Facet {
  value: string;
  count: number;
}

interface FacetsProps {
  query: string;
  repos: Facet[];
  languages: Facet[];
}

export function Facets({ query, repos, languages }: FacetsProps) {
  return (
    <>
      <FacetGroup query={query} field="repo" title="Repository" facets={repos} />
      <FacetGroup query={query} field="lang" title="Language" facets={languages} />
    </>
  );
}

function FacetGroup({ query, field, title, facets }: { query: string; field: string; title: string; facets: Facet[] }) {
  if (facets.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 px-2 text-2xs font-semibold text-muted">{title}</h3>
      <ul>
        {facets.map(({ value, count }) => {
          const isOn = hasFilter(query, field, value);
          return (
            <li key={value}>
              <Link
                href={searchHref(toggleFilter(query, field, value))}
                prefetch={false}
                className={clsx(
                  'flex items-center gap-2 rounded-md px-2 py-1 text-xs transition-colors hover:bg-sunken',
                  isOn && 'bg-accent-soft font-medium text-accent',
                )}
              >
                <span className="min-w-0 flex-1 truncate" title={value}>
                  {value}
                </span>
                {isOn ? (
                  <>
                    <span className="sr-only">, remove this filter</span>
                    <X className="size-3.5" aria-hidden="true" />
                  </>
                ) : (
                  <span className="text-muted tabular-nums">{formatCount(count)}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
