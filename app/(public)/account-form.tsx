// The form that makes an account from a one-time link: the first administrator's, or an invited person's.
'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import { textOf, wordOf } from '@/app/_forms/field/fields';
import { Problem, requestJson } from '@/app/_queries/request-json';

interface AccountFormProps {
  /** The part of the API that takes the form. */
  action: '/api/v1/setup' | '/api/v1/invites/accept';
  token: string;
  /** The address that was invited; null if it is to be typed. */
  email: string | null;
  /** Where to go once signed in. */
  next: string;
}

export function AccountForm({ action, token, email, next }: AccountFormProps) {
  const form = action === '/api/v1/setup' ? 'setup' : 'invited';
  const sent = useSent(form);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState(sent?.error ?? null);
  const refused = useRefusal(error);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    const fields = new FormData(event.currentTarget);
    const name = textOf(fields, 'name');
    setPending(true);
    setError(null);
    try {
      await requestJson(action, {
        method: 'POST',
        body: {
          token,
          password: wordOf(fields, 'password'),
          ...(email === null ? { email: wordOf(fields, 'email') } : {}),
          ...(name ? { name } : {}),
        },
      });
      // A full load: every part of the page is for somebody else now.
      window.location.assign(next);
    } catch (cause) {
      setError(cause instanceof Problem ? cause.message : 'Something went wrong. Try again.');
      setPending(false);
    }
  }

  return (
    <ActionForm action={form} fields={{ token, next }} ref={refused} onSubmit={onSubmit} className="grid gap-5">
      {email === null ? (
        <Field
          label="E-mail"
          name="email"
          type="email"
          defaultValue={sent?.values.email}
          required
          autoComplete="username"
        />
      ) : (
        <Field label="E-mail" name="username" type="email" value={email} readOnly autoComplete="username" />
      )}
      <Field
        label="Name"
        name="name"
        defaultValue={sent?.values.name}
        maxLength={100}
        autoComplete="name"
        hint="May be left out."
      />
      <Field
        label="Password"
        name="password"
        type="password"
        required
        minLength={12}
        maxLength={256}
        autoComplete="new-password"
        hint="At least 12 characters."
      />
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <Button look="primary" type="submit" isBusy={isPending} className="h-10">
        {isPending ? 'One moment…' : 'Create account'}
      </Button>
    </ActionForm>
  );
}
