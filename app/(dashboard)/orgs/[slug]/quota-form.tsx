// What an organisation's repositories may take on the disk, for administrators of the server.
'use client';
import { Button } from '@/app/_components/ui/button';
import { Done } from '@/app/_components/ui/done';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import type { Org } from '@/lib/orgs/org';

const GIB = 1024 ** 3;

export function QuotaForm({ org }: { org: Org }) {
  const sent = useSent('org-quota', org.slug);
  const ref = useRefusal(sent?.error);
  const typed = sent?.error ? sent.values : null;
  return (
    <ActionForm action="org-quota" fields={{ id: org.slug }} ref={ref} className="grid gap-5">
      <Field
        label="Quota in GiB"
        name="gibibytes"
        inputMode="decimal"
        defaultValue={typed?.gibibytes ?? (org.quota_bytes === null ? '' : String(org.quota_bytes / GIB))}
        hint="What its repositories may take on the disk, with their history. Empty: what the server says for all. What is there already stays, and keeps nothing else from being searched."
        autoComplete="off"
      />
      {sent?.error && (
        <Notice look="bad" isLive>
          {sent.error}
        </Notice>
      )}
      <div className="flex items-center justify-end gap-3">
        <Done text={sent?.text ?? null} />
        <Button type="submit">Save the quota</Button>
      </div>
    </ActionForm>
  );
}
