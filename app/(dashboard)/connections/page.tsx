// Organisations, groups and users on code hosts that are kept in step.
import type { Metadata } from 'next';
import Link from 'next/link';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import { formatPlural } from '@/app/_format';
import { type Connection, nameOfConnection } from '@/lib/connections/connection';
import { listConnections } from '@/lib/connections/list-connections';
import { listCredentials } from '@/lib/credentials/list-credentials';
import { signedIn } from '../_signed-in';
import { AddConnectionForm } from './add-connection-form';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  const ctx = await signedIn('/connections');
  const [connections, credentials] = await Promise.all([listConnections(ctx), listCredentials(ctx)]);
  return (
    <PageFrame width="text">
      <h1 className="mb-1 page-title">Connections</h1>
      <p className="mb-6 text-sm text-muted">
        All repositories of an organisation, a group or a user on a code host, kept in step: new ones are added, renamed
        ones follow, private ones are private here at once, and vanished ones are archived after a while. A single list
        is{' '}
        <Link href="/repos/import" className="underline hover:text-accent">
          imported
        </Link>{' '}
        instead.
      </p>
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {connections.length === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-6 text-center text-sm text-muted">
          There is no connection yet in an organisation that you manage.
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} />
          ))}
        </ul>
      )}
      {!ctx.env.readOnly && (
        <Section id="new" title="A new connection" className="mt-10 border-t border-line pt-6">
          <AddConnectionForm credentials={credentials.filter(({ kind }) => kind !== 'ssh_key')} />
        </Section>
      )}
    </PageFrame>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  return (
    <li className="px-4 py-3">
      <Link href={`/connections/${connection.id}`} className="text-sm font-medium hover:text-accent hover:underline">
        {nameOfConnection(connection)}
      </Link>
      <p className="text-2xs text-muted">
        to {connection.org}, {formatPlural(connection.repo_count, 'repository', 'repositories')}
        {connection.missing_count > 0 && `, ${connection.missing_count} missing there`}
        {', '}
        {connection.synced_at === null ? 'never synced' : 'synced '}
        {connection.synced_at !== null && <RelativeTime at={connection.synced_at} />}
      </p>
      {connection.error !== null && <p className="text-xs text-bad [overflow-wrap:anywhere]">{connection.error}</p>}
    </li>
  );
}
