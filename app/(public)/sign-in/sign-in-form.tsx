// Signs in by e-mail and password, or through a provider.
'use client';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { signInMessage } from '@/app/_auth/sign-in-messages';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import { wordOf } from '@/app/_forms/field/fields';

interface SignInFormProps {
  providers: { id: string; name: string }[];
  next: string;
  /** The code with which a provider sent the visitor back. */
  error: string | null;
}

export function SignInForm({ providers, next, error }: SignInFormProps) {
  const [isPending, setPending] = useState(false);
  const sent = useSent('sign-in');
  const elsewhere = useSent('sign-in-with')?.error ?? null;
  const [message, setMessage] = useState(sent?.error ?? elsewhere ?? (error && signInMessage(error)));
  const refused = useRefusal<HTMLDivElement>(message);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = new FormData(event.currentTarget);
    setPending(true);
    setMessage(null);
    try {
      const answer = await signIn('credentials', {
        email: wordOf(form, 'email'),
        password: wordOf(form, 'password'),
        callbackUrl: next,
        redirect: false,
      });
      if (answer?.ok && !answer.error) {
        // A full load: every part of the page is for somebody else now.
        window.location.assign(next);
        return;
      }
      setMessage(signInMessage(answer?.error ?? ''));
    } catch {
      setMessage('The server did not answer. Check your connection and try again.');
    }
    setPending(false);
  }

  return (
    <div ref={refused} className="grid gap-6">
      {message && (
        <Notice look="bad" isLive>
          {message}
        </Notice>
      )}
      {providers.length > 0 && (
        <div className="grid gap-2">
          {providers.map(({ id, name }) => (
            <ActionForm
              key={id}
              action="sign-in-with"
              fields={{ id, next }}
              onSubmit={() => signIn(id, { callbackUrl: next })}
              className="grid"
            >
              <Button type="submit" className="h-10">
                Continue with {name}
              </Button>
            </ActionForm>
          ))}
          <p className="mt-3 flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
        </div>
      )}
      <ActionForm action="sign-in" fields={{ next }} onSubmit={onSubmit} className="grid gap-5">
        <Field
          label="E-mail"
          name="email"
          type="email"
          defaultValue={sent?.values.email}
          required
          autoComplete="username"
        />
        <Field label="Password" name="password" type="password" required autoComplete="current-password" />
        <Button look="primary" type="submit" isBusy={isPending} className="h-10">
          {isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </ActionForm>
    </div>
  );
}
