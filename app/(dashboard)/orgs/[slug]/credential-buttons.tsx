// What cannot be undone about a credential, asked once more.
'use client';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import type { Credential } from '@/lib/credentials/credential';

export function DeleteCredential({ credential: { id, name } }: { credential: Credential }) {
  return (
    <ConfirmButton
      label="Delete"
      subject={name}
      title={`Delete ${name}?`}
      text="What is stored of it is gone for good. While a repository signs in with it, it stays."
      action="delete-credential"
      fields={{ id }}
      keep="Keep it"
    />
  );
}

export function RotateKey({ credential: { id, name } }: { credential: Credential }) {
  return (
    <div>
      <ConfirmButton
        label="Make a new key"
        subject={`for ${name}`}
        title={`A new key for ${name}?`}
        text="The old one is gone at once: until the new public key is let in there, nothing is fetched with it."
        action="rotate-credential"
        fields={{ id, new_key: 'yes' }}
        keep="Keep the old one"
      />
    </div>
  );
}
