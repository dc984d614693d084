// Signs in by e-mail and password, or through a provider.
'use client';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from './button';
import { Field } from './field';
import { Notice } from './notice';
import { useRefusal } from './use-refusal';

interface SignInFormProps {
  providers: { id: string; name: string }[];
  next: string;
  /** The code with which a provider sent the visitor back. */
  error: string | null;
}

const MESSAGES: Record<string, string> = {
  CredentialsSignin: 'The e-mail address or the password is not right.',
  TooManyAttempts: 'Too many attempts. Wait a few minutes, then try again.',
  NotInvited: 'There is no account for this address. Ask an administrator for an invitation.',
  Unavailable: 'Signing in does not work at the moment. The details are in the server’s log.',
  AccessDenied: 'The provider did not confirm who you are. Try again.',
};

function messageOf(code: string): string {
  return MESSAGES[code] ?? 'Signing in did not work. Try again.';
}

export function SignInForm({ providers, next, error }: SignInFormProps) {
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState(error && messageOf(error));
  const refused = useRefusal<HTMLDivElement>(message);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setMessage(null);
    try {
      const answer = await signIn('credentials', {
        email: String(form.get('email')),
        password: String(form.get('password')),
        callbackUrl: next,
        redirect: false,
      });
      if (answer?.ok && !answer.error) {
        // A full load: every part of the page is for somebody else now.
        window.location.assign(next);
        return;
      }
      setMessage(messageOf(answer?.error ?? ''));
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
            <Button key={id} className="h-10" onClick={() => signIn(id, { callbackUrl: next })}>
              Continue with {name}
            </Button>
          ))}
          <p className="mt-3 flex items-center gap-3 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
        </div>
      )}
      <form method="post" onSubmit={onSubmit} className="grid gap-5">
        <Field label="E-mail" name="email" type="email" required autoComplete="username" />
        <Field label="Password" name="password" type="password" required autoComplete="current-password" />
        <Button look="primary" type="submit" isBusy={isPending} className="h-10">
          {isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </div>
  );
}
