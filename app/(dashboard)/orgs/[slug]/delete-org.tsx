// Deletes an organisation once its name has been typed.
'use client';
import { useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import { Field } from '@/app/_components/ui/forms/field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';

export function DeleteOrg({ slug }: { slug: string }) {
  const id = useId();
  return (
    <>
      <Button look="danger" popoverTarget={id}>
        Delete
      </Button>
      <SentNotice form="delete-org" subject={slug} className="basis-full" />
      <ConfirmPopover
        id={id}
        title={`Delete ${slug}?`}
        text="Its people lose their roles in it. This cannot be undone, and its name is free for others again."
      >
        <ActionForm action="delete-org" fields={{ id: slug }} className="mt-4 grid gap-4">
          <Field
            label={`Type ${slug} to confirm`}
            name="typed"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus
          />
          <div className="flex justify-end gap-2">
            <Button popoverTarget={id} popoverTargetAction="hide">
              Keep it
            </Button>
            <Button look="danger" type="submit">
              Delete for good
            </Button>
          </div>
        </ActionForm>
      </ConfirmPopover>
    </>
  );
}
