// Makes a token, which is shown once.
'use client';
import { type FormEvent, useId } from 'react';
import { Button } from '@/app/_components/ui/button';
import { ActionForm } from '@/app/_components/ui/forms/action-form';
import { CopyField } from '@/app/_components/ui/forms/copy-field';
import { CheckField, Field, inputStyle } from '@/app/_components/ui/forms/field';
import { useForm } from '@/app/_components/ui/forms/sent-form';
import { Notice } from '@/app/_components/ui/notice';
import { EXPIRY_DAYS, newTokenOf } from '@/app/_forms/input/token-input';
import { useMakeToken } from '@/app/_queries/tokens';
import { SCOPE_WORDS } from './scope-words';

const DEFAULT_DAYS = '90';

export function TokenForm({ isAdmin }: { isAdmin: boolean }) {
  const make = useMakeToken();
  const { ref, sent, error } = useForm('make-token', make);
  const made = make.data ? { name: make.data.name, secret: make.data.token } : null;
  const shown =
    made ?? (make.isIdle && sent?.shown.secret ? { name: sent.shown.name ?? '', secret: sent.shown.secret } : null);
  const values = sent?.values ?? {};

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    make.mutate(newTokenOf(new FormData(form), Date.now()), { onSuccess: () => form.reset() });
  }

  return (
    <ActionForm
      action="make-token"
      ref={ref}
      onSubmit={onSubmit}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <h3 className="text-sm font-semibold">Make a token</h3>
      <Field
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={values.name}
        hint="What it is for: the program or the machine that gets it."
      />
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-sm font-medium">What it may do</legend>
        <CheckField name="scope-read" checked readOnly disabled {...SCOPE_WORDS.read} />
        {(['sync', 'write', 'admin'] as const).map((scope) => (
          <CheckField
            key={scope}
            name={`scope-${scope}`}
            defaultChecked={values[`scope-${scope}`] !== undefined}
            {...SCOPE_WORDS[scope]}
          />
        ))}
      </fieldset>
      <Expiry value={values.expires ?? DEFAULT_DAYS} />
      <Field
        label="Only for the organisation (optional)"
        name="for"
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={values.for}
        hint="Its name: then the token sees and changes nothing else."
      />
      {isAdmin && (
        <CheckField
          name="owner"
          value="organisation"
          defaultChecked={values.owner !== undefined}
          label="It belongs to the organisation"
          hint="It acts as the organisation, not as you, and goes on when your account is gone."
        />
      )}
      {error && (
        <Notice look="bad" isLive>
          {error}
        </Notice>
      )}
      {shown && (
        <Notice key={shown.secret} look="ok" isLive title={`The token ${shown.name}, shown only now`}>
          <div className="mt-2">
            <CopyField isNew label="New token" value={shown.secret} />
          </div>
        </Notice>
      )}
      <div>
        <Button look="primary" type="submit" isBusy={make.isPending}>
          Make a token
        </Button>
      </div>
    </ActionForm>
  );
}

function Expiry({ value }: { value: string }) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        It works for
      </label>
      <select id={id} name="expires" defaultValue={value} className={inputStyle} aria-describedby={`${id}-hint`}>
        {EXPIRY_DAYS.map((days) => (
          <option key={days} value={days}>
            {days === 365 ? 'a year' : `${days} days`}
          </option>
        ))}
        <option value="0">as long as it is not revoked</option>
      </select>
      <p id={`${id}-hint`} className="text-xs text-muted">
        A week before it expires, whoever gets notifications is told.
      </p>
    </div>
  );
}
