// One's own sessions in the browser, and whether the one that a page was loaded in goes on.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Session } from '@/lib/accounts/sessions/session';
import { requestJson } from './request-json';

const ADDRESS = '/api/v1/me/sessions';
/** Until a page that is left open shows no more after its session has ended. */
const ASK_MS = 10_000;

interface Sessions {
  sessions: Session[];
}

export function useSessions(initial: Sessions) {
  return useQuery({
    queryKey: ['sessions'],
    queryFn: () => requestJson<Sessions>(ADDRESS),
    initialData: initial,
    staleTime: 5_000,
  });
}

function useChange<I>(send: (input: I) => Promise<null>) {
  const client = useQueryClient();
  // Also if it failed: it may have ended meanwhile.
  return useMutation({ mutationFn: send, onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }) });
}

export function useEndSession() {
  return useChange((id: string) => requestJson<null>(`${ADDRESS}/${id}`, { method: 'DELETE' }));
}

export function useEndOtherSessions() {
  return useChange(() => requestJson<null>(ADDRESS, { method: 'DELETE' }));
}

/** Loads the page again once nobody is signed in any more: it then leads to signing in, and shows nothing. */
export function useSessionEnd(): void {
  const { data } = useQuery({
    queryKey: ['me'],
    queryFn: () => requestJson<{ person: object | null }>('/api/v1/me'),
    refetchInterval: ASK_MS,
  });
  const hasEnded = data?.person === null;
  useEffect(() => {
    if (hasEnded) window.location.reload();
  }, [hasEnded]);
}
