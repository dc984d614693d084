// Changes what a delivery sends, where and when.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import type { Delivery } from '@/lib/deliveries/delivery';
import type { Place } from '@/lib/deliveries/list-places';
import { DeliveryFields } from '../delivery-fields';

interface ChangeFormProps {
  delivery: Delivery;
  places: Place[];
  canSetHook: boolean;
}

export function ChangeDeliveryForm({ delivery, places, canSetHook }: ChangeFormProps) {
  const sent = useSent('change-delivery', delivery.id);
  const ref = useRefusal<HTMLFormElement>(sent?.error);
  return (
    <ActionForm action="change-delivery" fields={{ id: delivery.id }} ref={ref} className="grid gap-6">
      <CheckField name="enabled" defaultChecked={delivery.is_enabled} label="Switched on" />
      <DeliveryFields
        delivery={delivery}
        places={places}
        canSetHook={canSetHook}
        typed={sent?.error ? sent.values : null}
      />
      <SentNotice form="change-delivery" subject={delivery.id} />
      <div className="flex justify-end">
        <Button type="submit">Save</Button>
      </div>
    </ActionForm>
  );
}
