// The board in the browser: read again while it is looked at, and hosts that are verified.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Board } from '@/lib/deliveries/board/board-item';
import type { Verification } from '@/lib/deliveries/verify/verification';
import type { Verifications, VerifyDeliveries } from '@/lib/deliveries/verify/verify-deliveries';
import { requestJson } from './request-json';

const BUSY_MS = 1400;
const QUIET_MS = 15_000;

/** `search` is the query of its address in the API, `initial` what the server rendered. */
export function useBoard(search: string, initial: Board) {
  return useQuery({
    queryKey: ['board', search],
    queryFn: () => requestJson<Board>(`/api/v1/board${search}`),
    initialData: initial,
    staleTime: BUSY_MS,
    refetchInterval: ({ state }) =>
      state.data?.items.some((item) => item.active_run_id !== null) ? BUSY_MS : QUIET_MS,
  });
}

/** Also if it failed: some of the hosts may have been looked at. */
function useLook<I, O>(look: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: look, onSettled: () => client.invalidateQueries({ queryKey: ['board'] }) });
}

export function useVerifyHost(deliveryId: string, targetId: string) {
  return useLook(() =>
    requestJson<Verification>(`/api/v1/deliveries/${deliveryId}/verify`, {
      method: 'POST',
      body: { target_ids: [targetId] },
    }),
  );
}

export function useVerifyMany() {
  return useLook((input: VerifyDeliveries) =>
    requestJson<Verifications>('/api/v1/deliveries/verify', { method: 'POST', body: input }),
  );
}
