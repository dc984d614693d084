// Invites somebody; the link is shown once, to be handed over.
'use client';
import type { FormEvent } from 'react';
import { ActionForm } from '@/app/_components/ui/action-form';
import { Button } from '@/app/_components/ui/button';
import { CopyField } from '@/app/_components/ui/copy-field';
import { CheckField, Field } from '@/app/_components/ui/field';
import { Notice } from '@/app/_components/ui/notice';
import { useForm } from '@/app/_components/ui/sent-form';
import { isTicked, wordOf } from '@/app/_forms/fields';
import { useInvite } from '@/app/_queries/people';

export function InviteForm() {
  const invite = useInvite();
  const { ref, sent, error } = useForm('invite', invite);
  const made = invite.data ?? null;
  const link = made?.link ?? (invite.isIdle ? sent?.shown.link : undefined);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    const values = new FormData(form);
    invite.mutate(
      { email: wordOf(values, 'email'), is_admin: isTicked(values, 'admin') },
      { onSuccess: () => form.reset() },
    );
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
      <CheckField
        name="admin"
        defaultChecked={sent?.values.admin !== undefined}
        label="Administrator"
        hint="May also invite, disable and delete people, and set up webhooks and notifications. Everybody who signs in may add, change, sync and delete repositories."
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
