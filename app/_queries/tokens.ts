// Tokens in the browser.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewToken } from '@/lib/tokens/make-token';
import type { Token } from '@/lib/tokens/token';
import { requestJson } from './request-json';

const ADDRESS = '/api/v1/tokens';

interface Tokens {
  items: Token[];
}

/** Looks again now and then: who puts one somewhere waits for its first use. */
export function useTokens(initial: Tokens) {
  return useQuery({
    queryKey: ['tokens'],
    queryFn: () => requestJson<Tokens>(ADDRESS),
    initialData: initial,
    staleTime: 5_000,
    refetchInterval: 30_000,
  });
}

export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => requestJson<Token & { token: string }>(ADDRESS, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export function useRevokeToken(id: string) {
  const client = useQueryClient();
  // Also if it failed: it may have been revoked meanwhile.
  return useMutation({
    mutationFn: () => requestJson<null>(`${ADDRESS}/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
}
