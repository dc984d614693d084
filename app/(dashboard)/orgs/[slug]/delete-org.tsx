// Deletes an organisation once its name has been typed.
'use client';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { Field } from '@/app/_components/ui/forms/field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';

export function DeleteOrg({ slug }: { slug: string }) {
  return (
    <>
      <ConfirmButton
        label="Delete"
        subject={slug}
        size="md"
        title={`Delete ${slug}?`}
        text="Its people lose their roles in it. This cannot be undone, and its name is free for others again."
        action="delete-org"
        fields={{ id: slug }}
        keep="Keep it"
        confirm="Delete for good"
      >
        <Field
          label={`Type ${slug} to confirm`}
          name="typed"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
        />
      </ConfirmButton>
      <SentNotice form="delete-org" subject={slug} className="basis-full" />
    </>
  );
}
