// Whom a repository is shared with, beside the people of its organisation.
'use client';
import Link from 'next/link';
import { SHARE_OPTIONS } from '@/app/_components/site/role-words';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { useSent } from '@/app/_components/ui/forms/sent-form';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { useRefusal } from '@/app/_components/ui/forms/use-refusal';
import { Section } from '@/app/_components/ui/section';
import { orgHref } from '@/app/_links';
import type { RepoShare } from '@/lib/repos/manage/shares/list-shares';
import type { Repo } from '@/lib/repos/repo';

interface SharingSectionProps {
  repo: Repo;
  shares: RepoShare[];
  canWrite: boolean;
}

export function SharingSection({ repo, shares, canWrite }: SharingSectionProps) {
  return (
    <Section
      id="sharing"
      title="Sharing"
      className="mb-10"
      about={
        <>
          People of{' '}
          <Link href={orgHref(repo.org)} className="underline hover:text-accent">
            {repo.org}
          </Link>{' '}
          see it{repo.is_public && ', and so does everybody else because it is public'}. Here are others that it is
          shared with.
        </>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        {shares.length > 0 && (
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {shares.map((share) => (
              <ShareRow key={share.person_id} repoId={repo.id} share={share} canWrite={canWrite} />
            ))}
          </ul>
        )}
        {canWrite && <ShareForm repoId={repo.id} />}
      </div>
    </Section>
  );
}

function ShareRow({ repoId, share, canWrite }: { repoId: string; share: RepoShare; canWrite: boolean }) {
  const fields = { id: share.person_id, repo: repoId };
  return (
    <li className="grid gap-2 px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate text-sm font-medium">{share.name ?? share.email}</p>
          {share.name && <p className="text-2xs text-muted [overflow-wrap:anywhere]">{share.email}</p>}
        </div>
        {canWrite && (
          <>
            <ActionForm action="change-share" fields={fields} className="flex items-center gap-2">
              <SelectField
                label={`What ${share.email} may do`}
                isLabelHidden
                name="can"
                defaultValue={share.can}
                options={SHARE_OPTIONS}
              />
              <Button size="sm" type="submit" aria-label={`Save what ${share.email} may do`}>
                Save
              </Button>
            </ActionForm>
            <ActionForm action="unshare-repo" fields={fields}>
              <Button size="sm" type="submit" className="text-bad" aria-label={`Remove ${share.email}`}>
                Remove
              </Button>
            </ActionForm>
          </>
        )}
      </div>
      <SentNotice form="change-share" subject={share.person_id} />
      <SentNotice form="unshare-repo" subject={share.person_id} />
    </li>
  );
}

function ShareForm({ repoId }: { repoId: string }) {
  const sent = useSent('share-repo', repoId);
  const ref = useRefusal(sent?.error);
  return (
    <ActionForm
      action="share-repo"
      fields={{ id: repoId }}
      ref={ref}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Share with somebody</h3>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="E-mail of the person"
          name="email"
          type="email"
          required
          autoComplete="off"
          defaultValue={sent?.error ? sent.values.email : ''}
          error={sent?.error ?? null}
          hint="Of somebody who has an account on this server."
        />
        <SelectField
          label="What they may do"
          name="can"
          defaultValue={sent?.values.can ?? 'read'}
          options={SHARE_OPTIONS}
        />
      </div>
      <SentNotice form="share-repo" subject={repoId} isRefusalElsewhere />
      <div>
        <Button type="submit">Share</Button>
      </div>
    </ActionForm>
  );
}
