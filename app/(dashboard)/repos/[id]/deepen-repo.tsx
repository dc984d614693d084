// Says that a repository has only a part of its history, and fetches more of it.
'use client';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { Notice } from '@/app/_components/ui/notice';
import { formatPlural } from '@/app/_format';
import { useRepo } from '@/app/_queries/repos';
import type { Repo } from '@/lib/repos/repo';

export function DeepenRepo({ initial, canWrite }: { initial: Repo; canWrite: boolean }) {
  const { data: repo } = useRepo(initial);
  const sent = useSent('deepen-repo', repo.id);
  if (!repo.shallow) return null;
  return (
    <Notice look="info" title="Not all of its history is here" className="mb-8">
      <p>
        {repo.depth === null
          ? 'The rest is fetched with the next sync.'
          : `${formatPlural(repo.depth, 'commit')} back from each branch ${repo.depth === 1 ? 'was' : 'were'} fetched, and no tags. Files are searched as always; commits and contributors are counted as far as the history goes.`}
      </p>
      {canWrite && repo.depth !== null && (
        <div className="mt-3 flex flex-wrap items-end gap-3">
          <ActionForm action="deepen-repo" fields={{ id: repo.id }} className="flex items-end gap-2">
            <div className="w-40">
              <Field
                label="Commits back"
                name="depth"
                type="number"
                min={repo.depth + 1}
                max={1_000_000}
                required
                defaultValue={sent?.error ? sent.values.depth : repo.depth * 10}
              />
            </div>
            <Button type="submit">Fetch more</Button>
          </ActionForm>
          <ActionForm action="deepen-repo" fields={{ id: repo.id }}>
            <Button type="submit">Fetch all of it</Button>
          </ActionForm>
        </div>
      )}
      <SentNotice form="deepen-repo" subject={repo.id} className="mt-3" />
    </Notice>
  );
}
