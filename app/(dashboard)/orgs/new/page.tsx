// Makes an organisation.
import type { Metadata } from 'next';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { signedIn } from '../../_signed-in';
import { NewOrgForm } from './new-org-form';

export const metadata: Metadata = { title: 'Make an organisation' };

export default async function NewOrgPage() {
  const ctx = await signedIn('/orgs/new');
  return (
    <PageFrame width="form">
      <h1 className="mb-1 page-title">Make an organisation</h1>
      <p className="mb-6 text-sm text-muted">
        Its people see its private repositories. You are its first owner, and may let others in.
      </p>
      {ctx.env.readOnly ? <ReadOnlyNotice /> : <NewOrgForm />}
    </PageFrame>
  );
}
