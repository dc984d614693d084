// What a page shows when rendering it failed; the details are in the server's log under the digest.
'use client';
import { Button, buttonStyle } from './_components/ui/button';
import { EmptyState } from './_components/ui/empty-state';
import { PageFrame } from './_components/ui/page-frame';
import { BrokenPicture } from './_components/ui/pictures';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PageFrame width="text">
      <EmptyState
        level={1}
        picture={<BrokenPicture />}
        title="Something went wrong on our side"
        action={
          <>
            <Button look="primary" onClick={reset}>
              Try again
            </Button>
            <a href="/" className={buttonStyle()}>
              Search code
            </a>
          </>
        }
      >
        <p>What was indexed before is safe. The details are in the server’s log{error.digest ? ':' : '.'}</p>
        {error.digest && <code className="mt-1 block font-mono text-xs">{error.digest}</code>}
      </EmptyState>
    </PageFrame>
  );
}
