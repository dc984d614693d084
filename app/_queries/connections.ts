// Connections to code hosts, changed from the browser.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { Connection } from '@/lib/connections/connection';
import type { ConnectionRun } from '@/lib/connections/connection-run';
import type { ConnectionChanges, NewConnection } from '@/lib/connections/connection-settings';
import { requestJson } from './request-json';

const ADDRESS = '/api/v1/connections';

export function useAddConnection() {
  return useMutation({
    mutationFn: (body: NewConnection) => requestJson<Connection>(ADDRESS, { method: 'POST', body }),
  });
}

export function useChangeConnection(id: string) {
  return useMutation({
    mutationFn: (body: ConnectionChanges) => requestJson<Connection>(`${ADDRESS}/${id}`, { method: 'PATCH', body }),
  });
}

export function useSyncConnection(id: string) {
  return useMutation({
    mutationFn: () => requestJson<ConnectionRun>(`${ADDRESS}/${id}/sync`, { method: 'POST' }),
  });
}

export function useDeleteConnection(id: string) {
  return useMutation({ mutationFn: () => requestJson<null>(`${ADDRESS}/${id}`, { method: 'DELETE' }) });
}
