// Has the hosts of a delivery looked at, and says in words what came of it.
import { ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';

export function VerifyDelivery({ deliveryId }: { deliveryId: string }) {
  return (
    <div className="mb-3 grid gap-3">
      <ActionForm
        action="verify-delivery"
        fields={{ id: deliveryId }}
        className="flex flex-wrap items-center gap-x-4 gap-y-2"
      >
        <Button type="submit" size="sm">
          <ScanSearch className="size-3.5" aria-hidden="true" />
          Verify the hosts
        </Button>
        <label className="flex items-center gap-2 text-xs">
          <input type="checkbox" name="deep" className="size-4" />
          Compare the files as well
        </label>
        <Link
          href={`/board?delivery=${deliveryId}`}
          prefetch={false}
          className="text-xs text-muted hover:text-accent hover:underline"
        >
          on the board
        </Link>
      </ActionForm>
      <SentNotice form="verify-delivery" subject={deliveryId} />
    </div>
  );
}
