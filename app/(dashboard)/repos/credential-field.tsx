// Which stored credential a repository signs in with; nothing for those who may use none.
import { useId } from 'react';
import { CREDENTIAL_WORDS } from '@/app/_components/site/credential-words';
import { inputStyle } from '@/app/_components/ui/forms/field';
import type { Credential } from '@/lib/credentials/credential';

interface CredentialFieldProps {
  credentials: Credential[];
  /** The id of the one that is chosen; null for none. */
  value: string | null;
  hint: string;
  /** They are of several organisations. */
  showsOrg?: boolean;
}

export function CredentialField({ credentials, value, hint, showsOrg = false }: CredentialFieldProps) {
  const id = useId();
  if (credentials.length === 0) return null;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Stored credential
      </label>
      <select
        id={id}
        name="credential"
        defaultValue={value ?? ''}
        className={inputStyle}
        aria-describedby={`${id}-hint`}
      >
        <option value="">None</option>
        {credentials.map((credential) => (
          <option key={credential.id} value={credential.id}>
            {showsOrg ? `${credential.org}: ` : ''}
            {credential.name} ({CREDENTIAL_WORDS[credential.kind]})
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className="text-xs text-muted">
        {hint}
      </p>
    </div>
  );
}
