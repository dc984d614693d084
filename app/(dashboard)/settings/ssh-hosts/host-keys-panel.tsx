// Each ssh host with its fingerprints, and what waits to be accepted.
'use client';
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import type { HostKey } from '@/lib/host-keys/host-key';

export function HostKeysPanel({ hosts, canWrite }: { hosts: HostKey[]; canWrite: boolean }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {hosts.map((host) => (
        <HostRow key={host.host} host={host} canWrite={canWrite} />
      ))}
    </ul>
  );
}

function HostRow({ host, canWrite }: { host: HostKey; canWrite: boolean }) {
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium [overflow-wrap:anywhere]">{host.host}</h3>
          <p className="text-2xs text-muted">
            {host.is_published && 'Known by the keys that it publishes'}
            {host.is_published && host.first_seen_at && ', '}
            {host.first_seen_at && (
              <>
                {host.is_published ? 'noted' : 'First seen'} <RelativeTime at={host.first_seen_at} />
              </>
            )}
            {host.accepted_at && (
              <>
                , another key accepted <RelativeTime at={host.accepted_at} />
              </>
            )}
          </p>
          <ul className="mt-1 grid gap-0.5 font-mono text-xs text-muted [overflow-wrap:anywhere]">
            {host.keys.map(({ type, fingerprint }) => (
              <li key={fingerprint}>
                {fingerprint} {type}
              </li>
            ))}
          </ul>
        </div>
        {canWrite && host.id !== null && <ForgetHost id={host.id} host={host.host} />}
      </div>
      {host.pending && (
        <Notice look="bad" title="It shows another key">
          <p>
            Since <RelativeTime at={host.pending.since} />. Nothing is sent to it or fetched from it:
          </p>
          <p className="my-1 font-mono text-xs [overflow-wrap:anywhere]">
            {host.pending.fingerprint} {host.pending.type}
          </p>
          {canWrite && host.id !== null && (
            <AcceptKey id={host.id} host={host.host} fingerprint={host.pending.fingerprint} />
          )}
        </Notice>
      )}
      {host.id !== null && <SentNotice form="accept-host-key" subject={host.id} />}
      {host.id !== null && <SentNotice form="forget-host-key" subject={host.id} />}
    </li>
  );
}

function AcceptKey({ id, host, fingerprint }: { id: string; host: string; fingerprint: string }) {
  return (
    <div className="mt-2">
      <ConfirmButton
        label="Accept"
        subject={`the new key of ${host}`}
        title={`Is this the key of ${host}?`}
        text={`${fingerprint}. Whoever holds it can read what is fetched from there. Compare it with what the host publishes, or ask whoever runs it.`}
        action="accept-host-key"
        fields={{ id, fingerprint }}
        keep="Not yet"
      />
    </div>
  );
}

function ForgetHost({ id, host }: { id: string; host: string }) {
  return (
    <ConfirmButton
      label="Forget"
      subject={host}
      title={`Forget ${host}?`}
      text="It is pinned anew to the first key that it shows, whatever that is."
      action="forget-host-key"
      fields={{ id }}
      keep="Keep it"
    />
  );
}
