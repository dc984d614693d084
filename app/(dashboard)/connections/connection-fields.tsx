// What may be set on a connection, for making one and for changing one.
'use client';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { formatPlural } from '@/app/_format';
import type { Credential } from '@/lib/credentials/credential';

const INTERVALS = [
  { value: '300', text: 'Every 5 minutes' },
  { value: '3600', text: 'Every hour' },
  { value: '21600', text: 'Every 6 hours' },
  { value: '86400', text: 'Every day' },
  { value: '0', text: 'Only when asked' },
];

export interface ConnectionValues {
  credential: string;
  include: string;
  exclude: string;
  forks: boolean;
  archived: boolean;
  interval: string;
  grace: string;
}

export function ConnectionFields({ values, credentials }: { values: ConnectionValues; credentials: Credential[] }) {
  const usable = credentials.map(({ id, org, name }) => ({ value: id, text: `${name} (${org})` }));
  const isKnown = INTERVALS.some(({ value }) => value === values.interval);
  const own = { value: values.interval, text: `Every ${formatPlural(Number(values.interval), 'second')}` };
  return (
    <>
      <SelectField
        label="Credential"
        name="credential"
        defaultValue={values.credential}
        options={[{ value: '', text: 'None: what everybody sees' }, ...usable]}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Only these"
          name="include"
          defaultValue={values.include}
          placeholder="all of them"
          hint="Names or patterns such as web-*, separated by spaces."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Field
          label="Not these"
          name="exclude"
          defaultValue={values.exclude}
          placeholder="none"
          hint="What both name is left out."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
      <CheckField name="forks" defaultChecked={values.forks} label="Forks as well" />
      <CheckField name="archived" defaultChecked={values.archived} label="What is archived there as well" />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label="Ask the host"
          name="interval"
          defaultValue={values.interval}
          options={isKnown ? INTERVALS : [own, ...INTERVALS]}
        />
        <Field
          label="Archive what is missing after (hours)"
          name="grace"
          type="number"
          min={0}
          max={8760}
          required
          defaultValue={values.grace}
        />
      </div>
    </>
  );
}
