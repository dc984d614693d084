// Narrows the audit log: a form that only asks, so it is an address that can be kept.
import { Button } from '@/app/_components/ui/button';
import { Field } from '@/app/_components/ui/forms/field';

export function AuditFilterForm({ values }: { values: Partial<Record<string, string>> }) {
  return (
    <form
      method="get"
      action="/settings/audit"
      className="mb-4 grid items-end gap-3 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-6"
    >
      <Field label="Who" name="actor" defaultValue={values.actor} placeholder="ada@example.com" autoComplete="off" />
      <Field
        label="What"
        name="verb"
        defaultValue={values.verb}
        placeholder="repo.delete, or repo"
        autoComplete="off"
      />
      <Field label="Which" name="subject" defaultValue={values.subject} placeholder="acme/rivers" autoComplete="off" />
      <Field label="From (UTC)" name="since" type="date" defaultValue={values.since?.slice(0, 10)} />
      <Field label="Before (UTC)" name="until" type="date" defaultValue={values.until?.slice(0, 10)} />
      <Button look="primary" type="submit">
        Show
      </Button>
    </form>
  );
}
