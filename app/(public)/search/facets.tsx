// How the results spread over repositories and languages; each is a link that narrows the query or widens it again.
// Several of one kind are alternatives: what was not chosen stays there to be chosen.
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import Link from 'next/link';
import { formatCount } from '@/app/_format';
import { searchHref } from '@/app/_links';
import { toggleFilter } from '@/app/_query-terms';
import type { FacetValue } from '@/lib/search/rank/facets';
import { type FacetField, splitFacet } from './split-facet';

interface FacetsProps {
  query: string;
  repos: FacetValue[];
  languages: FacetValue[];
}

/** Values that are listed before somebody asks for more. */
const FIRST = 8;

export function Facets({ query, repos, languages }: FacetsProps) {
  return (
    <>
      <FacetGroup query={query} field="repo" title="Repository" facets={repos} />
      <FacetGroup query={query} field="lang" title="Language" facets={languages} />
    </>
  );
}

interface FacetGroupProps {
  query: string;
  field: FacetField;
  title: string;
  facets: FacetValue[];
}

function FacetGroup({ query, field, title, facets }: FacetGroupProps) {
  const { chosen, others } = splitFacet(query, field, facets);
  if (facets.length + chosen.length === 0) return null;
  const first = others.slice(0, FIRST);
  const more = others.slice(FIRST);
  return (
    <div>
      <h3 className="mb-1 px-2 text-2xs font-semibold text-muted">{title}</h3>
      <ul>
        {chosen.map(({ value, without }) => (
          <FacetLink key={value} value={value} href={searchHref(without)} isOn />
        ))}
        {first.map(({ value, count }) => (
          <FacetLink key={value} value={value} href={searchHref(toggleFilter(query, field, value))} count={count} />
        ))}
      </ul>
      {more.length > 0 && (
        <details>
          <summary className="rounded-md px-2 py-1 text-xs text-muted hover:text-accent">{more.length} more</summary>
          <ul>
            {more.map(({ value, count }) => (
              <FacetLink key={value} value={value} href={searchHref(toggleFilter(query, field, value))} count={count} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface FacetLinkProps {
  value: string;
  href: string;
  count?: number;
  /** True for what was chosen: the link takes it away. */
  isOn?: boolean;
}

function FacetLink({ value, href, count = 0, isOn = false }: FacetLinkProps) {
  return (
    <li>
      <Link
        href={href}
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
}
