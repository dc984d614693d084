// Adds a repository.
import type { Metadata } from 'next';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { listCredentials } from '@/lib/credentials/list-credentials';
import { signedIn } from '../../_signed-in';
import { AddRepoForm } from './add-repo-form';
import { CreateRepoForm } from './create-repo-form';

export const metadata: Metadata = { title: 'Add a repository' };

export default async function NewRepoPage() {
  const ctx = await signedIn('/repos/new');
  return (
    <PageFrame width="form">
      <h1 className="mb-1 page-title">Add a repository</h1>
      <p className="mb-6 text-sm text-muted">
        Freshet keeps a copy, makes it searchable, and keeps it in step with its source.
      </p>
      {ctx.env.readOnly ? (
        <ReadOnlyNotice />
      ) : (
        <>
          <AddRepoForm takesPaths={ctx.env.localRoots.length > 0} credentials={await listCredentials(ctx)} />
          <Section
            id="empty"
            title="Or an empty one"
            about="It lives here: you push to it with git, and what you push is searchable at once."
            className="mt-10 border-t border-line pt-6"
          >
            <CreateRepoForm />
          </Section>
        </>
      )}
    </PageFrame>
  );
}
