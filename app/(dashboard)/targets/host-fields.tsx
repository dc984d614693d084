// Where a target lies, for adding one and for changing one.
'use client';
import { Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';

export interface HostValues {
  name?: string | undefined;
  address?: string | undefined;
  path?: string | undefined;
  group?: string | undefined;
  mode?: string | undefined;
  keep?: string | undefined;
}

const MODES = [
  { value: 'releases', text: 'Releases beside it: a link leads to the live one' },
  { value: 'in_place', text: 'In place: for software that does not follow links' },
];
const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** `field` is the one that `error` is about. */
export function HostFields({
  values,
  field,
  error,
}: {
  values: HostValues;
  field: string | null;
  error: string | null;
}) {
  const wrong = (name: string) => (field === name ? error : null);
  // A browser’s field holds one line.
  const isPathShown = values.path === undefined || !/[\r\n]/.test(values.path);
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Field
        label="Name"
        name="name"
        required
        maxLength={100}
        defaultValue={values.name}
        error={wrong('name')}
        placeholder="web1"
        autoComplete="off"
      />
      <Field
        label="Group"
        name="group"
        maxLength={100}
        defaultValue={values.group}
        error={wrong('group')}
        placeholder="none"
        hint="Targets of one group can be delivered to together."
        {...plain}
      />
      <Field
        label="Address"
        name="address"
        required
        maxLength={400}
        defaultValue={values.address}
        error={wrong('address')}
        placeholder="deploy@web1.example.com"
        hint="user@host, or user@host:port."
        {...plain}
      />
      {isPathShown ? (
        <Field
          label="Path on the host"
          name="path"
          required
          maxLength={1000}
          defaultValue={values.path}
          error={wrong('path')}
          placeholder="/srv/site"
          hint="Where the files are to be: what a web server or a program reads."
          {...plain}
        />
      ) : (
        <p className="text-sm text-muted">Its path has a line break, and is changed over the API.</p>
      )}
      <SelectField label="How it becomes live" name="mode" defaultValue={values.mode} options={MODES} />
      <Field
        label="Releases that are kept"
        name="keep"
        type="number"
        min={2}
        max={100}
        required
        defaultValue={values.keep ?? '5'}
        error={wrong('keep')}
        hint="Each can be rolled back to. In place there are none."
      />
    </div>
  );
}
