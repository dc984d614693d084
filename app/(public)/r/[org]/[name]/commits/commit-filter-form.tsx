// Narrows a list of commits by author, path and text: a form that a browser sends by itself.
import Link from 'next/link';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { inputStyle } from '@/app/_components/ui/forms/field';
import { FilterText } from '@/app/_components/ui/forms/filter-text';
import { type CommitsQuery, commitsHref } from '@/app/_links';

const FIELDS = [
  { name: 'q', label: 'Text of the message', placeholder: 'Text or commit id', maxLength: 500 },
  { name: 'author', label: 'Author', placeholder: 'Author', maxLength: 500 },
  { name: 'path', label: 'File or folder', placeholder: 'File or folder', maxLength: 4096 },
] as const;

export function CommitFilterForm({ repo, query }: { repo: string; query: CommitsQuery }) {
  const { ref, commit } = query;
  const isFiltered = FIELDS.some(({ name }) => query[name]) || query.since || query.until;
  return (
    <form
      method="get"
      aria-label="Filter commits"
      className="flex min-w-0 flex-1 basis-full flex-wrap gap-2 lg:basis-0"
    >
      {ref && <input type="hidden" name="ref" value={ref} />}
      {commit && <input type="hidden" name="commit" value={commit} />}
      {query.since && <input type="hidden" name="since" value={query.since} />}
      {query.until && <input type="hidden" name="until" value={query.until} />}
      {FIELDS.map(({ name, label, placeholder, maxLength }) => (
        <FilterText
          key={name}
          name={name}
          label={label}
          value={query[name]}
          placeholder={placeholder}
          maxLength={maxLength}
          className={`${inputStyle} min-w-0 flex-1 basis-36`}
        />
      ))}
      <Button type="submit">Find</Button>
      {isFiltered && (
        <Link href={commitsHref(repo, { ref, commit })} prefetch={false} className={buttonStyle({ look: 'quiet' })}>
          Clear
        </Link>
      )}
    </form>
  );
}
