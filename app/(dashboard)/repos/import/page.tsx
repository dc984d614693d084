// Adds many repositories at once.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { signedIn } from '../../_signed-in';
import { ImportForm } from './import-form';

export const metadata: Metadata = { title: 'Import repositories' };

export default async function ImportPage() {
  const ctx = await signedIn('/repos/import');
  return (
    <PageFrame width="form">
      <h1 className="mb-1 page-title">Import repositories</h1>
      <p className="mb-6 text-sm text-muted">
        Many at once, from a list. What is here already stays as it is, so the same list can be imported again. To keep
        all repositories of an organisation on a code host in step, make a{' '}
        <Link href="/connections" className="underline hover:text-accent">
          connection
        </Link>{' '}
        instead.
      </p>
      {ctx.env.readOnly ? <ReadOnlyNotice /> : <ImportForm takesFolders={ctx.env.localRoots.length > 0} />}
    </PageFrame>
  );
}
