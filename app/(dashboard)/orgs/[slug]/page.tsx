// One organisation: its repositories, its people, its settings.
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { cache } from 'react';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { formatBytes, formatPlural } from '@/app/_format';
import { decodeParams, type Escaped } from '@/app/_http/address';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { orgHref } from '@/app/_links';
import { RepoList } from '@/app/(public)/repo-list';
import { administers } from '@/lib/accounts/require-admin';
import { listCredentials } from '@/lib/credentials/list-credentials';
import { getOrg } from '@/lib/orgs/get-org';
import { listMembers } from '@/lib/orgs/members/list-members';
import { listRepos } from '@/lib/repos/list-repos';
import { signedIn } from '../../_signed-in';
import { AddCredential } from './add-credential';
import { CredentialsPanel } from './credentials-panel';
import { DeleteOrg } from './delete-org';
import { MembersPanel } from './members-panel';
import { OrgSettingsForm } from './org-settings-form';
import { QuotaForm } from './quota-form';

type Props = { params: Promise<{ slug: Escaped }>; searchParams: SearchParams };

const load = cache(async (slug: string) => {
  const ctx = await signedIn(orgHref(slug));
  return { ctx, org: await orNotFound(getOrg(ctx, slug)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org } = await load(decodeParams(await params).slug);
  return { title: `${org.name} · Organisations` };
}

export default async function OrgPage({ params, searchParams }: Props) {
  const { ctx, org } = await load(decodeParams(await params).slug);
  const { after, people } = await searchParams;
  const cursor = firstValue(after);
  const [page, members, credentials] = await Promise.all([
    orNotFound(listRepos(ctx, { org: org.slug, ...(cursor ? { cursor } : {}) })),
    org.you_may.includes('see_members')
      ? orNotFound(listMembers(ctx, org.slug, firstValue(people) ? { cursor: firstValue(people) ?? '' } : {}))
      : null,
    org.you_may.includes('use_credentials') ? listCredentials(ctx, { org: org.slug }) : null,
  ]);
  const canStore = !ctx.env.readOnly && org.you_may.includes('manage_credentials');
  const canWrite = !ctx.env.readOnly;
  const canManage = canWrite && org.you_may.includes('manage');
  return (
    <PageFrame width="text">
      <p className="mb-2 text-xs">
        <Link href="/orgs" className="text-muted hover:text-accent hover:underline">
          Organisations
        </Link>
      </p>
      <h1 className="page-title [overflow-wrap:anywhere]">{org.name}</h1>
      <p className="mt-1 mb-6 text-sm text-muted [overflow-wrap:anywhere]">
        {[
          org.name !== org.slug && org.slug,
          org.description,
          org.your_role &&
            `You are ${org.your_role === 'viewer' || org.your_role === 'member' ? 'a' : 'an'} ${org.your_role}`,
          org.is_open && 'Open to everybody who has an account here',
          org.disk_bytes !== null &&
            `${formatBytes(org.disk_bytes)}${org.quota_bytes === null ? '' : ` of ${formatBytes(org.quota_bytes)}`} on the disk`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!canWrite && <ReadOnlyNotice />}
      <Section
        id="repositories"
        title={formatPlural(org.repo_count, 'repository', 'repositories')}
        className="mb-10"
        action={
          canWrite &&
          org.you_may.includes('add_repositories') && (
            <Link href="/repos/new" className={buttonStyle({ size: 'sm' })}>
              <Plus className="size-3.5" aria-hidden="true" />
              Add
            </Link>
          )
        }
      >
        {page.repos.length > 0 ? (
          <RepoList repos={page.repos} />
        ) : (
          <p className="text-sm text-muted">There is none that you may see yet.</p>
        )}
        {page.next_cursor && (
          <p className="mt-4 text-center">
            <Link href={`${orgHref(org.slug)}?after=${encodeURIComponent(page.next_cursor)}`} className={buttonStyle()}>
              More repositories
            </Link>
          </p>
        )}
      </Section>
      {members && (
        <Section
          id="people"
          title="People"
          className="mb-10"
          about={
            org.is_open
              ? 'Everybody who has an account here is a member. A role of their own counts before that.'
              : 'They see its private repositories, and nobody else does but administrators of the server.'
          }
        >
          <MembersPanel org={org} members={members.items} ownId={ctx.person?.id ?? null} canWrite={canWrite} />
          {members.next_cursor && (
            <p className="mt-4 text-center">
              <Link
                href={`${orgHref(org.slug)}?people=${encodeURIComponent(members.next_cursor)}#people`}
                className={buttonStyle()}
              >
                More people
              </Link>
            </p>
          )}
        </Section>
      )}
      {credentials && (
        <Section
          id="credentials"
          title="Credentials"
          className="mb-10"
          about="What its repositories sign in with where they come from. Replace a secret here, and all that use it go on with the new one."
        >
          <div className="grid grid-cols-1 gap-4">
            <CredentialsPanel credentials={credentials} canManage={canStore} />
            {canStore && <AddCredential org={org.slug} />}
          </div>
        </Section>
      )}
      {canManage && (
        <Section
          id="settings"
          title="Settings"
          className="mb-10"
          action={
            <Link href="/settings/audit" className="text-sm text-muted hover:text-accent hover:underline">
              Audit log
            </Link>
          }
        >
          <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
            <OrgSettingsForm org={org} />
          </div>
        </Section>
      )}
      {canWrite && administers(ctx.actor) && (
        <Section id="quota" title="Quota" className="mb-10">
          <div className="rounded-lg border border-line bg-surface p-4 sm:p-6">
            <QuotaForm org={org} />
          </div>
        </Section>
      )}
      {canWrite && org.you_may.includes('own') && (
        <Section id="delete" title="Delete" className="mb-6">
          <div className="flex flex-wrap items-center justify-between gap-4 rounded-lg border border-line bg-surface p-4 sm:px-6">
            <p className="min-w-0 flex-1 basis-56 text-sm text-muted">
              An organisation can be deleted once it has no repositories any more.
            </p>
            <DeleteOrg slug={org.slug} />
          </div>
        </Section>
      )}
    </PageFrame>
  );
}
