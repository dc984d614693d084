// What a new organisation is called and whom it is for.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';

export function NewOrgForm() {
  const sent = useSent('add-org');
  const ref = useRefusal(sent?.error);
  const errorOf = (field: string) => (sent?.field === field ? sent.error : null);
  const isElsewhere = sent?.error && !['slug', 'name', 'description'].includes(sent.field ?? '');
  return (
    <ActionForm action="add-org" ref={ref} className="grid gap-5">
      <Field
        label="Address"
        name="slug"
        required
        defaultValue={sent?.values.slug}
        error={errorOf('slug')}
        placeholder="acme"
        hint="What its repositories begin with: acme/rivers. Letters, digits, dots, dashes and underscores. It does not change."
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Field
        label="Name"
        name="name"
        defaultValue={sent?.values.name}
        error={errorOf('name')}
        placeholder="as the address"
        autoComplete="off"
      />
      <Field
        label="Description"
        name="description"
        defaultValue={sent?.values.description}
        error={errorOf('description')}
        maxLength={500}
        autoComplete="off"
      />
      <CheckField
        name="open"
        defaultChecked={sent?.values.open !== undefined}
        label="Open to everybody here"
        hint="Everybody who has an account on this server is a member, also people who come later."
      />
      {isElsewhere && (
        <Notice look="bad" isLive>
          {sent.error}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button look="primary" type="submit">
          Make it
        </Button>
      </div>
    </ActionForm>
  );
}
