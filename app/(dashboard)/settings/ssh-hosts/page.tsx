// The ssh hosts that this server knows, and those that show another key than they should.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { listHostKeys } from '@/lib/host-keys/list-host-keys';
import { signedIn } from '../../_signed-in';
import { SettingsNav } from '../settings-nav';
import { HostKeysPanel } from './host-keys-panel';

export const metadata: Metadata = { title: 'ssh hosts' };

export default async function SshHostsPage() {
  const ctx = await signedIn('/settings/ssh-hosts');
  const managesServer = ctx.person?.isAdmin || ctx.actor.kind === 'operator';
  if (!managesServer) notFound();
  return (
    <PageFrame width="text">
      <h1 className="mb-3 page-title">Settings</h1>
      <SettingsNav current="/settings/ssh-hosts" managesServer={managesServer} />
      {ctx.env.readOnly && <ReadOnlyNotice />}
      <Section
        id="ssh-hosts"
        title="ssh hosts"
        about="By which key each is known. A host is pinned to the first key that it shows; the large ones are known beforehand. One that shows another key is talked to no more until you have compared its fingerprint with what the host publishes, and accepted it."
      >
        <HostKeysPanel hosts={await listHostKeys(ctx)} canWrite={!ctx.env.readOnly} />
      </Section>
    </PageFrame>
  );
}
