// Which runs are listed: a form that a browser sends by itself.
import Link from 'next/link';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { FilterText, filterStyle } from '@/app/_components/ui/forms/filter-text';
import type { RunFilter } from '@/lib/runs/list-all-runs';

/** What the address asks for. */
export type Asked = Omit<RunFilter, 'status'> & { status?: NonNullable<RunFilter['status']> | 'all' };

const STATUSES = [
  ['', 'All with news'],
  ['open', 'Not ended'],
  ['waiting', 'Waiting for a retry'],
  ['failed', 'Failed'],
  ['succeeded', 'Done'],
  ['unchanged', 'Nothing new'],
  ['cancelled', 'Cancelled'],
  ['all', 'All'],
];

const TRIGGERS = [
  ['', 'However started'],
  ['manual', 'By hand'],
  ['api', 'Through the API'],
  ['webhook', 'By a webhook'],
  ['schedule', 'On schedule'],
  ['watch', 'By a file change'],
  ['initial', 'When added'],
  ['repair', 'By a repair'],
];

export function RunFilterForm({ asked }: { asked: Asked }) {
  return (
    <form method="get" aria-label="Filter runs" className="mb-4 flex flex-wrap gap-2">
      <Choice name="status" label="Status" options={STATUSES} value={asked.status} />
      <Choice name="trigger" label="Started" options={TRIGGERS} value={asked.trigger} />
      <FilterText
        name="repo"
        label="Repository"
        value={asked.repo}
        placeholder="org/repository"
        maxLength={201}
        className={`${filterStyle} min-w-0 flex-1 basis-40`}
      />
      <FilterText
        name="org"
        label="Organisation"
        value={asked.org}
        maxLength={100}
        className={`${filterStyle} min-w-0 flex-1 basis-32`}
      />
      {asked.error_kind && <input type="hidden" name="error_kind" value={asked.error_kind} />}
      <Button type="submit">Show</Button>
      {Object.keys(asked).length > 0 && (
        <Link href="/runs" prefetch={false} className={buttonStyle({ look: 'quiet' })}>
          Clear
        </Link>
      )}
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: string[][];
  value: string | undefined;
}

function Choice({ name, label, options, value = '' }: ChoiceProps) {
  return (
    <select name={name} aria-label={label} defaultValue={value} className={filterStyle}>
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}
