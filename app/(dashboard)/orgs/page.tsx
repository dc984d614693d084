// The organisations that somebody may see.
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { EmptyPicture } from '@/app/_components/ui/pictures';
import { formatPlural } from '@/app/_format';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { orgHref } from '@/app/_links';
import { may, SERVER } from '@/lib/access/may';
import { listOrgs } from '@/lib/orgs/list-orgs';
import type { Org } from '@/lib/orgs/org';
import { signedIn } from '../_signed-in';

export const metadata: Metadata = { title: 'Organisations' };

export default async function OrgsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/orgs');
  const after = firstValue((await searchParams).after);
  const { items, next_cursor } = await orNotFound(listOrgs(ctx, after ? { cursor: after } : {}));
  const add = !ctx.env.readOnly && may(ctx.actor, 'orgs.create', SERVER) && (
    <Link href="/orgs/new" className={buttonStyle({ look: 'primary' })}>
      <Plus className="size-4" aria-hidden="true" />
      Make an organisation
    </Link>
  );
  return (
    <PageFrame width="text">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <h1 className="page-title">Organisations</h1>
        {items.length > 0 && add}
      </div>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {items.length === 0 ? (
        <EmptyState picture={<EmptyPicture />} title="No organisations yet" action={add}>
          Every repository belongs to one, and who is in it sees its private repositories. Adding a repository makes
          one.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((org) => (
            <OrgRow key={org.id} org={org} />
          ))}
        </ul>
      )}
      {next_cursor && (
        <p className="mt-4 text-center">
          <Link href={`/orgs?after=${encodeURIComponent(next_cursor)}`} className={buttonStyle()}>
            More organisations
          </Link>
        </p>
      )}
    </PageFrame>
  );
}

function OrgRow({ org }: { org: Org }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-sm [overflow-wrap:anywhere]">
          <Link href={orgHref(org.slug)} className="font-semibold hover:text-accent hover:underline">
            {org.name}
          </Link>
          {org.name !== org.slug && <span className="text-muted"> {org.slug}</span>}
        </p>
        {org.description && <p className="text-2xs text-muted [overflow-wrap:anywhere]">{org.description}</p>}
      </div>
      <p className="text-2xs text-muted tabular-nums">
        {[
          org.your_role && `you: ${org.your_role}`,
          org.is_open && 'open to everybody here',
          formatPlural(org.repo_count, 'repository', 'repositories'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}
