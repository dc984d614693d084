// Reads a page again while it is looked at. Without JavaScript the page stays as it was when it was loaded.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

export function RefreshPage({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') router.refresh();
    };
    const timer = setInterval(look, seconds * 1000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [router, seconds]);
  return null;
}
