// 404: also what a visitor gets for things that are not public.
import Link from 'next/link';
import { buttonStyle } from './_components/ui/button';
import { EmptyState } from './_components/ui/empty-state';
import { PageFrame } from './_components/ui/page-frame';
import { LostPicture } from './_components/ui/pictures';
import { pageContext } from './_http/context';

export const metadata = { title: 'Not found' };

export default async function NotFound() {
  const isVisitor = (await pageContext()).actor.kind === 'anonymous';
  return (
    <PageFrame width="text">
      <EmptyState
        level={1}
        picture={<LostPicture />}
        title="This page does not exist"
        action={
          <>
            <Link href="/" className={buttonStyle({ look: 'primary' })}>
              Search code
            </Link>
            {isVisitor && (
              <Link href="/sign-in" className={buttonStyle()}>
                Sign in
              </Link>
            )}
          </>
        }
      >
        {isVisitor
          ? 'It may have moved upstream, or it may not be public. Sign in to see more.'
          : 'It may have moved upstream, or it was deleted.'}
      </EmptyState>
    </PageFrame>
  );
}
