// The search field: a GET form that works without JavaScript; with it, "/" focuses and submitting keeps the page.
'use client';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useTransition } from 'react';
import { searchHref } from '@/app/_links';
import { beginLoading } from './loading';

interface SearchBoxProps {
  initial: string;
  size: 'compact' | 'large';
  /** Set if searching is what the page is for. */
  autoFocus?: boolean;
}

export function SearchBox({ initial, size, autoFocus = false }: SearchBoxProps) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [isPending, startTransition] = useTransition();

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
    const q = input.current?.value ?? '';
    beginLoading();
    startTransition(() => router.push(searchHref(q)));
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
          type="search"
          name="q"
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
              ? 'h-13 rounded-xl pr-24 pl-12 text-base shadow-float placeholder:text-base'
              : 'h-9 rounded-lg pr-9 pl-9 text-xs placeholder:text-sm max-sm:text-base',
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
            className="pointer-events-none absolute top-1/2 right-2.5 hidden -translate-y-1/2 rounded border border-line px-1.5 font-mono text-2xs text-muted sm:block"
          >
            /
          </span>
        )}
      </form>
    </search>
  );
}
