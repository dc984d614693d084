// Where a name is defined or referred to: a form, and what was found, by file.
import type { Metadata } from 'next';
import Link from 'next/link';
import { Button, buttonStyle } from '@/app/_components/ui/button';
import { EmptyState } from '@/app/_components/ui/empty-state';
import { inputStyle } from '@/app/_components/ui/forms/field';
import { Notice } from '@/app/_components/ui/notice';
import { PageFrame } from '@/app/_components/ui/page-frame';
import { NothingFoundPicture } from '@/app/_components/ui/pictures';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import { searchHref, symbolsHref } from '@/app/_links';
import { FoundSymbols } from './found-symbols';
import { readAsked, symbolsOutcome } from './outcome';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const name = firstValue((await searchParams).name)?.trim();
  return { title: name ? `${name.slice(0, 80)} · Symbols` : 'Symbols' };
}

export default async function SymbolsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = readAsked(await searchParams);
  const outcome = asked.name === '' ? null : await symbolsOutcome(asked);
  const { cursor: _, ...first } = asked;
  return (
    <PageFrame width="page">
      <h1 className="page-title mb-4">Symbols</h1>
      <form method="get" className="mb-5 flex max-w-2xl flex-wrap gap-2">
        <input
          type="search"
          name="name"
          defaultValue={asked.name}
          maxLength={200}
          required
          aria-label="Name"
          placeholder="Name, or its beginning and *"
          className={`${inputStyle} min-w-0 flex-1 basis-60`}
        />
        <select name="role" defaultValue={asked.role} aria-label="Role" className={`${inputStyle} w-auto`}>
          <option value="definition">Definitions</option>
          <option value="reference">References</option>
        </select>
        {asked.repo && <input type="hidden" name="repo" value={asked.repo} />}
        {asked.path && <input type="hidden" name="path" value={asked.path} />}
        {asked.line && <input type="hidden" name="line" value={asked.line} />}
        <Button type="submit">Find</Button>
      </form>
      {outcome?.response === null && (
        <Notice look="bad" title="This did not work" isLive>
          {outcome.message}
        </Notice>
      )}
      {outcome?.response &&
        (outcome.response.items.length > 0 ? (
          <>
            <FoundSymbols items={outcome.response.items} isExact={outcome.response.exact} />
            {outcome.response.next_cursor && (
              <nav aria-label="Pages" className="mt-6 flex justify-center">
                <Link
                  href={symbolsHref({ ...first, cursor: outcome.response.next_cursor })}
                  prefetch={false}
                  rel="next"
                  className={buttonStyle()}
                >
                  More
                </Link>
              </nav>
            )}
          </>
        ) : (
          <EmptyState picture={<NothingFoundPicture />} title="Nothing found">
            <p role="status">
              {asked.role === 'definition' ? 'Nothing that you may see defines this name.' : 'Nothing uses this name.'}{' '}
              <Link href={searchHref(asked.name)} className="text-accent underline">
                Search for it as a word
              </Link>
              .
            </p>
          </EmptyState>
        ))}
    </PageFrame>
  );
}
