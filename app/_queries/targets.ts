// Targets, tried from the browser: it takes seconds, which a page that only loads would not show.
'use client';
import { useMutation } from '@tanstack/react-query';
import type { Target } from '@/lib/targets/target';
import { requestJson } from './request-json';

export function useTestTarget(id: string) {
  return useMutation({ mutationFn: () => requestJson<Target>(`/api/v1/targets/${id}/test`, { method: 'POST' }) });
}
