// "2 hours ago", kept true while the page is open; the exact time shows on hover and to programs.
'use client';
import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '@/app/_format';

const TICK_MS = 10_000;
const listeners = new Set<(now: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer serves every time on the page. */
function onTick(listener: (now: number) => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify(Date.now());
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** What is closer than this is "just now" in the past, which it would be nonsense to say of what is to come. */
const CLOSE_MS = 5000;

/** `at` is ISO 8601. `isAhead`: of what is to come; from shortly before its time on it is "soon". */
export function RelativeTime({ at, isAhead = false }: { at: string; isAhead?: boolean }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => onTick(setNow), []);
  const date = new Date(at);
  const isDue = isAhead && now > date.getTime() - CLOSE_MS;
  return (
    <time dateTime={at} title={formatExact(date)} suppressHydrationWarning>
      {isDue ? 'soon' : formatRelative(date, new Date(isAhead ? now : Math.max(now, date.getTime())))}
    </time>
  );
}
