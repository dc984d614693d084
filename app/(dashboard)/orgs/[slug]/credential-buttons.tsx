// What cannot be undone about a credential, asked once more.
'use client';
import { useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import type { Credential } from '@/lib/credentials/credential';

export function DeleteCredential({ credential: { id: credential, name } }: { credential: Credential }) {
  const id = useId();
  return (
    <>
      <Button size="sm" className="text-bad" aria-label={`Delete ${name}`} popoverTarget={id}>
        Delete
      </Button>
      <ConfirmPopover
        id={id}
        title={`Delete ${name}?`}
        text="What is stored of it is gone for good. While a repository signs in with it, it stays."
      >
        <ActionForm action="delete-credential" fields={{ id: credential }} className="mt-5 flex justify-end gap-2">
          <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
            Keep it
          </Button>
          <Button look="danger" type="submit">
            Delete
          </Button>
        </ActionForm>
      </ConfirmPopover>
    </>
  );
}

export function RotateKey({ credential: { id: credential, name } }: { credential: Credential }) {
  const id = useId();
  return (
    <div>
      <Button aria-label={`Make a new key for ${name}`} popoverTarget={id}>
        Make a new key
      </Button>
      <ConfirmPopover
        id={id}
        title={`A new key for ${name}?`}
        text="The old one is gone at once: until the new public key is let in there, nothing is fetched with it."
      >
        <ActionForm
          action="rotate-credential"
          fields={{ id: credential, new_key: 'yes' }}
          className="mt-5 flex justify-end gap-2"
        >
          <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
            Keep the old one
          </Button>
          <Button look="danger" type="submit">
            Make a new key
          </Button>
        </ActionForm>
      </ConfirmPopover>
    </div>
  );
}
