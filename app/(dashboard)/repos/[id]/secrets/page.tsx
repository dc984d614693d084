// The secrets that were found in a repository: where they stand, never what they are.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { secretsHref } from '@/app/_links';
import { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { readSecrets } from '@/lib/secret-scans/read-secrets';
import { signedIn } from '../../../_signed-in';
import { ExceptionList } from './exception-list';
import { FindingList } from './finding-list';
import { ScanSummary } from './scan-summary';
import { SecretSettingsForm } from './secret-settings-form';

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

const load = cache(async (id: string) => {
  const ctx = await signedIn(secretsHref(id));
  return { ctx, repo: await orNotFound(getRepo(ctx, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { repo } = await load((await params).id);
  return { title: `Secrets · ${repo.org}/${repo.name}` };
}

export default async function SecretsPage({ params, searchParams }: Props) {
  const { ctx, repo } = await load((await params).id);
  const asked = await searchParams;
  const [scan, cursor] = [firstValue(asked.scan), firstValue(asked.cursor)];
  const query = { ...(scan ? { scan } : {}), ...(cursor ? { cursor } : {}) };
  const secrets = await orNotFound(readSecrets(ctx, repo.id, query).catch(hideRefusal));
  const canWrite = !ctx.env.readOnly;
  const canManage = canWrite && secrets.you_may.includes('manage');
  const name = `${repo.org}/${repo.name}`;
  const next = secrets.next_cursor && secretsHref(repo.id, { ...query, cursor: secrets.next_cursor });
  return (
    <PageFrame width="text">
      <p className="mb-2 text-xs">
        <Link href={`/repos/${repo.id}`} className="text-muted hover:text-accent hover:underline">
          {name}
        </Link>
      </p>
      {!canWrite && <ReadOnlyNotice />}
      <ScanSummary repo={repo} secrets={secrets} canScan={canWrite && secrets.you_may.includes('scan')} />
      {secrets.findings.length > 0 && secrets.scan && (
        <Section
          id="findings"
          title="What was found"
          className="mb-10"
          about="What somebody could read must be taken for known: revoke it where it is good for something, then take it out."
        >
          <FindingList repo={repo} scan={secrets.scan} findings={secrets.findings} canManage={canManage} />
          {next && (
            <p className="mt-4 text-center">
              <Link href={next} className={buttonStyle()}>
                More findings
              </Link>
            </p>
          )}
        </Section>
      )}
      {secrets.exceptions.length > 0 && (
        <Section
          id="exceptions"
          title="Exceptions"
          className="mb-10"
          about="Reviewed by somebody, and no reason to block a delivery. Another secret in the same place is."
        >
          <ExceptionList repoId={repo.id} exceptions={secrets.exceptions} canManage={canManage} />
        </Section>
      )}
      {canManage && (
        <Section id="settings" title="Settings" className="mb-10">
          <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
            <SecretSettingsForm repoId={repo.id} secrets={secrets} />
          </div>
        </Section>
      )}
    </PageFrame>
  );
}

/** Who sees a repository without its deliveries finds no such page. */
function hideRefusal(error: unknown): never {
  if (error instanceof AppError && error.code === 'forbidden') notFound();
  throw error;
}
