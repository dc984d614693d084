// What was asked on the symbols page, and what was found or the sentence that explains why nothing was.

import { pageContext } from '@/app/_http/context';
import { explain } from '@/app/_http/explain';
import { firstValue, type SearchParams } from '@/app/_http/search-param';
import type { SymbolsQuery } from '@/app/_links';
import { AppError } from '@/lib/errors';
import { findSymbols, symbolsInputSchema } from '@/lib/symbols/find-symbols';
import type { SymbolsResponse } from '@/lib/symbols/symbol';

export type SymbolsOutcome = { response: SymbolsResponse } | { response: null; message: string };

/** Reads an address; what is odd in it is asked for as it stands, and then explained. */
export function readAsked(params: Awaited<SearchParams>): SymbolsQuery & { role: 'definition' | 'reference' } {
  const text = (name: string) => firstValue(params[name])?.trim() || undefined;
  return {
    name: text('name') ?? '',
    role: text('role') === 'reference' ? 'reference' : 'definition',
    repo: text('repo'),
    path: text('path'),
    line: Number(text('line')) || undefined,
    kind: text('kind'),
    cursor: text('cursor'),
  };
}

/** Finds symbols; an expected failure becomes a message, any other is thrown. */
export async function symbolsOutcome(asked: SymbolsQuery): Promise<SymbolsOutcome> {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const input = symbolsInputSchema.safeParse(given);
  if (!input.success) return { response: null, message: explain(input.error, 'parameter') };
  try {
    return { response: await findSymbols(await pageContext(), input.data) };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal') return { response: null, message: error.message };
    throw error;
  }
}
