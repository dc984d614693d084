// Where notifications go, in the browser, for administrators.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AddedTarget, NewTarget } from '@/lib/notifications/add-target';
import type { NotificationTarget, TestOutcome } from '@/lib/notifications/notification-target';
import { requestJson } from './request-json';

const ADDRESS = '/api/v1/notifications';

interface Targets {
  targets: NotificationTarget[];
}

/** Looks again now and then: what waits is sent meanwhile. */
export function useNotificationTargets(initial: Targets) {
  return useQuery({
    queryKey: ['notifications'],
    queryFn: () => requestJson<Targets>(ADDRESS),
    initialData: initial,
    staleTime: 5_000,
    refetchInterval: 10_000,
  });
}

function useChange<I, O>(send: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['notifications'] }) });
}

export function useAddTarget() {
  return useChange((body: NewTarget) => requestJson<AddedTarget>(ADDRESS, { method: 'POST', body }));
}

export function useRemoveTarget(id: string) {
  return useChange(() => requestJson<null>(`${ADDRESS}/${id}`, { method: 'DELETE' }));
}

export function useTestTarget(id: string) {
  return useChange(() => requestJson<TestOutcome>(`${ADDRESS}/${id}/test`, { method: 'POST' }));
}
