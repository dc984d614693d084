// Invites somebody; the link is shown once, to be handed over.
'use client';
import type { FormEvent } from 'react';
import { ROLE_OPTIONS } from '@/app/_components/site/role-words';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { newInviteOf } from '@/app/_forms/input/invite-input';
import { useInvite } from '@/app/_queries/people';

/** `orgs`: the slugs of the organisations that there are. */
export function InviteForm({ orgs }: { orgs: readonly string[] }) {
  const invite = useInvite();
  const { ref, sent, error } = useForm('invite', invite);
  const made = invite.data ?? null;
  const link = made?.link ?? (invite.isIdle ? sent?.shown.link : undefined);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    invite.mutate(newInviteOf(new FormData(form)), { onSuccess: () => form.reset() });
  }

  return (
    <ActionForm
      action="invite"
      ref={ref}
      onSubmit={onSubmit}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Invite somebody</h3>
      <Field
        label="E-mail"
        name="email"
        type="email"
        required
        autoComplete="off"
        defaultValue={sent?.values.email}
        error={error}
        hint="You get a link to hand over. It works once and for a week."
      />
      {orgs.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Organisation"
            name="org"
            defaultValue={sent?.values.org ?? ''}
            options={[
              { value: '', text: 'None: what is open to everybody' },
              ...orgs.map((value) => ({ value, text: value })),
            ]}
          />
          <SelectField
            label="Role in it"
            name="role"
            defaultValue={sent?.values.role ?? 'member'}
            options={ROLE_OPTIONS}
          />
        </div>
      )}
      <CheckField
        name="admin"
        defaultChecked={sent?.values.admin !== undefined}
        label="Administrator"
        hint="May do everything on this server: invite, disable and delete people, set up webhooks and notifications, and manage every repository."
      />
      {link && <InviteLink key={link} email={made?.invite.email ?? sent?.shown.email ?? ''} link={link} />}
      <div>
        <Button look="primary" type="submit" isBusy={invite.isPending}>
          Make a link
        </Button>
      </div>
    </ActionForm>
  );
}

function InviteLink({ email, link }: { email: string; link: string }) {
  return (
    <Notice look="ok" isLive title={`A link for ${email}, shown only now`}>
      <div className="mt-2">
        <CopyField label="Invitation link" value={link} />
      </div>
    </Notice>
  );
}
