// How a query is read, as switches that are links: they work without JavaScript, and the address says all.
'use client';
import { clsx } from 'clsx';
import { CaseSensitive, Regex, WholeWord } from 'lucide-react';
import Link from 'next/link';
import type { KeyboardEvent, MouseEvent } from 'react';
import { searchHref } from '@/app/_links';
import { hasFilter, toggleOption } from '@/app/_query-terms';

const TOGGLES = [
  { field: 'case', value: 'yes', label: 'Match case', icon: CaseSensitive },
  { field: 'word', value: 'yes', label: 'Whole words', icon: WholeWord },
  { field: 'patterntype', value: 'regexp', label: 'Regular expression', icon: Regex },
] as const;

interface SearchTogglesProps {
  query: string;
  className?: string;
  /** Takes the query as it is switched to; without it the link is followed. */
  onToggle?: (query: string) => void;
}

export function SearchToggles({ query, className, onToggle }: SearchTogglesProps) {
  function onClick(event: MouseEvent, next: string) {
    if (!onToggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onToggle(next);
  }
  return (
    <ul className={clsx('flex gap-0.5', className)} aria-label="How the query is read">
      {TOGGLES.map(({ field, value, label, icon: Icon }) => {
        const isOn = hasFilter(query, field, value);
        const next = toggleOption(query, field, value);
        return (
          <li key={field}>
            <Link
              href={searchHref(next)}
              prefetch={false}
              role="button"
              aria-pressed={isOn}
              aria-label={label}
              title={`${label} (${field}:${value})`}
              onClick={(event) => onClick(event, next)}
              onKeyDown={pressBySpace}
              className={clsx(
                'flex size-7 items-center justify-center rounded-md transition-colors hover:bg-sunken',
                isOn ? 'bg-accent-soft text-accent' : 'text-muted hover:text-ink',
              )}
            >
              <Icon className="size-4" aria-hidden="true" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** A link knows Enter alone; what is a button to whoever hears it is pressed by the space bar, too. */
function pressBySpace(event: KeyboardEvent<HTMLAnchorElement>): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  event.currentTarget.click();
}
