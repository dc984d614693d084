// One place that a repository is pushed on to: how it stands, what may be done about it, and its settings.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatCount } from '@/app/_format';
import type { Credential } from '@/lib/credentials/credential';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';
import { MirrorFields } from './mirror-fields';
import { MirrorState } from './mirror-state';

interface RowProps {
  repoId: string;
  mirror: PushMirror;
  credentials: Credential[];
  canWrite: boolean;
}

export function MirrorRow({ repoId, mirror, credentials, canWrite }: RowProps) {
  const fields = { id: mirror.id, repo: repoId };
  const credential = credentials.find(({ id }) => id === mirror.credential_id)?.name;
  const about = [
    mirror.refs === null ? 'all branches and tags' : mirror.refs.join(', '),
    mirror.prune ? 'deletes there what is gone here' : 'deletes nothing there',
    mirror.after_sync && 'after each sync',
    mirror.interval !== null && `every ${formatCount(Math.round(mirror.interval / 60))} min`,
    credential && `signs in with ${credential}`,
  ];
  return (
    <li className="grid grid-cols-1 gap-2 px-4 py-2.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm font-medium [overflow-wrap:anywhere]">{mirror.url}</p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">{about.filter(Boolean).join(' · ')}</p>
          <MirrorState mirror={mirror} />
        </div>
        {canWrite && (
          <>
            <ActionForm action="push-now" fields={fields}>
              <Button size="sm" type="submit" aria-label={`Push now to ${mirror.url}`}>
                Push now
              </Button>
            </ActionForm>
            <ActionForm action="remove-push-mirror" fields={fields}>
              <Button size="sm" type="submit" className="text-bad" aria-label={`Remove ${mirror.url}`}>
                Remove
              </Button>
            </ActionForm>
          </>
        )}
      </div>
      {mirror.error && <Trouble mirror={mirror} error={mirror.error} />}
      <SentNotice form="push-now" subject={mirror.id} />
      <SentNotice form="remove-push-mirror" subject={mirror.id} />
      <SentNotice form="change-push-mirror" subject={mirror.id} isRefusalElsewhere />
      {canWrite && <ChangeMirror fields={fields} mirror={mirror} credentials={credentials} />}
    </li>
  );
}

function Trouble({ mirror, error }: { mirror: PushMirror; error: string }) {
  return (
    <div className="text-sm text-bad [overflow-wrap:anywhere]">
      <p>{error}</p>
      {mirror.next_attempt_at && (
        <p className="text-xs text-muted">
          Tried again <RelativeTime at={mirror.next_attempt_at} isAhead />.
        </p>
      )}
      {mirror.details && (
        <details className="mt-1 text-xs text-muted">
          <summary>What git said</summary>
          <pre className="mt-1 overflow-x-auto whitespace-pre-wrap">{mirror.details}</pre>
        </details>
      )}
    </div>
  );
}

interface ChangeProps {
  fields: Record<string, string>;
  mirror: PushMirror;
  credentials: Credential[];
}

/** Folded up unless it was just refused. */
function ChangeMirror({ fields, mirror, credentials }: ChangeProps) {
  const sent = useSent('change-push-mirror', mirror.id);
  const ref = useRefusal(sent?.error);
  return (
    <details open={Boolean(sent?.error)}>
      <summary className="w-fit text-xs text-muted">
        Settings<span className="sr-only"> of {mirror.url}</span>
      </summary>
      <ActionForm action="change-push-mirror" fields={fields} ref={ref} className="mt-3 grid gap-4 pb-2">
        <MirrorFields mirror={mirror} sent={sent} credentials={credentials} />
        <div>
          <Button type="submit">Save the mirror</Button>
        </div>
      </ActionForm>
    </details>
  );
}
