// Asks the server how it is: as a heartbeat of open pages, and for how many repositories need attention.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { Health } from '@/app/_http/health';
import { requestJson } from './request-json';

/** Read again every `everyMs` while the page is looked at. It waits for no busy database, so it costs little. */
export function useHealth(everyMs: number) {
  return useQuery({
    queryKey: ['health'],
    queryFn: () => requestJson<Health>('/api/health'),
    refetchInterval: everyMs,
    retry: false,
  });
}
