// What an organisation's repositories may sign in with elsewhere: never a secret, of a key its public half.
'use client';
import { CREDENTIAL_WORDS } from '@/app/_components/site/credential-words';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { Field } from '@/app/_components/ui/forms/field';
import { SentNotice } from '@/app/_components/ui/forms/sent-notice';
import { RelativeTime } from '@/app/_components/ui/relative-time';
import { formatPlural } from '@/app/_format';
import type { Credential } from '@/lib/credentials/credential';
import { DeleteCredential, RotateKey } from './credential-buttons';

export function CredentialsPanel({ credentials, canManage }: { credentials: Credential[]; canManage: boolean }) {
  if (credentials.length === 0) return <p className="text-sm text-muted">There is none yet.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {credentials.map((credential) => (
        <CredentialRow key={credential.id} credential={credential} canManage={canManage} />
      ))}
    </ul>
  );
}

function CredentialRow({ credential, canManage }: { credential: Credential; canManage: boolean }) {
  const { id, name, kind, user, public_key: publicKey, used_by: uses } = credential;
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h3 className="text-sm font-medium [overflow-wrap:anywhere]">{name}</h3>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {[CREDENTIAL_WORDS[kind], user && `for ${user}`].filter(Boolean).join(' ')}
            {uses === 0 ? ', not used' : `, used by ${formatPlural(uses, 'repository', 'repositories')}`}
            {', '}
            {credential.rotated_at ? (
              <>
                replaced <RelativeTime at={credential.rotated_at} />
              </>
            ) : (
              <>
                made <RelativeTime at={credential.created_at} />
              </>
            )}
          </p>
        </div>
        {canManage && <DeleteCredential credential={credential} />}
      </div>
      {publicKey && <CopyField label={`Public key of ${name}`} value={publicKey} />}
      {canManage && (
        <details className="text-sm">
          <summary className="text-muted hover:text-ink">{kind === 'ssh_key' ? 'New key' : 'New secret'}, name</summary>
          <div className="grid gap-4 py-3">
            {kind === 'ssh_key' ? <RotateKey credential={credential} /> : <RotateSecret credential={credential} />}
            <ActionForm action="rename-credential" fields={{ id }} className="flex flex-wrap items-end gap-2">
              <div className="min-w-0 flex-1 basis-56">
                <Field label="Name" name="name" defaultValue={name} required maxLength={100} autoComplete="off" />
              </div>
              <Button type="submit" aria-label={`Save the name of ${name}`}>
                Save
              </Button>
            </ActionForm>
          </div>
        </details>
      )}
      <SentNotice form="rotate-credential" subject={id} />
      <SentNotice form="rename-credential" subject={id} />
      <SentNotice form="delete-credential" subject={id} />
    </li>
  );
}

function RotateSecret({ credential: { id, name, kind, user } }: { credential: Credential }) {
  return (
    <ActionForm action="rotate-credential" fields={{ id }} className="flex flex-wrap items-end gap-2">
      {kind === 'password' && (
        <div className="min-w-0 flex-1 basis-40">
          <Field
            label="User name"
            name="user"
            defaultValue={user ?? ''}
            required
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      )}
      <div className="min-w-0 flex-1 basis-56">
        <Field
          label={kind === 'password' ? 'New password' : 'New token'}
          name={kind}
          type="password"
          required
          autoComplete="new-password"
        />
      </div>
      <Button type="submit" aria-label={`Replace the ${CREDENTIAL_WORDS[kind].toLowerCase()} of ${name}`}>
        Replace
      </Button>
    </ActionForm>
  );
}
