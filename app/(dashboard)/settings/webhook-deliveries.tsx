// The last deliveries of one host: what each was, about what, and what came of it.
'use client';
import Link from 'next/link';
import { type Look, StatusPill } from '@/app/_components/repo/status-pill';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { Webhook, WebhookDelivery } from '@/lib/webhooks/records/webhook';

const OUTCOME: Record<WebhookDelivery['outcome'], { text: string; look: Look }> = {
  started: { text: 'Sync started', look: 'ok' },
  coalesced: { text: 'One sync for several', look: 'ok' },
  answered: { text: 'Test received', look: 'ok' },
  ignored: { text: 'Nothing to sync', look: 'calm' },
  unknown: { text: 'No such repository', look: 'calm' },
  unreadable: { text: 'Not readable', look: 'bad' },
};

export function WebhookDeliveries({ name, deliveries }: { name: string; deliveries: Webhook['deliveries'] }) {
  return (
    <details>
      <summary className="cursor-pointer text-xs text-muted hover:text-ink">
        Last deliveries<span className="sr-only"> of {name}</span>
      </summary>
      <ul className="mt-2 divide-y divide-line border-t border-line text-xs">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-full sm:basis-40 [overflow-wrap:anywhere]">
              <span className="font-mono">{delivery.event.replace('_', ' ')}</span> <About delivery={delivery} />
            </span>
            <StatusPill {...OUTCOME[delivery.outcome]} />
            <span className="text-2xs text-muted sm:w-24 sm:text-right">
              <RelativeTime at={delivery.received_at} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function About({ delivery: { repo, repo_count, about } }: { delivery: WebhookDelivery }) {
  if (!repo) return about && <bdi className="text-muted">{about}</bdi>;
  const others = repo_count - 1;
  return (
    <>
      <Link href={`/repos/${repo.id}`} className="text-accent hover:underline">
        {repo.org}/{repo.name}
      </Link>
      {others > 0 && <span className="text-muted"> and {others === 1 ? 'one more' : `${others} more`}</span>}
    </>
  );
}
