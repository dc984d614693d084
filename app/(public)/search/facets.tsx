// How the results spread over repositories and languages; each is a link that narrows the query or widens it again.
'use client';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import Link from 'next/link';
import { formatCount } from '@/app/_format';
import type { FacetGroup } from './facet-groups';

/** Values that are listed before somebody asks for more. */
const FIRST = 8;

/** Drawn twice on a page, for two widths: the browser is sent the groups once. */
export function Facets({ groups }: { groups: FacetGroup[] }) {
  return groups.map(({ title, chosen, others }) => (
    <div key={title}>
      <h3 className="mb-1 px-2 text-2xs font-semibold text-muted">{title}</h3>
      <ul>
        {chosen.map(({ value, href }) => (
          <FacetLink key={value} value={value} href={href} isOn />
        ))}
        {others.slice(0, FIRST).map(({ value, href, count }) => (
          <FacetLink key={value} value={value} href={href} count={count} />
        ))}
      </ul>
      {others.length > FIRST && (
        <details>
          <summary className="rounded-md px-2 py-1 text-xs text-muted hover:text-accent">
            {others.length - FIRST} more
          </summary>
          <ul>
            {others.slice(FIRST).map(({ value, href, count }) => (
              <FacetLink key={value} value={value} href={href} count={count} />
            ))}
          </ul>
        </details>
      )}
    </div>
  ));
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
