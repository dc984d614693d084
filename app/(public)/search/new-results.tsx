// Says that there may be more to find than when these results were made. Without JavaScript a page stays as it was.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/app/_components/ui/button';

/** How often a page that is looked at asks; each time that it has searched again by itself, half as often. */
const ASK_MS = 5000;
const LONGEST_MS = 2 * 60_000;

interface NewResultsProps {
  /** What there was to find when the results were made. */
  marker: string;
  /** Nothing was found, so searching again cannot move anything while somebody reads it. */
  isEmpty: boolean;
}

export function NewResults({ marker, isEmpty }: NewResultsProps) {
  const router = useRouter();
  const [isNew, setIsNew] = useState(false);
  const pause = useRef(ASK_MS);

  useEffect(() => {
    setIsNew(false);
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, pause.current);
    };
    const ask = async () => {
      if (document.visibilityState === 'visible' && (await hasMoved(marker)) && !isOver) {
        pause.current = Math.min(2 * pause.current, LONGEST_MS);
        if (!isEmpty) return setIsNew(true);
        router.refresh();
      }
      if (!isOver) later();
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    document.addEventListener('visibilitychange', onVisible);
    later();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [marker, isEmpty, router]);

  return (
    <div role="status">
      {isNew && (
        <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-accent-soft px-3 py-2 text-xs">
          Something has been indexed since these results were made.
          <Button size="sm" onClick={() => router.refresh()}>
            Search again
          </Button>
        </p>
      )}
    </div>
  );
}

/** False if that cannot be known: the page is as good as it was. */
async function hasMoved(marker: string): Promise<boolean> {
  try {
    const { status } = await fetch('/api/v1/search/marker', { headers: { 'if-none-match': `"${marker}"` } });
    return status === 200;
  } catch {
    return false;
  }
}
