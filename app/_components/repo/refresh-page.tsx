// Reads a page again while it is looked at: as soon as the server counts other repositories as in trouble, and now and
// then. Without JavaScript the page stays as it was when it was loaded.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useHealth } from '@/app/_queries/health';
import type { Attention } from '@/lib/status/count-attention';

/** How often the counts are asked for, which costs the server little, and the page at least. */
const LOOK_MS = 2000;
const REFRESH_MS = 15_000;

/** `shown` is what the page was rendered with. */
export function RefreshPage({ shown: { failing, auth_errors, stale } }: { shown: Attention }) {
  const router = useRouter();
  const { data, dataUpdatedAt } = useHealth(LOOK_MS);
  const known = useRef({ counts: textOf({ failing, auth_errors, stale }), at: 0 });

  useEffect(() => {
    // Only an answer of the server's leads here: one that is away would take the page away with it.
    if (!data) return;
    // Whose session has ended is told no counts, and the page leads to signing in.
    const counts = data.attention ? textOf(data.attention) : known.current.counts;
    known.current.at ||= dataUpdatedAt;
    if (counts === known.current.counts && dataUpdatedAt - known.current.at < REFRESH_MS) return;
    known.current = { counts, at: dataUpdatedAt };
    router.refresh();
  }, [data, dataUpdatedAt, router]);
  return null;
}

function textOf({ failing, auth_errors, stale }: Attention): string {
  return [failing, auth_errors, stale].join();
}
