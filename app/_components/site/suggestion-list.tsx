// The list of what a search field offers, below it: as wide as the page on a phone.
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import type { Suggestion } from '@/lib/search/suggest/suggestion';

const WORDS: Record<Suggestion['kind'], string> = {
  filter: 'filter',
  value: '',
  repo: 'repository',
  path: 'file',
  language: 'language',
  branch: 'branch',
  org: 'organisation',
  symbol: 'definition',
};

interface SuggestionListProps {
  id: string;
  suggestions: Suggestion[];
  /** Index of the one that Enter takes; -1 if none. */
  active: number;
  isCompact: boolean;
  onTake: (suggestion: Suggestion) => void;
}

export function SuggestionList({ id, suggestions, active, isCompact, onTake }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Suggestions"
      // The field keeps the focus, wherever in the list somebody presses: without it the list goes before a click is one.
      onMouseDown={(event) => event.preventDefault()}
      className={clsx(
        'absolute inset-x-0 top-full z-40 mt-1 max-h-[min(24rem,50dvh)] overflow-y-auto rounded-lg border border-line bg-surface py-1 text-left shadow-float',
        // The header is what it lies in there.
        isCompact && 'max-sm:fixed max-sm:inset-x-2 max-sm:top-14 max-sm:mt-0',
      )}
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and its keys take what is chosen.
        <div
          key={`${suggestion.kind} ${suggestion.text}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onClick={() => onTake(suggestion)}
          className={clsx(
            'flex cursor-pointer items-baseline gap-3 px-3 py-1.5 text-xs hover:bg-sunken max-sm:py-2.5',
            index === active && 'bg-accent-soft',
          )}
        >
          <span className="min-w-0 flex-1 font-mono [overflow-wrap:anywhere]">{suggestion.text}</span>
          <span className="max-w-[55%] text-right text-2xs text-muted">
            {suggestion.detail ?? WORDS[suggestion.kind]}
          </span>
        </div>
      ))}
    </div>
  );
}
