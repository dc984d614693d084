// Makes an earlier release of a host live again, after one more question.
'use client';
import { useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { ConfirmPopover } from '@/app/_components/ui/forms/confirm-popover';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { formatExact, shortSha } from '@/app/_format';
import type { DeliveryHost } from '@/lib/deliveries/delivery';
import type { DeliveryRelease } from '@/lib/deliveries/list-releases';

interface RollBackProps {
  deliveryId: string;
  host: DeliveryHost;
  /** The one that was live last comes first. */
  kept: DeliveryRelease[];
}

export function RollBack({ deliveryId, host, kept }: RollBackProps) {
  const id = useId();
  return (
    <div>
      <Button size="sm" popoverTarget={id} aria-label={`Roll back… ${host.name}`}>
        Roll back…
      </Button>
      <ConfirmPopover
        id={id}
        title={`Roll ${host.name} back?`}
        text="The release is made live by one rename. The next delivery makes the newest one live again."
      >
        <ActionForm action="roll-back" fields={{ id: deliveryId, target: host.target_id }} className="mt-4 grid gap-5">
          <SelectField
            label="To"
            name="release"
            options={kept.map((release) => ({
              value: release.name,
              text: `${shortSha(release.commit)}, live ${formatExact(new Date(release.live_at ?? release.created_at))}`,
            }))}
          />
          <div className="flex justify-end gap-2">
            <Button popoverTarget={id} popoverTargetAction="hide" autoFocus>
              Cancel
            </Button>
            <Button look="danger" type="submit">
              Roll back
            </Button>
          </div>
        </ActionForm>
      </ConfirmPopover>
      <SentNotice form="roll-back" subject={deliveryId} className="mt-2" />
    </div>
  );
}
