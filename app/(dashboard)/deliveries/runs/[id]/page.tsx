// One delivery run: live, with each host and its log.
import type { Metadata } from 'next';
import Link from 'next/link';
import { DeliveryNav } from '@/app/_components/site/delivery-nav';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { orNotFound } from '@/app/_http/or-not-found';
import { getDelivery } from '@/lib/deliveries/list-deliveries';
import { getDeliveryRun } from '@/lib/deliveries/visible-delivery';
import { signedIn } from '../../../_signed-in';
import { DeliveryRunView } from './delivery-run-view';

export const metadata: Metadata = { title: 'Delivery run' };

export default async function DeliveryRunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await signedIn(`/deliveries/runs/${id}`);
  const run = await orNotFound(getDeliveryRun(ctx, id));
  const delivery = await orNotFound(getDelivery(ctx, run.delivery_id));
  return (
    <PageFrame width="text">
      <DeliveryNav />
      <p className="mb-2 text-xs text-muted">
        <Link href={`/deliveries/${delivery.id}`} className="hover:text-accent hover:underline">
          Delivery of {run.repo.org}/{run.repo.name}
        </Link>
      </p>
      <h1 className="mb-2 page-title [overflow-wrap:anywhere]">
        {run.trigger === 'rollback' ? 'Roll-back' : 'Delivery run'} of {run.repo.org}/{run.repo.name}
      </h1>
      <DeliveryRunView
        key={run.id}
        initial={run}
        canDeliver={!ctx.env.readOnly && delivery.you_may.includes('deliver')}
      />
    </PageFrame>
  );
}
