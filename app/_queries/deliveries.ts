// Delivery runs in the browser, followed live on their own page.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DeliveryRun } from '@/lib/deliveries/delivery-run';
import { requestJson } from './request-json';

const POLL_MS = 1500;
const OPEN: readonly DeliveryRun['status'][] = ['queued', 'waiting', 'running'];

export const isOpenRun = (run: DeliveryRun) => OPEN.includes(run.status);

/** A run followed by server-sent events, with the end of each log; read whole at its end. Polled if those do not get through. */
export function useLiveDeliveryRun(initial: DeliveryRun): DeliveryRun {
  const client = useQueryClient();
  const [isStreaming, setStreaming] = useState(false);
  const { id } = initial;
  const isOver = !isOpenRun(initial);

  useEffect(() => {
    if (isOver) return;
    const source = new EventSource(`/api/v1/delivery-runs/${id}/events`);
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      setStreaming(true);
      client.setQueryData(['delivery-run', id], JSON.parse(event.data));
    });
    source.addEventListener('end', () => {
      source.close();
      setStreaming(false);
      void client.invalidateQueries({ queryKey: ['delivery-run', id] });
    });
    source.addEventListener('gone', () => source.close());
    source.addEventListener('error', () => setStreaming(false));
    return () => source.close();
  }, [client, id, isOver]);

  const { data } = useQuery({
    queryKey: ['delivery-run', id],
    queryFn: () => requestJson<DeliveryRun>(`/api/v1/delivery-runs/${id}`),
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: ({ state }) => (isStreaming || (state.data && !isOpenRun(state.data)) ? false : POLL_MS),
  });
  return data;
}
