// Narrows a list of branches or tags and puts it in another order: a form and links, no script needed.
import { clsx } from 'clsx';
import Link from 'next/link';
import { Button } from '@/app/_components/ui/button';
import { inputStyle } from '@/app/_components/ui/forms/field';
import { FilterText } from '@/app/_components/ui/forms/filter-text';
import { refPageHref } from '@/app/_links';

interface RefFilterProps {
  repo: string;
  kind: 'branches' | 'tags';
  q: string | undefined;
  sort: string;
  sorts: { id: string; label: string }[];
}

export function RefFilter({ repo, kind, q, sort, sorts }: RefFilterProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <form method="get" aria-label={`Filter ${kind}`} className="flex min-w-0 flex-1 basis-64 gap-2">
        {sort !== sorts[0]?.id && <input type="hidden" name="sort" value={sort} />}
        <FilterText label="A part of the name" value={q} maxLength={255} className={`${inputStyle} min-w-0 max-w-md`} />
        <Button type="submit">Find</Button>
      </form>
      <nav aria-label="Order" className="flex gap-1 text-xs">
        {sorts.map(({ id, label }, i) => (
          <Link
            key={id}
            href={refPageHref(repo, kind, { q, sort: i === 0 ? undefined : id })}
            prefetch={false}
            aria-current={id === sort ? 'true' : undefined}
            className={clsx(
              'rounded-md px-2 py-1.5',
              id === sort ? 'bg-sunken font-medium text-ink' : 'text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            {label}
          </Link>
        ))}
      </nav>
    </div>
  );
}
