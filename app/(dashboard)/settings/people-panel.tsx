// Who may sign in: people and open invitations, for administrators.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { refusalOf, useSent } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import {
  useDeletePerson,
  useEndPersonsSessions,
  usePeople,
  useUpdatePerson,
  useWithdrawInvite,
} from '@/app/_queries/people';
import type { Invite } from '@/lib/accounts/invites/invite';
import type { Person } from '@/lib/accounts/person';
import { InviteForm } from './invite-form';

interface PeoplePanelProps {
  initial: { people: Person[]; invites: Invite[] };
  ownId: string | null;
  canWrite: boolean;
  /** The slugs of the organisations that somebody may be invited to. */
  orgs: readonly string[];
}

export function PeoplePanel({ initial, ownId, canWrite, orgs }: PeoplePanelProps) {
  const { data } = usePeople(initial);
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {data.people.map((person) => (
          <PersonRow key={person.id} person={person} isSelf={person.id === ownId} canWrite={canWrite} />
        ))}
        {data.invites.map((invite) => (
          <InviteRow key={invite.id} invite={invite} canWrite={canWrite} />
        ))}
      </ul>
      {canWrite && <InviteForm orgs={orgs} />}
    </div>
  );
}

function PersonRow({ person, isSelf, canWrite }: { person: Person; isSelf: boolean; canWrite: boolean }) {
  const update = useUpdatePerson();
  const remove = useDeletePerson();
  const end = useEndPersonsSessions();
  const sentEnd = useSent('end-persons-sessions', person.id);
  const sentChange = useSent('change-person', person.id);
  const sentRemoval = useSent('delete-person', person.id);
  const error = refusalOf(update, sentChange) ?? refusalOf(remove, sentRemoval) ?? refusalOf(end, sentEnd);
  const standing = [person.is_admin && 'administrator', person.is_disabled && 'disabled', isSelf && 'you'];
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate text-sm font-medium">{person.name ?? person.email}</p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {[person.name && person.email, ...standing].filter(Boolean).join(' · ')}
          </p>
        </div>
        {canWrite && !isSelf && (
          <div className="flex flex-wrap gap-2">
            {!person.is_disabled && (
              <ConfirmButton
                label="Sign out"
                subject={person.email}
                title={`Sign ${person.email} out everywhere?`}
                text="All their sessions end at once. They may sign in again."
                action="end-persons-sessions"
                fields={{ id: person.id }}
                onConfirm={() => end.mutate(person.id)}
              />
            )}
            <ActionForm
              action="change-person"
              fields={{ id: person.id, disabled: String(!person.is_disabled) }}
              onSubmit={() => update.mutate({ id: person.id, is_disabled: !person.is_disabled })}
            >
              <Button
                size="sm"
                type="submit"
                isBusy={update.isPending}
                aria-label={`${person.is_disabled ? 'Enable' : 'Disable'} ${person.email}`}
              >
                {person.is_disabled ? 'Enable' : 'Disable'}
              </Button>
            </ActionForm>
            <ConfirmButton
              label="Delete"
              subject={person.email}
              title={`Delete the account of ${person.email}?`}
              text="Their sessions end at once. What they added stays, and organisations that they own alone become yours."
              action="delete-person"
              fields={{ id: person.id }}
              onConfirm={() => remove.mutate(person.id)}
            />
          </div>
        )}
      </div>
      {error && (
        <Notice look="bad" isLive className="mt-2">
          {error}
        </Notice>
      )}
      {(end.isSuccess || (end.isIdle && sentEnd?.text)) && (
        <Notice look="ok" isLive className="mt-2">
          Signed out everywhere.
        </Notice>
      )}
    </li>
  );
}

function InviteRow({ invite, canWrite }: { invite: Invite; canWrite: boolean }) {
  const withdraw = useWithdrawInvite();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate text-sm">{invite.email}</p>
        <p className="text-2xs text-muted">
          invited <RelativeTime at={invite.created_at} />
          {invite.is_admin && ' · administrator'}
        </p>
      </div>
      {canWrite && (
        <ActionForm action="withdraw-invite" fields={{ id: invite.id }} onSubmit={() => withdraw.mutate(invite.id)}>
          <Button
            size="sm"
            type="submit"
            isBusy={withdraw.isPending}
            aria-label={`Withdraw the invitation of ${invite.email}`}
          >
            Withdraw
          </Button>
        </ActionForm>
      )}
    </li>
  );
}
