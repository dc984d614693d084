// The lines that a page's address names (#L10-L20), and who wants to know when they change.
'use client';
import { useSyncExternalStore } from 'react';

export type LineRange = [start: number, end: number];

const ANCHOR = /^#L(\d{1,8})(?:-L?(\d{1,8}))?$/;
const CHANGED = 'freshet:anchor';

/** Null for an address that names no line. */
export function lineRange(hash: string): LineRange | null {
  const match = ANCHOR.exec(hash);
  if (!match) return null;
  const start = Number(match[1]);
  const end = Number(match[2] ?? match[1]);
  return start <= end ? [start, end] : [end, start];
}

/**
 * Makes the address name these lines. Through the history and not as a link would: the router would not know the page
 * again on the way back.
 */
export function nameLines([start, end]: LineRange, how: 'push' | 'replace'): void {
  const hash = start === end ? `#L${start}` : `#L${start}-L${end}`;
  if (how === 'push') window.history.pushState(null, '', hash);
  else window.history.replaceState(null, '', hash);
  window.dispatchEvent(new Event(CHANGED));
}

export function onAnchor(listener: () => void): () => void {
  const events = [CHANGED, 'hashchange', 'popstate'];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

/** The address from its # on; empty on the server. */
export function useAnchor(): string {
  return useSyncExternalStore(
    onAnchor,
    () => window.location.hash,
    () => '',
  );
}
