// Which repositories are listed, and in which order.
import Link from 'next/link';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { FilterText, filterStyle } from '@/app/_components/ui/forms/filter-text';
import { LiveFilter } from '@/app/_components/ui/forms/live-filter';
import { type Connection, nameOfConnection } from '@/lib/connections/connection';
import type { OrgCount } from '@/lib/repos/count-by-org';
import type { RepoFilter } from '@/lib/repos/repo-filter';

const SORTS = [
  ['', 'Failing first'],
  ['name', 'By name'],
  ['updated', 'Indexed last'],
  ['checked', 'Unchecked longest'],
  ['added', 'Newest'],
  ['size', 'Largest'],
];

interface RepoFilterFormProps {
  asked: RepoFilter;
  orgs: OrgCount[];
  connections: Connection[];
}

export function RepoFilterForm({ asked, orgs, connections }: RepoFilterFormProps) {
  return (
    <LiveFilter label="Filter repositories" className="mb-3 flex flex-wrap items-center gap-2">
      <FilterText label="A part of the name or address" value={asked.q} />
      {orgs.length > 1 && (
        <select
          name="org"
          aria-label="Organisation"
          defaultValue={asked.org ?? ''}
          className={`${filterStyle} sm:max-w-48`}
        >
          <option value="">All organisations</option>
          {orgs.map(({ name, repositories }) => (
            <option key={name} value={name}>
              {name} ({repositories})
            </option>
          ))}
        </select>
      )}
      {connections.length > 0 && (
        <select
          name="connection"
          aria-label="Connection"
          defaultValue={asked.connection ?? ''}
          className={`${filterStyle} sm:max-w-48`}
        >
          <option value="">All sources</option>
          {connections.map((connection) => (
            <option key={connection.id} value={connection.id}>
              {nameOfConnection(connection)} ({connection.repo_count})
            </option>
          ))}
        </select>
      )}
      <select name="sort" aria-label="Order" defaultValue={asked.sort ?? ''} className={filterStyle}>
        {SORTS.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
      <label className="flex h-9 items-center gap-2 text-sm">
        <input type="checkbox" name="failing" value="1" defaultChecked={asked.failing === '1'} className="size-4" />
        Failing only
      </label>
      <Button type="submit">Show</Button>
      {Object.keys(asked).length > 0 && (
        <Link href="/repos" prefetch={false} className={buttonStyle({ look: 'quiet' })}>
          Clear
        </Link>
      )}
    </LiveFilter>
  );
}
