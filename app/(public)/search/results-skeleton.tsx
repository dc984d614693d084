// The shape of results while a slow search runs.

export function ResultsSkeleton({ waitHref }: { waitHref: string }) {
  return (
    <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <div className="hidden lg:block" />
      <div>
        <p role="status" className="mb-3 text-xs text-muted">
          Searching…
        </p>
        <noscript>
          <meta httpEquiv="refresh" content={`0;url=${waitHref}`} />
          <a href={waitHref} className="text-accent underline">
            Show the results
          </a>
        </noscript>
        <div aria-hidden="true" className="grid animate-pulse gap-4">
          {['w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
            <div key={width} className="rounded-lg border border-line bg-surface">
              <div className="border-b border-line bg-sunken/60 px-3 py-3">
                <div className={`h-3 rounded bg-line ${width}`} />
              </div>
              <div className="grid gap-2.5 px-3 py-3">
                <div className="h-2.5 w-4/5 rounded bg-sunken" />
                <div className="h-2.5 w-2/5 rounded bg-sunken" />
              </div>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
