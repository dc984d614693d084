// People and invitations in the browser, for administrators; and one's own password.
'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Invite } from '@/lib/accounts/invites/invite';
import type { newInviteSchema } from '@/lib/accounts/invites/invite-person';
import type { Person } from '@/lib/accounts/person';
import { requestJson } from './request-json';

type NewInvite = z.infer<typeof newInviteSchema>;

interface People {
  people: Person[];
  invites: Invite[];
}

export function usePeople(initial: People) {
  return useQuery({
    queryKey: ['people'],
    queryFn: () => requestJson<People>('/api/v1/people'),
    initialData: initial,
    staleTime: 5_000,
  });
}

function useChange<I, O>(send: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }) });
}

export function useInvite() {
  return useChange((body: NewInvite) =>
    requestJson<{ invite: Invite; link: string }>('/api/v1/invites', { method: 'POST', body }),
  );
}

export function useWithdrawInvite() {
  return useChange((id: string) => requestJson<null>(`/api/v1/invites/${id}`, { method: 'DELETE' }));
}

export function useUpdatePerson() {
  return useChange(({ id, ...body }: { id: string; is_admin?: boolean; is_disabled?: boolean }) =>
    requestJson<Person>(`/api/v1/people/${id}`, { method: 'PATCH', body }),
  );
}

export function useDeletePerson() {
  return useChange((id: string) => requestJson<null>(`/api/v1/people/${id}`, { method: 'DELETE' }));
}

export function useEndPersonsSessions() {
  return useMutation({
    mutationFn: (id: string) => requestJson<null>(`/api/v1/people/${id}/sessions`, { method: 'DELETE' }),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      requestJson<null>('/api/v1/me/password', { method: 'POST', body }),
  });
}
