// Changes one's own password.
'use client';
import type { FormEvent } from 'react';
import { useChangePassword } from '@/app/_queries/people';
import { Button } from './button';
import { Done } from './done';
import { Field } from './field';
import { Notice } from './notice';
import { useRefusal } from './use-refusal';

export function PasswordForm({ email }: { email: string }) {
  const change = useChangePassword();
  const refused = useRefusal(change.error);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    change.mutate(
      { current_password: String(values.get('current')), new_password: String(values.get('new')) },
      { onSuccess: () => form.reset() },
    );
  }

  return (
    <form
      method="post"
      ref={refused}
      onSubmit={onSubmit}
      onChange={change.isSuccess ? change.reset : undefined}
      className="grid max-w-sm gap-4"
    >
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <Field label="Current password" name="current" type="password" required autoComplete="current-password" />
      <Field
        label="New password"
        name="new"
        type="password"
        required
        minLength={12}
        maxLength={256}
        autoComplete="new-password"
        hint="At least 12 characters. Every other session of yours ends."
      />
      {change.isError && (
        <Notice look="bad" isLive>
          {change.error.message}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Change password
        </Button>
        <Done text={change.isSuccess ? 'Your password has been changed.' : null} />
      </div>
    </form>
  );
}
