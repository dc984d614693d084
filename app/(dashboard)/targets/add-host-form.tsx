// Adds a target, with a key that is made here or one of one's own.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { TextAreaField } from '@/app/_components/ui/forms/text-area-field';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import { HostFields } from './host-fields';

const FIELDS = ['name', 'group', 'address', 'path', 'keep'];

export function AddHostForm({ orgs }: { orgs: string[] }) {
  const sent = useSent('add-host');
  const error = sent?.error ?? null;
  const ref = useRefusal(error);
  const values = sent?.values ?? {};
  const field = sent?.field ?? null;
  const isBeside = field !== null && FIELDS.includes(field);
  return (
    <ActionForm action="add-host" ref={ref} className="grid gap-5">
      <SelectField
        label="Organisation"
        name="org"
        defaultValue={values.org}
        options={orgs.map((org) => ({ value: org, text: org }))}
      />
      <HostFields values={values} field={field} error={error} />
      <details className="rounded-lg border border-line" open={field === 'key' ? true : undefined}>
        <summary className="px-4 py-2.5 text-sm font-medium">A key of your own</summary>
        <div className="border-t border-line p-4">
          <TextAreaField
            label="Private key"
            name="key"
            rows={6}
            maxLength={16_384}
            autoComplete="off"
            spellCheck={false}
            hint="ed25519, without a passphrase. It is stored encrypted and never shown again. Leave it empty, and a key is made here, which is safer: its private half has been nowhere else."
          />
        </div>
      </details>
      {error && !isBeside && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button look="primary" type="submit">
          Add the target
        </Button>
      </div>
    </ActionForm>
  );
}
