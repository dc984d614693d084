// How all repositories are, above their list; the whole of it is on the status page.
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { FreshnessBar, FreshnessHeadline } from '@/app/_components/repo/freshness-headline';
import type { Freshness } from '@/lib/status/read-freshness';

export function FreshnessSummary({ freshness }: { freshness: Freshness }) {
  if (freshness.repositories === 0) return null;
  return (
    <div className="mb-5 grid gap-2.5 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex items-start justify-between gap-x-4">
        <FreshnessHeadline freshness={freshness} size="small" />
        <Link
          href="/status"
          className="inline-flex shrink-0 items-center text-xs leading-5 text-muted hover:text-accent hover:underline"
        >
          Status
          <ChevronRight className="size-3.5" aria-hidden="true" />
        </Link>
      </div>
      <FreshnessBar freshness={freshness} />
    </div>
  );
}
