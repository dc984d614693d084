// One connection: how it stands, what a sync would do, what the last ones did, its settings.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { buttonStyle } from '@/app/_components/ui/button';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import { formatPlural } from '@/app/_format';
import { orNotFound } from '@/app/_http/or-not-found';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { type Connection, nameOfConnection } from '@/lib/connections/connection';
import { type ConnectionRun, listConnectionRuns } from '@/lib/connections/connection-run';
import { getConnection } from '@/lib/connections/list-connections';
import { listCredentials } from '@/lib/credentials/list-credentials';
import { signedIn } from '../../_signed-in';
import { ChangeList } from './change-list';
import { ConnectionActions } from './connection-actions';
import { ConnectionSettings } from './connection-settings';
import { PreviewPanel } from './preview-panel';

export const metadata: Metadata = { title: 'Connection' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const { id } = await params;
  const ctx = await signedIn(`/connections/${id}`);
  const connection = await orNotFound(getConnection(ctx, id));
  const [runs, credentials] = await Promise.all([listConnectionRuns(ctx, id), listCredentials(ctx)]);
  const usable = credentials.filter(({ org, kind }) => org === connection.org && kind !== 'ssh_key');
  // While a sync is under way the page is looked at again and again, and the host is not to be asked each time.
  const isIdle = connection.active_run_id === null && !ctx.env.readOnly;
  const isPreview = isIdle && firstValue((await searchParams).preview) === '1';
  return (
    <PageFrame width="text">
      <p className="mb-1 text-sm">
        <Link href="/connections" className="text-muted hover:text-accent hover:underline">
          Connections
        </Link>
      </p>
      <h1 className="mb-3 page-title [overflow-wrap:anywhere]">{nameOfConnection(connection)}</h1>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <Standing connection={connection} />
      {!ctx.env.readOnly && (
        <div className="mb-6 flex flex-wrap items-center gap-3">
          <ConnectionActions connection={connection} />
          <Link href={`/connections/${id}?preview=1`} prefetch={false} className={buttonStyle()}>
            Preview
          </Link>
        </div>
      )}
      {isPreview && (
        <Section id="preview" title="What a sync would change now">
          <PreviewPanel ctx={ctx} id={id} />
        </Section>
      )}
      <Section id="runs" title="What the last syncs changed">
        {runs.length === 0 ? (
          <p className="text-sm text-muted">There was none yet. Look at the preview, then press the button.</p>
        ) : (
          <ol className="grid gap-4">
            {runs.map((run) => (
              <RunItem key={run.id} run={run} />
            ))}
          </ol>
        )}
      </Section>
      {!ctx.env.readOnly && (
        <Section id="settings" title="Settings">
          <ConnectionSettings connection={connection} credentials={usable} />
        </Section>
      )}
    </PageFrame>
  );
}

function Standing({ connection }: { connection: Connection }) {
  return (
    <div className="mb-4 grid gap-2 text-sm">
      <p>
        <Link href={`/repos?connection=${connection.id}`} className="hover:text-accent hover:underline">
          {formatPlural(connection.repo_count, 'repository', 'repositories')}
        </Link>{' '}
        in {connection.org}
        {connection.missing_count > 0 && `, ${connection.missing_count} of them missing there`}.{' '}
        {connection.synced_at === null ? (
          'It was never synced.'
        ) : (
          <>
            Synced <RelativeTime at={connection.synced_at} />
            {connection.next_sync_at !== null && (
              <>
                , next <RelativeTime at={connection.next_sync_at} />
              </>
            )}
            .
          </>
        )}
      </p>
      {connection.error !== null && (
        <Notice look="bad" title="The last sync failed">
          {connection.error} What is here stays as it is.
        </Notice>
      )}
    </div>
  );
}

const STATUS: Record<ConnectionRun['status'], string> = {
  queued: 'waits for its turn',
  running: 'is under way',
  succeeded: 'has worked',
  unchanged: 'found nothing to change',
  failed: 'has failed',
  cancelled: 'was cancelled',
};

function RunItem({ run }: { run: ConnectionRun }) {
  return (
    <li className="grid gap-2">
      <h3 className="text-sm">
        <RelativeTime at={run.created_at} /> <span className="text-muted">({run.trigger})</span> {STATUS[run.status]}
        {run.listed > 0 && `, ${formatPlural(run.listed, 'repository', 'repositories')} listed`}
      </h3>
      {run.error !== null && <p className="text-xs text-bad [overflow-wrap:anywhere]">{run.error}</p>}
      {run.note !== null && <p className="text-xs text-warn">{run.note}</p>}
      {run.changes.length > 0 && <ChangeList changes={run.changes} label="What it changed" />}
    </li>
  );
}
