// Adds a webhook or an e-mail address; what a webhook is signed with is shown once.
'use client';
import type { FormEvent } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { Field } from '@/app/_components/ui/forms/field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { newTargetOf } from '@/app/_forms/input/target-input';
import { useAddTarget } from '@/app/_queries/notifications';
import { calledTarget } from './called-target';

interface NotificationFormProps {
  hasMail: boolean;
  /** Whether a target is still there. */
  isThere: (id: string) => boolean;
}

export function NotificationForm({ hasMail, isThere }: NotificationFormProps) {
  const add = useAddTarget();
  const { ref, sent, error } = useForm('add-target', add);
  const added = add.data && isThere(add.data.target.id) ? add.data : null;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    add.mutate(newTargetOf(new FormData(form)), { onSuccess: () => form.reset() });
  }

  return (
    <ActionForm
      action="add-target"
      ref={ref}
      onSubmit={onSubmit}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Tell somebody</h3>
      <Field
        label="Webhook or e-mail address"
        name="address"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={error}
        hint={
          <>
            Slack, Mattermost and Discord give out webhook addresses; any other server gets the same as JSON.
            {!hasMail && ' For e-mail, FRESHET_SMTP_URL and FRESHET_MAIL_FROM need to be set where this server starts.'}
          </>
        }
      />
      <Field
        label="Name (optional)"
        name="name"
        defaultValue={sent?.values.name}
        maxLength={100}
        autoComplete="off"
        hint="Tells two channels on one host apart: the rest of an address is a secret, and not shown."
      />
      {added && <Added key={added.target.id} called={calledTarget(added.target)} secret={added.secret} />}
      {add.isIdle && sent?.shown.called && <Added called={sent.shown.called} secret={sent.shown.secret ?? null} />}
      <div>
        <Button look="primary" type="submit" isBusy={add.isPending}>
          Add
        </Button>
      </div>
    </ActionForm>
  );
}

function Added({ called, secret }: { called: string; secret: string | null }) {
  if (secret === null) return <Notice look="ok" isLive title={`${called} is told from now on.`} />;
  return (
    <Notice look="ok" isLive title={`${called} is told from now on`}>
      <p className="mb-2">
        A server of your own can check each message by this secret, which is shown only now: the header
        Freshet-Signature is sha256= and the HMAC-SHA256 of the body in hexadecimal digits.
      </p>
      <CopyField isNew label={`Secret for messages to ${called}`} value={secret} />
    </Notice>
  );
}
