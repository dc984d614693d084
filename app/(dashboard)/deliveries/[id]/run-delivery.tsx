// Delivers now: to all hosts, or to one of them.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import type { Delivery } from '@/lib/deliveries/delivery';

export function RunDelivery({ delivery }: { delivery: Delivery }) {
  const { id, hosts, is_enabled } = delivery;
  const usable = hosts.filter((host) => host.is_enabled);
  if (!is_enabled || usable.length === 0) return null;
  const all = { value: '', text: `All hosts (${usable.length})` };
  return (
    <div className="mb-8 rounded-lg border border-line bg-surface p-4">
      <ActionForm action="run-delivery" fields={{ id }} className="flex flex-wrap items-end gap-4">
        {usable.length > 1 && (
          <div className="min-w-0 flex-1 basis-48">
            <SelectField
              label="To"
              name="target"
              options={[all, ...usable.map((host) => ({ value: host.target_id, text: host.name }))]}
            />
          </div>
        )}
        <div className="py-2">
          <CheckField name="force" label="Also what is there already" />
        </div>
        <Button look="primary" type="submit" className="ml-auto">
          Deliver now
        </Button>
      </ActionForm>
      <SentNotice form="run-delivery" subject={id} className="mt-3" />
    </div>
  );
}
