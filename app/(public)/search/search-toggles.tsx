// How the query is read, as links that switch it: they work without JavaScript, and the address says all.
import { CaseSensitive, Regex } from 'lucide-react';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { searchHref } from '@/app/_links';
import { hasFilter, toggleFilter } from '@/app/_query-terms';

const TOGGLES = [
  { field: 'case', value: 'yes', label: 'Match case', icon: CaseSensitive },
  { field: 'patterntype', value: 'regexp', label: 'Regular expression', icon: Regex },
] as const;

export function SearchToggles({ query }: { query: string }) {
  return (
    <ul className="flex gap-1" aria-label="How the query is read">
      {TOGGLES.map(({ field, value, label, icon: Icon }) => {
        const isOn = hasFilter(query, field, value);
        return (
          <li key={field}>
            <Link
              href={searchHref(toggleFilter(query, field, value))}
              prefetch={false}
              title={`${label}: ${isOn ? 'on' : 'off'} (${field}:${value})`}
              className={`${buttonStyle({ size: 'sm' })} ${isOn ? 'bg-accent-soft text-accent' : ''}`}
            >
              <Icon className="size-4" aria-hidden="true" />
              <span className="sr-only">
                {label}, {isOn ? 'on' : 'off'}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
