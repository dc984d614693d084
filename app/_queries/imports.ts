// Many repositories at once, from the browser.
'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Imported, NewImport } from '@/lib/imports/import-settings';
import { requestJson } from './request-json';

export function useImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewImport) => requestJson<Imported>('/api/v1/imports', { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['repos'] }),
  });
}
