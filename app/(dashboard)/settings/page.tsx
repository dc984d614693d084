// One's own account, and for administrators the people, the webhooks and the notifications.

import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ReadOnlyNotice } from '@/app/_components/repo/read-only-notice';
import { SignOutButton } from '@/app/_components/site/sign-out-button';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { Section } from '@/app/_components/ui/section';
import { isLoopbackName, publicOrigin } from '@/app/_http/origin';
import { getMe } from '@/lib/accounts/get-me';
import { listPeople } from '@/lib/accounts/people/list-people';
import { listSessions } from '@/lib/accounts/sessions/list-sessions';
import { listNotificationTargets } from '@/lib/notifications/list-targets';
import { listOrgs } from '@/lib/orgs/list-orgs';
import { readStorage } from '@/lib/status/read-storage';
import { listWebhooks } from '@/lib/webhooks/records/list-webhooks';
import { signedIn } from '../_signed-in';
import { NotificationsPanel } from './notifications-panel';
import { PasswordForm } from './password-form';
import { PeoplePanel } from './people-panel';
import { SessionsPanel } from './sessions-panel';
import { SettingsNav } from './settings-nav';
import { StoragePanel } from './storage-panel';
import { WebhooksPanel } from './webhooks-panel';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const ctx = await signedIn('/settings');
  const me = await getMe(ctx);
  const people = ctx.person?.isAdmin ? await listPeople(ctx) : null;
  const slugs = people ? (await listOrgs(ctx, { limit: 200 })).items.map(({ slug }) => slug) : [];
  const managesServer = ctx.person?.isAdmin || ctx.actor.kind === 'operator';
  const webhooks = managesServer ? await listWebhooks(ctx) : null;
  const origin = publicOrigin(ctx.env, await headers());
  const targets = managesServer ? await listNotificationTargets(ctx) : null;
  const storage = managesServer ? await readStorage(ctx) : null;
  return (
    <PageFrame width="text">
      <h1 className="mb-3 page-title">Settings</h1>
      <SettingsNav current="/settings" managesServer={managesServer} />
      {ctx.env.readOnly && <ReadOnlyNotice />}
      {me ? (
        <Section id="account" title="Your account" action={<SignOutButton />} className="mb-10">
          <div className="rounded-lg border border-line bg-surface p-4">
            <p className="mb-5 text-sm">
              {me.name && <span className="font-medium">{me.name}, </span>}
              <span className="text-muted [overflow-wrap:anywhere]">{me.email}</span>
            </p>
            {me.has_password && !ctx.env.readOnly ? (
              <PasswordForm email={me.email} />
            ) : (
              <p className="text-sm text-muted">
                {me.has_password ? 'Passwords cannot be changed here.' : 'You sign in through your provider.'}
              </p>
            )}
          </div>
          <h3 className="mt-6 mb-2 text-sm font-semibold">Where you are signed in</h3>
          <SessionsPanel initial={{ sessions: await listSessions(ctx) }} />
        </Section>
      ) : (
        <Notice look="info" title="This server has no accounts">
          It is for this machine alone (FRESHET_AUTH=disabled): everybody on it may change everything.
        </Notice>
      )}
      {people && (
        <Section id="people" title="People">
          <PeoplePanel initial={people} ownId={ctx.person?.id ?? null} canWrite={!ctx.env.readOnly} orgs={slugs} />
        </Section>
      )}
      {webhooks && (
        <Section
          id="webhooks"
          title="Webhooks"
          about="A host that tells of each push makes it searchable at once. Give it the address and a secret from here."
          className="mt-10"
        >
          {!ctx.env.publicUrl && isLoopbackName(origin.hostname) && (
            <Notice look="warn" className="mb-3" title="Hosts elsewhere cannot reach these addresses">
              {origin.hostname} means this machine itself.{' '}
              {ctx.env.auth === 'disabled'
                ? 'With FRESHET_AUTH=disabled only what runs here can tell of pushes.'
                : 'Set FRESHET_PUBLIC_URL to the address under which they reach this server, and start it again.'}
            </Notice>
          )}
          <WebhooksPanel initial={{ webhooks }} origin={origin.origin} canWrite={!ctx.env.readOnly} />
        </Section>
      )}
      {storage && (
        <Section
          id="storage"
          title="Storage"
          about="What repositories take on the disk with all their history, as it was when a sync of each last ended."
          className="mt-10"
        >
          <StoragePanel storage={storage} />
        </Section>
      )}
      {targets && (
        <Section
          id="notifications"
          title="Notifications"
          about="Who is told when a repository fails, goes stale or works again: once each, and together what happens together."
          className="mt-10"
        >
          <NotificationsPanel initial={{ targets }} hasMail={ctx.env.mail !== undefined} canWrite={!ctx.env.readOnly} />
        </Section>
      )}
    </PageFrame>
  );
}
