// By which key a target's host is known, and what waits to be accepted.
import { ConfirmButton } from '@/app/_components/ui/forms/confirm-button';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import type { Target } from '@/lib/targets/target';

export function HostKeySection({ target, canAccept }: { target: Target; canAccept: boolean }) {
  const { id, address, host_key: known } = target;
  const host = address.slice(address.indexOf('@') + 1);
  return (
    <Section
      id="host-key"
      title="The host’s key"
      className="mb-10"
      about="The host is pinned to the first key that it shows. Compare the fingerprint with what ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub says there."
    >
      <div className="grid gap-3">
        {known === null ? (
          <p className="text-sm text-muted">It is not known yet: test the target, and it is.</p>
        ) : (
          <p className="font-mono text-xs [overflow-wrap:anywhere]">
            {known.fingerprint} {known.type}
          </p>
        )}
        {known?.pending && (
          <Notice look="bad" title="The host shows another key">
            <p>
              Since <RelativeTime at={known.pending.since} />. Nothing is sent to it:
            </p>
            <p className="my-1 font-mono text-xs [overflow-wrap:anywhere]">
              {known.pending.fingerprint} {known.pending.type}
            </p>
            {canAccept ? (
              <div className="mt-2">
                <ConfirmButton
                  label="Accept"
                  subject={`the new key of ${host}`}
                  title={`Is this the key of ${host}?`}
                  text={`${known.pending.fingerprint}. Whoever holds it is given what is delivered. Compare it with what the host itself says, or ask whoever runs it.`}
                  action="accept-target-key"
                  fields={{ id, fingerprint: known.pending.fingerprint }}
                  keep="Not yet"
                />
              </div>
            ) : (
              <p>If the host was really changed, an administrator of this server accepts the key.</p>
            )}
          </Notice>
        )}
        <SentNotice form="accept-target-key" subject={id} />
      </div>
    </Section>
  );
}
