// Whether another page of ours is on its way: for whoever begins it and whoever shows it.
'use client';
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let isLoading = false;

function set(value: boolean): void {
  if (isLoading === value) return;
  isLoading = value;
  for (const listener of listeners) listener();
}

export function beginLoading(): void {
  set(true);
}

export function endLoading(): void {
  set(false);
}

export function useLoading(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isLoading,
    () => false,
  );
}
