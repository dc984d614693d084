// What an organisation is called, and whether it is open.
'use client';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import type { Org } from '@/lib/orgs/org';

export function OrgSettingsForm({ org }: { org: Org }) {
  const sent = useSent('org-settings', org.slug);
  const ref = useRefusal(sent?.error);
  // Of a form that was refused, what was typed; a box that is not there was not ticked.
  const typed = sent?.error ? sent.values : null;
  return (
    <ActionForm action="org-settings" fields={{ id: org.slug }} ref={ref} className="grid gap-5">
      <Field
        label="Name"
        name="name"
        defaultValue={typed?.name ?? (org.name === org.slug ? '' : org.name)}
        placeholder={org.slug}
        hint="What people call it. Its address stays."
        autoComplete="off"
      />
      <Field
        label="Description"
        name="description"
        defaultValue={typed?.description ?? org.description}
        maxLength={500}
        autoComplete="off"
      />
      <CheckField
        name="open"
        defaultChecked={typed ? typed.open !== undefined : org.is_open}
        label="Open to everybody here"
        hint="Everybody who has an account on this server is a member, also people who come later. If you close it, those who have no role of their own above lose it at once."
      />
      {sent?.error && (
        <Notice look="bad" isLive>
          {sent.error}
        </Notice>
      )}
      <div className="flex items-center justify-end gap-3">
        <Done text={sent?.text ?? null} />
        <Button look="primary" type="submit">
          Save
        </Button>
      </div>
    </ActionForm>
  );
}
