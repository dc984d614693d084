// One more place that a repository is pushed on to.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import type { Credential } from '@/lib/credentials/credential';
import { MirrorFields } from './mirror-fields';

export function AddMirror({ repoId, credentials }: { repoId: string; credentials: Credential[] }) {
  const sent = useSent('add-push-mirror', repoId);
  const ref = useRefusal(sent?.error);
  return (
    <ActionForm
      action="add-push-mirror"
      fields={{ id: repoId }}
      ref={ref}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Push to one more place</h3>
      <MirrorFields mirror={null} sent={sent} credentials={credentials} />
      <SentNotice form="add-push-mirror" subject={repoId} isRefusalElsewhere />
      <div>
        <Button type="submit">Add</Button>
      </div>
    </ActionForm>
  );
}
