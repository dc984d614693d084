// Webhooks in the browser, for administrators.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Webhook } from '@/lib/webhooks/records/webhook';
import { requestJson } from './request-json';

interface Webhooks {
  webhooks: Webhook[];
}

/** Looks again now and then: who sets one up waits for the first delivery. */
export function useWebhooks(initial: Webhooks) {
  return useQuery({
    queryKey: ['webhooks'],
    queryFn: () => requestJson<Webhooks>('/api/v1/webhooks'),
    initialData: initial,
    staleTime: 5_000,
    refetchInterval: 10_000,
  });
}

function useSecretChange<O>(host: Webhook['host'], method: 'POST' | 'DELETE') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => requestJson<O>(`/api/v1/webhooks/${host}/secret`, { method }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
}

export function useMakeSecret(host: Webhook['host']) {
  return useSecretChange<{ secret: string }>(host, 'POST');
}

export function useRemoveSecret(host: Webhook['host']) {
  return useSecretChange<null>(host, 'DELETE');
}
