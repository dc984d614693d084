// Whether the server answers, as the requests of a page learn it: what fails is noted here, an answer clears it.
'use client';
import { useSyncExternalStore } from 'react';

/** Shorter than this is a lost packet or a restart behind a proxy: nothing to tell people of. */
const TELL_AFTER_MS = 3000;
/** A request that is open for so long counts as not answered: a browser that is cut off learns nothing else. */
const PATIENCE_MS = 12_000;

export const UNREACHABLE = 'The server does not answer.';

let trouble: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function setTrouble(text: string | null): void {
  clearTimeout(timer);
  timer = undefined;
  if (trouble === text) return;
  trouble = text;
  for (const notify of listeners) notify();
}

/** The server answered well, or that it refuses something. */
export function heardServer(): void {
  setTrouble(null);
}

/** It did not answer, or with a fault of its own, which `text` says. */
export function missedServer(text: string): void {
  if (trouble === null) timer ??= setTimeout(() => setTrouble(text), TELL_AFTER_MS);
}

/** Begins to wait for an answer; returns what ends that. */
export function awaitServer(): () => void {
  const patience = setTimeout(() => setTrouble(UNREACHABLE), PATIENCE_MS);
  return () => clearTimeout(patience);
}

/** What has been wrong with the server for some seconds, in a sentence; null while it answers. */
export function serverTrouble(): string | null {
  return trouble;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `serverTrouble`, as it changes. */
export function useServerTrouble(): string | null {
  return useSyncExternalStore(subscribe, serverTrouble, () => null);
}
