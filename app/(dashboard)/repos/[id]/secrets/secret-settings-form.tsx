// When a repository is scanned by itself, and by which configuration.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import type { Secrets } from '@/lib/secret-scans/scan';

export function SecretSettingsForm({ repoId, secrets }: { repoId: string; secrets: Secrets }) {
  const sent = useSent('secret-settings', repoId);
  const ref = useRefusal(sent?.error);
  const typed = sent?.error ? sent.values : null;
  return (
    <ActionForm action="secret-settings" fields={{ id: repoId }} ref={ref} className="grid gap-4">
      <CheckField
        name="every"
        defaultChecked={typed ? typed.every !== undefined : secrets.scans_every_sync}
        label="Look for secrets after every sync"
        hint="What is found marks the repository, for members of its organisation."
      />
      <Field
        label="Configuration for gitleaks"
        name="config_path"
        autoComplete="off"
        placeholder=".gitleaks.toml"
        defaultValue={typed?.config_path ?? secrets.config_path ?? ''}
        error={sent?.error ?? null}
        hint={
          secrets.scanner.name === 'gitleaks'
            ? 'The path of a file in the repository. Empty: .gitleaks.toml, if it has one.'
            : 'The path of a file in the repository. This server has no gitleaks: secretlint scans instead, and does not read it.'
        }
      />
      <SentNotice form="secret-settings" subject={repoId} isRefusalElsewhere />
      <div>
        <Button type="submit">Save</Button>
      </div>
    </ActionForm>
  );
}
