// Stores a token or a password, or has a key made: a form for each, so that none asks for what it has no use for.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import type { CredentialKind } from '@/db/schema';

const KINDS: { kind: CredentialKind; title: string; button: string; hint: string }[] = [
  {
    kind: 'token',
    title: 'Add a token',
    button: 'Store the token',
    hint: 'For https. It is stored encrypted and never shown again.',
  },
  {
    kind: 'password',
    title: 'Add a user name and password',
    button: 'Store the password',
    hint: 'For https. The password is stored encrypted and never shown again.',
  },
  {
    kind: 'ssh_key',
    title: 'Make an ssh key',
    button: 'Make a key',
    hint: 'For ssh. The key is made here: you get its public half, to be let in there, such as by a deploy key.',
  },
];

export function AddCredential({ org }: { org: string }) {
  const sent = useSent('add-credential', org);
  return (
    <div className="grid gap-2">
      {sent?.text && (
        <Notice look="ok" isLive>
          {sent.text}
        </Notice>
      )}
      {KINDS.map((entry) => (
        <AddOne key={entry.kind} org={org} {...entry} />
      ))}
    </div>
  );
}

function AddOne({ org, kind, title, button, hint }: { org: string } & (typeof KINDS)[number]) {
  const sent = useSent('add-credential', org);
  const isIt = sent?.error !== undefined && sent.error !== null && sent.values.kind === kind;
  const ref = useRefusal(isIt ? sent.error : null);
  const typed = isIt ? sent.values : {};
  return (
    <details className="rounded-lg border border-line bg-surface" open={isIt ? true : undefined}>
      <summary className="px-4 py-2.5 text-sm font-medium">{title}</summary>
      <ActionForm
        action="add-credential"
        fields={{ id: org, kind }}
        ref={ref}
        className="grid gap-4 border-t border-line p-4"
      >
        <Field
          label="Name"
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={typed.name}
          hint={hint}
        />
        {kind === 'password' && (
          <Field
            label="User name"
            name="user"
            required
            autoComplete="off"
            spellCheck={false}
            defaultValue={typed.user}
          />
        )}
        {kind !== 'ssh_key' && (
          <Field label={CREDENTIAL_SECRET[kind]} name={kind} type="password" required autoComplete="new-password" />
        )}
        {isIt && (
          <Notice look="bad" isLive>
            {sent.error}
          </Notice>
        )}
        <div>
          <Button look="primary" type="submit">
            {button}
          </Button>
        </div>
      </ActionForm>
    </details>
  );
}

const CREDENTIAL_SECRET = { token: 'Token', password: 'Password' } as const;
