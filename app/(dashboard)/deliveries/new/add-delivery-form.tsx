// Where a repository goes, when, and by which rules.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import type { Place } from '@/lib/deliveries/list-places';
import { DeliveryFields } from '../delivery-fields';

export function AddDeliveryForm(props: { repoId: string; places: Place[]; canSetHook: boolean }) {
  const { repoId, places, canSetHook } = props;
  const sent = useSent('add-delivery', repoId);
  const ref = useRefusal<HTMLFormElement>(sent?.error);
  return (
    <ActionForm action="add-delivery" fields={{ id: repoId }} ref={ref} className="grid gap-6">
      <DeliveryFields
        delivery={null}
        places={places}
        canSetHook={canSetHook}
        typed={sent?.error ? sent.values : null}
      />
      <SentNotice form="add-delivery" subject={repoId} />
      <div className="flex justify-end">
        <Button look="primary" type="submit">
          Add delivery
        </Button>
      </div>
    </ActionForm>
  );
}
