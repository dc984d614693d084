// The search field: a GET form that works without JavaScript; with it, "/" focuses, submitting keeps the page, what is
// typed can be completed, and where results are shown they follow it.
'use client';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { searchHref } from '@/app/_links';
import { beginLoading } from './loading';
import { SearchToggles } from './search-toggles';
import { SuggestionList } from './suggestion-list';
import { useSuggestions } from './use-suggestions';

interface SearchBoxProps {
  initial: string;
  size: 'compact' | 'large';
  /** Set if searching is what the page is for. */
  autoFocus?: boolean;
  /** True where the page shows results: they follow what is typed. */
  isLive?: boolean;
}

/** How long nothing is typed before it is searched for. */
const PAUSE_MS = 300;

export function SearchBox({ initial, size, autoFocus = false, isLive = false }: SearchBoxProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [isPending, startTransition] = useTransition();
  const typed = useRef<Typed>({ timer: undefined, asked: [] });
  const shown = useRef(initial);
  const [query, setQuery] = useState(initial);
  const suggestions = useSuggestions(input, onChanged);

  // Another query has come than any that was asked for here, some of which may come late: by a link, or by going back.
  useEffect(() => {
    if (shown.current === initial) return;
    shown.current = initial;
    if (typed.current.asked.includes(initial) || !input.current) return;
    forget(typed.current);
    input.current.value = initial;
    setQuery(initial);
  }, [initial]);
  useEffect(() => {
    const state = typed.current;
    const onPopState = () => forget(state);
    window.addEventListener('popstate', onPopState);
    return () => {
      forget(state);
      window.removeEventListener('popstate', onPopState);
    };
  }, []);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      if (target.closest('input, textarea, select, [contenteditable], [role="dialog"]')) return;
      event.preventDefault();
      const field = input.current;
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const href = searchHref(input.current?.value ?? '');
    suggestions.close();
    forget(typed.current);
    if (href === window.location.pathname + window.location.search) return startTransition(() => router.refresh());
    beginLoading();
    startTransition(() => router.push(href));
  }

  function onInput() {
    suggestions.onInput();
    onChanged();
  }

  function onToggle(next: string) {
    if (!input.current) return;
    input.current.value = next;
    onChanged();
  }

  function onChanged() {
    setQuery(input.current?.value ?? '');
    if (!isLive) return;
    clearTimeout(typed.current.timer);
    typed.current.timer = setTimeout(() => {
      const q = input.current?.value ?? '';
      // What is typed in one go is one step of the history: going back leads to the query before it.
      const isFirst = typed.current.asked.length === 0;
      if (q === (typed.current.asked.at(-1) ?? initial)) return;
      typed.current.asked.push(q);
      const href = searchHref(q);
      startTransition(() => (isFirst ? router.push(href) : router.replace(href)));
    }, PAUSE_MS);
  }

  const isLarge = size === 'large';
  return (
    <search>
      <form action="/search" method="get" onSubmit={onSubmit} aria-busy={isPending} className="relative">
        <Search
          aria-hidden="true"
          className={clsx(
            'pointer-events-none absolute top-1/2 -translate-y-1/2 text-muted',
            isLarge ? 'left-4 size-5' : 'left-3 size-4',
          )}
        />
        <input
          ref={input}
          type="text"
          inputMode="search"
          name="q"
          {...suggestions.field}
          onInput={onInput}
          defaultValue={initial}
          // biome-ignore lint/a11y/noAutofocus: on the page whose one purpose is searching, the field is where people begin.
          autoFocus={autoFocus}
          aria-label="Search code"
          aria-keyshortcuts="/"
          placeholder={isLarge ? 'Search code: words, "phrases", /patterns/, repo:, file:, lang:' : 'Search code'}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={2000}
          className={clsx(
            'w-full border border-line-strong bg-surface font-mono text-ink transition-shadow placeholder:font-sans focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent',
            isLarge
              ? 'h-13 rounded-xl pr-24 pl-12 sm:pr-52 text-base shadow-float placeholder:text-base'
              : 'h-9 rounded-lg pr-3 pl-9 sm:pr-26 lg:pr-32 text-xs placeholder:text-sm max-sm:text-base',
          )}
        />
        {isLarge ? (
          <button
            type="submit"
            className="absolute top-1.5 right-1.5 h-10 rounded-lg bg-accent px-4 text-sm font-medium text-on-accent transition-colors hover:bg-accent-strong"
          >
            Search
          </button>
        ) : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 right-25 hidden -translate-y-1/2 rounded border border-line px-1.5 font-mono text-2xs text-muted lg:block"
          >
            /
          </span>
        )}
        <SearchToggles
          query={query}
          onToggle={onToggle}
          className={clsx('absolute max-sm:hidden', isLarge ? 'top-3 right-26' : 'top-1 right-1.5')}
        />
        {suggestions.shown && (
          <SuggestionList
            id={suggestions.listId}
            suggestions={suggestions.shown.suggestions}
            active={suggestions.shown.active}
            isCompact={!isLarge}
            onTake={suggestions.take}
          />
        )}
      </form>
    </search>
  );
}

interface Typed {
  timer: ReturnType<typeof setTimeout> | undefined;
  /** What was searched for since typing began. */
  asked: string[];
}

function forget(typed: Typed): void {
  clearTimeout(typed.timer);
  typed.asked = [];
}
