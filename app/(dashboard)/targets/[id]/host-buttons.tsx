// What cannot be undone about a target, asked once more.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { TextAreaField } from '@/app/_components/ui/forms/text-area-field';
import type { Target } from '@/lib/targets/target';

export function DeleteHost({ target: { id, name } }: { target: Target }) {
  return (
    <ConfirmButton
      label="Delete"
      subject={name}
      title={`Delete ${name}?`}
      text="Its key and what is recorded of its releases are gone for good. What lies on the host stays there."
      action="delete-host"
      fields={{ id }}
      keep="Keep it"
    />
  );
}

export function RotateHost({ target: { id, name } }: { target: Target }) {
  return (
    <details className="text-sm">
      <summary className="text-muted hover:text-ink">Another key</summary>
      <div className="grid gap-4 py-3">
        <div>
          <ConfirmButton
            label="Make a new key"
            subject={`for ${name}`}
            title={`A new key for ${name}?`}
            text="The old one is gone at once: until the new public key is let in there, nothing is delivered."
            action="rotate-host"
            fields={{ id, new_key: 'yes' }}
            keep="Keep the old one"
          />
        </div>
        <ActionForm action="rotate-host" fields={{ id }} className="grid gap-2">
          <TextAreaField
            label="Or a private key of your own"
            name="key"
            rows={6}
            required
            maxLength={16_384}
            autoComplete="off"
            spellCheck={false}
            hint="ed25519, without a passphrase. It is stored encrypted and never shown again."
          />
          <div>
            <Button type="submit">Use this key</Button>
          </div>
        </ActionForm>
      </div>
    </details>
  );
}
