// Where a repository is pushed on to, how each push went, and one more.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { Section } from '@/app/_components/ui/section';
import { formatCount, formatPlural } from '@/app/_format';
import type { Credential } from '@/lib/credentials/credential';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';

interface PushMirrorsProps {
  repoId: string;
  mirrors: PushMirror[];
  /** Those of its organisation that the caller may have it use. */
  credentials: Credential[];
  canWrite: boolean;
}

const INTERVALS = [
  { value: '', text: 'Not by the clock' },
  { value: '900', text: 'Every 15 minutes' },
  { value: '3600', text: 'Every hour' },
  { value: '86400', text: 'Every day' },
];

export function PushMirrorsSection({ repoId, mirrors, credentials, canWrite }: PushMirrorsProps) {
  return (
    <Section
      id="push-mirrors"
      title="Push mirrors"
      className="mb-10"
      about="Its branches and tags are pushed on to these places, by force. What was rewritten there is overwritten."
    >
      <div className="grid grid-cols-1 gap-4">
        {mirrors.length > 0 && (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {mirrors.map((mirror) => (
              <MirrorRow
                key={mirror.id}
                repoId={repoId}
                mirror={mirror}
                credential={credentials.find(({ id }) => id === mirror.credential_id)?.name ?? null}
                canWrite={canWrite}
              />
            ))}
          </ul>
        )}
        {canWrite && <MirrorForm repoId={repoId} credentials={credentials} />}
      </div>
    </Section>
  );
}

interface RowProps {
  repoId: string;
  mirror: PushMirror;
  credential: string | null;
  canWrite: boolean;
}

function MirrorRow({ repoId, mirror, credential, canWrite }: RowProps) {
  const fields = { id: mirror.id, repo: repoId };
  const about = [
    mirror.refs === null ? 'all branches and tags' : mirror.refs.join(', '),
    mirror.prune ? 'deletes there what is gone here' : 'deletes nothing there',
    mirror.after_sync && 'after each sync',
    mirror.interval !== null && `every ${formatCount(Math.round(mirror.interval / 60))} min`,
    credential && `signs in with ${credential}`,
  ];
  return (
    <li className="grid gap-2 px-4 py-2.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm font-medium [overflow-wrap:anywhere]">{mirror.url}</p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">{about.filter(Boolean).join(' · ')}</p>
          <p className="mt-1 text-xs">
            <State mirror={mirror} />
          </p>
        </div>
        {canWrite && (
          <>
            <ActionForm action="push-now" fields={fields}>
              <Button size="sm" type="submit" aria-label={`Push to ${mirror.url} now`}>
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
      {mirror.error && (
        <div className="text-sm text-bad [overflow-wrap:anywhere]">
          <p>{mirror.error}</p>
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
      )}
      <SentNotice form="push-now" subject={mirror.id} />
      <SentNotice form="remove-push-mirror" subject={mirror.id} />
    </li>
  );
}

function State({ mirror }: { mirror: PushMirror }) {
  const { status, progress, pushed_at: pushedAt, refs_moved: moved } = mirror;
  if (status === 'queued') return <>Waits for its turn.</>;
  if (status === 'pushing') {
    return (
      <>
        Pushing{progress && `: ${formatCount(progress.done)} of ${formatPlural(progress.total, 'object')}`}
        {mirror.attempts > 1 && `, attempt ${mirror.attempts}`}.
      </>
    );
  }
  if (pushedAt === null) return <>Nothing was pushed yet.</>;
  return (
    <>
      {status === 'error' ? 'Last pushed' : 'Pushed'} <RelativeTime at={pushedAt} />
      {status === 'ok' && `, ${moved === 0 ? 'nothing had moved' : `${formatPlural(moved, 'ref')} moved`}`}.
    </>
  );
}

function MirrorForm({ repoId, credentials }: { repoId: string; credentials: Credential[] }) {
  const sent = useSent('add-push-mirror', repoId);
  const ref = useRefusal(sent?.error);
  const typed = sent?.error ? sent.values : null;
  return (
    <ActionForm
      action="add-push-mirror"
      fields={{ id: repoId }}
      ref={ref}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Push to one more place</h3>
      <Field
        label="Address"
        name="url"
        required
        autoComplete="off"
        placeholder="https://git.example.com/team/copy.git"
        defaultValue={typed?.url ?? ''}
        error={sent?.error ?? null}
        hint="An empty repository, or one that may be overwritten."
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          label="Signs in with"
          name="credential"
          defaultValue={typed?.credential ?? ''}
          options={[{ value: '', text: 'Nothing' }, ...credentials.map(({ id, name }) => ({ value: id, text: name }))]}
        />
        <SelectField label="By the clock" name="interval" defaultValue={typed?.interval ?? ''} options={INTERVALS} />
      </div>
      <Field
        label="Only these"
        name="refs"
        autoComplete="off"
        placeholder="refs/heads/main refs/tags/v*"
        defaultValue={typed?.refs ?? ''}
        hint="Names of branches and tags in full, with one star for any. Empty: all."
      />
      <CheckField
        name="after"
        defaultChecked={typed ? typed.after !== undefined : true}
        label="Push after each sync"
        hint="If the sync brought something."
      />
      <CheckField
        name="prune"
        defaultChecked={typed ? typed.prune !== undefined : true}
        label="Delete there what is gone here"
        hint="Of the branches and tags that are pushed, and nothing else."
      />
      <SentNotice form="add-push-mirror" subject={repoId} isRefusalElsewhere />
      <div>
        <Button type="submit">Add</Button>
      </div>
    </ActionForm>
  );
}
