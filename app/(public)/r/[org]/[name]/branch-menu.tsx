// Which branch, tag or commit is shown, and the others to go to. A plain disclosure with links and a form: it works
// without JavaScript; with it, typing narrows the list, arrow keys walk along it and Escape closes it.
'use client';
import { ChevronDown, GitBranch } from 'lucide-react';
import Link from 'next/link';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { shortSha } from '@/app/_format';
import { refsHref, repoHref } from '@/app/_links';
import { requestJson } from '@/app/_queries/request-json';
import type { RefChoice, RefChoices } from '@/lib/browse/find-refs';
import { RefList, type RefPlace } from './ref-list';

interface BranchMenuProps {
  repo: string;
  /** As its address names it; null while a commit is shown instead of a branch or tag. */
  current: string | null;
  commit: string;
  /** The first ones, to begin with. */
  branches: RefChoice[];
  at: RefPlace;
}

/** Typing is waited for so long. */
const PAUSE_MS = 150;

export function BranchMenu({ repo, current, commit, branches, at }: BranchMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const [found, setFound] = useState<RefChoices | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    if (!isOpen) return;
    let isOver = false;
    const timer = setTimeout(
      () => {
        requestJson<RefChoices>(`${repoHref(repo)}/refs/list?filter=${encodeURIComponent(filter)}`).then(
          (choices) => {
            if (isOver) return;
            setFound(choices);
            setFailure(null);
          },
          (error: Error) => !isOver && setFailure(error.message),
        );
      },
      filter === '' ? 0 : PAUSE_MS,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isOpen, filter, repo]);

  useEffect(() => {
    function onPointerDown(event: PointerEvent) {
      if (menu.current && !menu.current.contains(event.target as Node)) menu.current.open = false;
    }
    if (isOpen) document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, [isOpen]);

  function close() {
    if (menu.current) menu.current.open = false;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!menu.current?.open) return;
    if (event.key === 'Escape') {
      close();
      menu.current.querySelector('summary')?.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [...menu.current.querySelectorAll<HTMLElement>('summary, input[type="search"], ul a')];
    const place = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.min(Math.max(place + step, 0), stops.length - 1)]?.focus();
  }

  const shown = found ?? { branches, tags: [], hasMoreBranches: false, hasMoreTags: false };
  const list = { repo, at, current, onChoose: close };
  return (
    <details
      ref={menu}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={onKeyDown}
      className="relative shrink-0 text-ink"
    >
      <summary className="flex h-8 list-none items-center gap-2 rounded-lg border border-line-strong/60 bg-surface px-2.5 text-xs font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <GitBranch className="size-3.5 text-muted" aria-hidden="true" />
        <span className="sr-only">Branch: </span>
        <span className="max-w-48 truncate">{current ?? `commit ${shortSha(commit)}`}</span>
        <ChevronDown className="size-3.5 text-muted" aria-hidden="true" />
      </summary>
      <div className="absolute left-0 z-20 mt-1 flex max-h-[min(24rem,60dvh)] w-72 max-w-[calc(100vw-2rem)] animate-rise flex-col rounded-lg border border-line bg-surface p-1 shadow-float">
        <form action={refsHref(repo)} method="get" className="p-1">
          {at.path && <input type="hidden" name="path" value={at.path} />}
          {at.isCommits && <input type="hidden" name="commits" value="1" />}
          {at.path && at.isFile && <input type="hidden" name="file" value="1" />}
          <input
            type="search"
            name="filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            maxLength={255}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-label="Find a branch or tag"
            placeholder="Find a branch or tag"
            className="h-8 w-full rounded-md border border-line-strong bg-surface px-2 text-xs max-sm:text-base"
          />
        </form>
        <div className="min-h-0 overflow-y-auto">
          <RefList {...list} refs={shown.branches} />
          {shown.hasMoreBranches && <More what="branches" />}
          {shown.tags.length > 0 && <p className="mt-1 px-2 py-1 text-2xs font-semibold text-muted">Tags</p>}
          <RefList {...list} refs={shown.tags} />
          {shown.hasMoreTags && <More what="tags" />}
          {found && found.branches.length + found.tags.length === 0 && (
            <p className="px-2 py-1.5 text-xs text-muted">No branch or tag has such a name.</p>
          )}
          {failure && <p className="px-2 py-1.5 text-xs text-bad">{failure}</p>}
        </div>
        <Link
          href={refsHref(repo, { ...at, filter })}
          prefetch={false}
          onClick={close}
          className="border-t border-line px-2 py-1.5 text-xs text-accent hover:underline"
        >
          All branches and tags
        </Link>
      </div>
    </details>
  );
}

function More({ what }: { what: string }) {
  return <p className="px-2 py-1.5 text-2xs text-muted">And more {what}: type a part of the name.</p>;
}
