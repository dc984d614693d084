// The bar along the top of the screen while another page of ours is on its way.
'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { beginLoading, endLoading, useLoading } from './loading';

export function LoadingBar() {
  const isLoading = useLoading();
  const address = `${usePathname()}?${useSearchParams()}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what ends it.
  useEffect(() => endLoading(), [address]);

  useEffect(() => {
    function onClick(event: MouseEvent) {
      // Whom the router leaves alone, the browser leads away with a sign of its own, or nowhere: to a download.
      if (!event.defaultPrevented) return;
      const link = (event.target as Element).closest?.('a[href]');
      if (!(link instanceof HTMLAnchorElement)) return;
      const { origin, pathname, search } = window.location;
      if (link.origin !== origin || (link.pathname === pathname && link.search === search)) return;
      beginLoading();
    }
    window.addEventListener('click', onClick);
    window.addEventListener('pageshow', endLoading);
    window.addEventListener('popstate', endLoading);
    return () => {
      window.removeEventListener('click', onClick);
      window.removeEventListener('pageshow', endLoading);
      window.removeEventListener('popstate', endLoading);
    };
  }, []);

  if (!isLoading) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading"
      className="fixed inset-x-0 top-0 z-50 h-1 overflow-hidden bg-accent-soft"
    >
      <div className="h-full w-1/3 animate-stream bg-accent motion-reduce:w-full" />
    </div>
  );
}
