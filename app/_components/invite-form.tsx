// Invites somebody; the link is shown once, to be handed over.
'use client';
import type { FormEvent } from 'react';
import { useInvite } from '@/app/_queries/people';
import { Button } from './button';
import { CopyField } from './copy-field';
import { CheckField, Field } from './field';
import { Notice } from './notice';
import { useRefusal } from './use-refusal';

export function InviteForm() {
  const invite = useInvite();
  const refused = useRefusal(invite.error);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    invite.mutate(
      { email: String(values.get('email')), is_admin: values.get('admin') === 'on' },
      { onSuccess: () => form.reset() },
    );
  }

  return (
    <form
      method="post"
      ref={refused}
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
        error={invite.error?.message ?? null}
        hint="You get a link to hand over. It works once and for a week."
      />
      <CheckField
        name="admin"
        label="Administrator"
        hint="May also invite, disable and delete people, and set up webhooks and notifications. Everybody who signs in may add, change, sync and delete repositories."
      />
      {invite.data && <InviteLink key={invite.data.link} email={invite.data.invite.email} link={invite.data.link} />}
      <div>
        <Button look="primary" type="submit" isBusy={invite.isPending}>
          Make a link
        </Button>
      </div>
    </form>
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
