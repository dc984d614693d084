// The audit log, for administrators: filtered by an ordinary form, read page by page, taken away as a file.
import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { NothingFoundPicture } from '@/app/_components/ui/pictures';
import { explain } from '@/app/_http/explain';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { auditFilterSchema } from '@/lib/audit/read/audit-filter';
import { listAudit, type AuditPage as Page } from '@/lib/audit/read/list-audit';
import { signedIn } from '../../_signed-in';
import { SettingsNav } from '../settings-nav';
import { AuditFilterForm } from './audit-filter-form';
import { AuditRow } from './audit-row';

export const metadata: Metadata = { title: 'Audit log' };

const FIELDS = ['since', 'until', 'actor', 'verb', 'subject'] as const;

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await signedIn('/settings/audit');
  const given = await searchParams;
  const values = Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = firstValue(given[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const managesServer = ctx.person?.isAdmin || ctx.actor.kind === 'operator';
  const filter = auditFilterSchema.safeParse(values);
  const cursor = firstValue(given.cursor);
  const page: Page | null =
    managesServer && filter.success ? await orNotFound(listAudit(ctx, filter.data, { cursor })) : null;
  const addressOf = (path: string, extra: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...values, ...extra })}`;
  return (
    <PageFrame width="page">
      <h1 className="mb-3 page-title">Settings</h1>
      <SettingsNav current="/settings/audit" managesServer={managesServer} />
      {!managesServer && <Notice look="info" title="Only administrators read the audit log" />}
      {managesServer && (
        <>
          <p className="mb-4 text-sm text-muted">
            Who changed what, by which token and from where. Nothing of it can be changed or deleted before{' '}
            {ctx.env.auditDays} days are over.
          </p>
          <AuditFilterForm values={values} />
        </>
      )}
      {!filter.success && (
        <Notice look="bad" isLive className="mb-4">
          {explain(filter.error, 'field')}
        </Notice>
      )}
      {page && page.items.length === 0 && (
        <EmptyState picture={<NothingFoundPicture />} title="Nothing is told of that">
          Try fewer filters.
        </EmptyState>
      )}
      {page && page.items.length > 0 && (
        <>
          <ol className="divide-y divide-line rounded-lg border border-line bg-surface" aria-label="Entries">
            {page.items.map((entry) => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ol>
          <div className="mt-4 flex flex-wrap justify-between gap-2">
            <a href={addressOf('/api/v1/audit', { format: 'ndjson' })} download className={buttonStyle()}>
              Download all of these
            </a>
            {page.next_cursor && (
              <Link
                href={addressOf('/settings/audit', { cursor: page.next_cursor })}
                rel="next"
                prefetch={false}
                className={buttonStyle()}
              >
                Older
              </Link>
            )}
          </div>
        </>
      )}
    </PageFrame>
  );
}
