// Changes one's own password.
'use client';
import type { FormEvent } from 'react';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { wordOf } from '@/app/_forms/field/fields';
import { useChangePassword } from '@/app/_queries/people';

export function PasswordForm({ email }: { email: string }) {
  const change = useChangePassword();
  const { ref, sent, error } = useForm('password', change);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    const values = new FormData(form);
    change.mutate(
      { current_password: wordOf(values, 'current'), new_password: wordOf(values, 'new') },
      { onSuccess: () => form.reset() },
    );
  }

  return (
    <ActionForm
      action="password"
      ref={ref}
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
      {error !== null && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" type="submit" isBusy={change.isPending}>
          Change password
        </Button>
        <Done
          text={change.isSuccess ? 'Your password has been changed.' : change.isIdle ? (sent?.text ?? null) : null}
        />
      </div>
    </ActionForm>
  );
}
