// Adds a webhook or an e-mail address; what a webhook is signed with is shown once.
'use client';
import type { FormEvent } from 'react';
import { useAddTarget } from '@/app/_queries/notifications';
import type { AddedTarget, NewTarget } from '@/lib/notifications/add-target';
import { Button } from './button';
import { calledTarget } from './called-target';
import { CopyField } from './copy-field';
import { Field } from './field';
import { Notice } from './notice';
import { useRefusal } from './use-refusal';

interface NotificationFormProps {
  hasMail: boolean;
  /** Whether a target is still there. */
  isThere: (id: string) => boolean;
}

export function NotificationForm({ hasMail, isThere }: NotificationFormProps) {
  const add = useAddTarget();
  const refused = useRefusal(add.error);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const name = String(fields.get('name')).trim();
    const target = targetFrom(String(fields.get('address')));
    add.mutate(name === '' ? target : { ...target, name }, { onSuccess: () => form.reset() });
  }

  return (
    <form
      method="post"
      ref={refused}
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
        error={add.error?.message ?? null}
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
        maxLength={100}
        autoComplete="off"
        hint="Tells two channels on one host apart: the rest of an address is a secret, and not shown."
      />
      {add.data && isThere(add.data.target.id) && <Added key={add.data.target.id} {...add.data} />}
      <div>
        <Button look="primary" type="submit" isBusy={add.isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}

function Added({ target, secret }: AddedTarget) {
  const called = calledTarget(target);
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

/** What has no scheme and an @ is an e-mail address; the server says what is wrong with anything else. */
function targetFrom(text: string): NewTarget {
  const address = text.trim();
  const isEmail = !/^[a-z][a-z0-9+.-]*:/i.test(address) && address.includes('@');
  return isEmail ? { kind: 'email', address } : { kind: 'webhook', url: address };
}
