// What may be set on a delivery, for making one and for changing one.
'use client';
import { CheckField, Field } from '@/app/_components/ui/forms/field';
import { SelectField } from '@/app/_components/ui/forms/select-field';
import { TextAreaField } from '@/app/_components/ui/forms/text-area-field';
import type { Delivery } from '@/lib/deliveries/delivery';
import type { Place } from '@/lib/deliveries/list-places';

const CHECKS = [
  { value: '', text: 'Only when asked' },
  { value: '300', text: 'Every 5 minutes' },
  { value: '3600', text: 'Every hour' },
  { value: '21600', text: 'Every 6 hours' },
  { value: '86400', text: 'Every day' },
];
const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

interface FieldsProps {
  /** As it is; null for a new one. */
  delivery: Delivery | null;
  places: Place[];
  canSetHook: boolean;
  /** What was typed before a refusal; null if nothing was. */
  typed: Record<string, string> | null;
}

export function DeliveryFields({ delivery, places, canSetHook, typed }: FieldsProps) {
  const text = (name: string, value: string | null | undefined) => typed?.[name] ?? value ?? '';
  const ticked = (name: string, value: boolean) => (typed === null ? value : typed[name] !== undefined);
  const seconds = String(delivery?.verify_interval_seconds ?? '');
  const isKnown = CHECKS.some(({ value }) => value === seconds);
  return (
    <>
      <WhereFields delivery={delivery} places={places} group={text('group', delivery?.group)} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Branch or tag"
          name="ref"
          defaultValue={text('ref', delivery?.ref)}
          placeholder="the default branch"
          maxLength={255}
          {...plain}
        />
        <Field
          label="Sub-folder"
          name="subfolder"
          defaultValue={text('subfolder', delivery?.subfolder)}
          placeholder="everything"
          hint="What is below it is the root on the hosts."
          maxLength={1024}
          {...plain}
        />
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-sm font-semibold">When</legend>
        <CheckField
          name="after_sync"
          defaultChecked={ticked('after_sync', delivery?.after_sync ?? false)}
          label="After each sync that brought something"
        />
        <CheckField
          name="fallback"
          defaultChecked={ticked('fallback', delivery?.fallback_to_local ?? false)}
          label="Deliver the last good state if upstream is away"
          hint="The run says so. Otherwise it waits for the next sync that works."
        />
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-sm font-semibold">Secrets</legend>
        <CheckField
          name="block"
          defaultChecked={ticked('block', delivery?.block_on_secrets ?? true)}
          label="Send nothing while secrets are found in it"
          hint="Also if they cannot be looked for."
        />
        <CheckField
          name="commits"
          defaultChecked={ticked('commits', delivery?.scans_commits ?? false)}
          label="Look through the new commits as well"
        />
      </fieldset>
      <details className="rounded-lg border border-line px-4 py-3" open={typed !== null}>
        <summary className="text-sm font-medium">Rules for the files, checks and more</summary>
        <div className="mt-4 grid gap-5">
          <TextAreaField
            label="Leave out"
            name="excludes"
            rows={3}
            defaultValue={text('excludes', delivery?.excludes.join('\n'))}
            hint="One pattern of rsync’s a line, such as *.log or /build/."
            {...plain}
          />
          <CheckField
            name="dot_git"
            defaultChecked={ticked('dot_git', delivery?.exclude_dot_git ?? true)}
            label="Leave .git on the hosts alone"
          />
          <CheckField
            name="delete"
            defaultChecked={ticked('delete', delivery?.delete ?? true)}
            label="Delete on the hosts what is gone here"
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Owner"
              name="owner"
              defaultValue={text('owner', delivery?.owner)}
              placeholder="whoever signs in there"
              hint="user, user:group or :group"
              {...plain}
            />
            <Field
              label="Modes"
              name="modes"
              defaultValue={text('modes', delivery?.modes)}
              placeholder="as in git"
              hint="Such as D755,F644 or g+w,o-rwx."
              {...plain}
            />
            <SelectField
              label="Check the hosts"
              name="verify"
              defaultValue={text('verify', seconds)}
              options={isKnown ? CHECKS : [{ value: seconds, text: `Every ${seconds} seconds` }, ...CHECKS]}
            />
            <Field
              label="Configuration for the search for secrets"
              name="config"
              defaultValue={text('config', delivery?.config_path)}
              placeholder=".gitleaks.toml, if there is one"
              hint="A file in the repository."
              {...plain}
            />
          </div>
          <CheckField
            name="repair"
            defaultChecked={ticked('repair', delivery?.repair ?? false)}
            label="Deliver again to hosts that differ from what they should have"
          />
          {canSetHook ? (
            <TextAreaField
              label="Command on each host once it is live"
              name="hook"
              rows={2}
              defaultValue={text('hook', delivery?.hook)}
              hint="Run by sh there, as whoever signs in. Only administrators of this server may set it."
              {...plain}
            />
          ) : (
            delivery?.hook && (
              <p className="text-sm">
                Once it is live, each host runs <code className="font-mono text-xs">{delivery.hook}</code>. Only
                administrators of this server may change that.
              </p>
            )
          )}
        </div>
      </details>
    </>
  );
}

function WhereFields({ delivery, places, group }: { delivery: Delivery | null; places: Place[]; group: string }) {
  const groups = [...new Set(places.flatMap((place) => (place.group === null ? [] : [place.group])))].sort();
  const isTaken = (place: Place) => place.delivery_id !== null && place.delivery_id !== delivery?.id;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-semibold">Where</legend>
      {groups.length > 0 && (
        <SelectField
          label="All hosts of a group"
          name="group"
          defaultValue={group}
          options={[
            { value: '', text: 'None: those ticked below' },
            ...groups.map((name) => ({ value: name, text: name })),
          ]}
        />
      )}
      <ul className="grid max-h-80 gap-2 overflow-y-auto rounded-lg border border-line p-3">
        {places.map((place) => (
          <li key={place.id}>
            <CheckField
              name="target"
              value={place.id}
              defaultChecked={delivery?.group === null && delivery.target_ids.includes(place.id)}
              disabled={isTaken(place)}
              label={place.is_enabled ? place.name : `${place.name} (switched off)`}
              hint={
                <span className="[overflow-wrap:anywhere]">
                  {place.address} {place.path}
                  {isTaken(place) && `, has ${place.taken_by} already`}
                </span>
              }
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
