// Who has a role of their own in an organisation, and a form to let somebody in.
'use client';
import { ROLE_OPTIONS } from '@/app/_components/site/role-words';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import type { OrgMember } from '@/lib/orgs/members/member';
import type { Org } from '@/lib/orgs/org';

interface MembersPanelProps {
  org: Org;
  members: OrgMember[];
  ownId: string | null;
  canWrite: boolean;
}

export function MembersPanel({ org, members, ownId, canWrite }: MembersPanelProps) {
  return (
    <div className="grid grid-cols-1 gap-4">
      {members.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {members.map((member) => (
            <MemberRow
              key={member.person_id}
              org={org}
              member={member}
              isSelf={member.person_id === ownId}
              canWrite={canWrite}
            />
          ))}
        </ul>
      )}
      {canWrite && org.you_may.includes('manage') && <AddMember org={org} />}
    </div>
  );
}

/** Owners are for owners to make and to change. */
function rolesFor(org: Org) {
  return org.you_may.includes('own') ? ROLE_OPTIONS : ROLE_OPTIONS.filter(({ value }) => value !== 'owner');
}

function MemberRow({
  org,
  member,
  isSelf,
  canWrite,
}: Omit<MembersPanelProps, 'members' | 'ownId'> & { member: OrgMember; isSelf: boolean }) {
  const canChange = canWrite && org.you_may.includes(member.role === 'owner' ? 'own' : 'manage');
  const fields = { id: member.person_id, org: org.slug };
  return (
    <li className="grid gap-2 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate text-sm font-medium">{member.name ?? member.email}</p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {[member.name && member.email, !canChange && member.role, isSelf && 'you'].filter(Boolean).join(' · ')}
          </p>
        </div>
        {canChange && (
          <ActionForm action="change-member" fields={fields} className="flex items-center gap-2">
            <SelectField
              label={`Role of ${member.email}`}
              isLabelHidden
              name="role"
              defaultValue={member.role}
              options={rolesFor(org)}
            />
            <Button size="sm" type="submit" aria-label={`Save the role of ${member.email}`}>
              Save
            </Button>
          </ActionForm>
        )}
        {(canChange || (canWrite && isSelf)) && (
          <ActionForm action="remove-member" fields={fields}>
            <Button
              size="sm"
              type="submit"
              className="text-bad"
              aria-label={isSelf ? 'Leave' : `Remove ${member.email}`}
            >
              {isSelf ? 'Leave' : 'Remove'}
            </Button>
          </ActionForm>
        )}
      </div>
      <SentNotice form="change-member" subject={member.person_id} />
      <SentNotice form="remove-member" subject={member.person_id} />
    </li>
  );
}

function AddMember({ org }: { org: Org }) {
  const sent = useSent('add-member', org.slug);
  const ref = useRefusal(sent?.error);
  return (
    <ActionForm
      action="add-member"
      fields={{ id: org.slug }}
      ref={ref}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Add somebody</h3>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="E-mail"
          name="email"
          type="email"
          required
          autoComplete="off"
          defaultValue={sent?.error ? sent.values.email : ''}
          error={sent?.error ?? null}
          hint="Of somebody who has an account on this server."
        />
        <SelectField label="Role" name="role" defaultValue={sent?.values.role ?? 'member'} options={rolesFor(org)} />
      </div>
      <SentNotice form="add-member" subject={org.slug} isRefusalElsewhere />
      <div>
        <Button look="primary" type="submit">
          Add
        </Button>
      </div>
    </ActionForm>
  );
}
