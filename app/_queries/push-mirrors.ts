// The push mirrors of a repository in the browser: followed closely while one of them pushes.
'use client';
import { useQuery } from '@tanstack/react-query';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';
import { requestJson } from './request-json';

const POLL_MS = 1400;
const QUIET_MS = 15_000;

interface PushMirrors {
  items: PushMirror[];
}

const isUnderWay = ({ status }: PushMirror) => status === 'queued' || status === 'pushing';

/** `initial` is what the server rendered. */
export function usePushMirrors(repoId: string, initial: PushMirrors): PushMirror[] {
  const { data } = useQuery({
    queryKey: ['push-mirrors', repoId],
    queryFn: () => requestJson<PushMirrors>(`/api/v1/repos/${repoId}/push-mirrors`),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? POLL_MS : QUIET_MS),
  });
  return data.items;
}
