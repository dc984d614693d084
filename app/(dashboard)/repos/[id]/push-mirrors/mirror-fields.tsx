// What may be said of a push mirror, as it is added and as it is changed.
'use client';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { formatCount } from '@/app/_format';
import type { Sent } from '@/app/_forms/field/sent';
import type { Credential } from '@/lib/credentials/credential';
import type { PushMirror } from '@/lib/push-mirrors/push-mirror';

interface MirrorFieldsProps {
  /** As it stands; null for a new one. */
  mirror: PushMirror | null;
  /** What became of the form, if it was posted. */
  sent: Sent | null;
  /** Those that the caller may have it use. */
  credentials: Credential[];
}

const INTERVALS = [
  { value: '', text: 'Not by the clock' },
  { value: '900', text: 'Every 15 minutes' },
  { value: '3600', text: 'Every hour' },
  { value: '86400', text: 'Every day' },
];

export function MirrorFields({ mirror, sent, credentials }: MirrorFieldsProps) {
  // What was typed comes back after a refusal.
  const typed = sent?.error ? sent.values : null;
  const interval = mirror?.interval?.toString() ?? '';
  const credential = mirror?.credential_id ?? '';
  return (
    <>
      <Field
        label="Address"
        name="url"
        required
        autoComplete="off"
        placeholder="https://git.example.com/team/copy.git"
        defaultValue={typed?.url ?? mirror?.url ?? ''}
        error={sent?.error ?? null}
        hint={
          mirror
            ? 'What was pushed to the old one stays there.'
            : 'An empty repository, or one that may be overwritten.'
        }
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          label="Signs in with"
          name="credential"
          defaultValue={typed?.credential ?? credential}
          options={withOwn(
            [{ value: '', text: 'Nothing' }, ...credentials.map(({ id, name }) => ({ value: id, text: name }))],
            { value: credential, text: 'The credential that it has' },
          )}
        />
        <SelectField
          label="By the clock"
          name="interval"
          defaultValue={typed?.interval ?? interval}
          options={withOwn(INTERVALS, { value: interval, text: `Every ${formatCount(Number(interval))} seconds` })}
        />
      </div>
      <Field
        label="Only these"
        name="refs"
        autoComplete="off"
        placeholder="refs/heads/main refs/tags/v*"
        defaultValue={typed?.refs ?? mirror?.refs?.join(' ') ?? ''}
        hint="Names of branches and tags in full, with one star for any. Empty: all."
      />
      <CheckField
        name="after"
        defaultChecked={typed ? typed.after !== undefined : (mirror?.after_sync ?? true)}
        label="Push after each sync"
        hint="If the sync brought something."
      />
      <CheckField
        name="prune"
        defaultChecked={typed ? typed.prune !== undefined : (mirror?.prune ?? true)}
        label="Delete there what is gone here"
        hint="Of the branches and tags that are pushed, and nothing else."
      />
    </>
  );
}

interface Option {
  value: string;
  text: string;
}

/** With what was set by other means, or may not be seen by this caller: to save the form must not take it away. */
function withOwn(options: readonly Option[], own: Option): readonly Option[] {
  return options.some(({ value }) => value === own.value) ? options : [...options, own];
}
