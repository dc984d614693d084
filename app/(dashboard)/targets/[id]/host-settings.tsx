// Changes what a target is called, where it lies and whether it is delivered to.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Notice } from '@/app/_components/ui/notice';
import type { Target } from '@/lib/targets/target';
import { HostFields } from '../host-fields';

const FIELDS = ['name', 'group', 'address', 'path', 'keep'];

export function HostSettings({ target }: { target: Target }) {
  const sent = useSent('change-host', target.id);
  const error = sent?.error ?? null;
  const ref = useRefusal(error);
  const field = sent?.field ?? null;
  const isBeside = field !== null && FIELDS.includes(field);
  const stored = {
    name: target.name,
    address: target.address,
    path: target.path,
    group: target.group ?? '',
    mode: target.mode,
    keep: String(target.keep),
  };
  const isEnabled = error === null ? target.is_enabled : sent?.values.enabled !== undefined;
  return (
    <ActionForm
      // Its fields begin anew with what was saved.
      key={JSON.stringify([stored, target.is_enabled])}
      action="change-host"
      fields={{ id: target.id }}
      ref={ref}
      className="grid gap-5"
    >
      <HostFields values={error === null ? stored : { ...stored, ...sent?.values }} field={field} error={error} />
      <CheckField
        name="enabled"
        defaultChecked={isEnabled}
        label="Delivered to"
        hint="Switched off, deliveries leave it out; what is there stays."
      />
      {error && !isBeside && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span role="status" className="text-sm text-muted">
          {error === null ? sent?.text : ''}
        </span>
        <Button type="submit">Save</Button>
      </div>
    </ActionForm>
  );
}
