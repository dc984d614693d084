// A symbol as pages and the API show it: a name where it is defined or referred to.
import { z } from 'zod';
import { REFERENCE_KINDS, SYMBOL_KINDS } from '@/lib/text/symbols';

export const ROLES = ['definition', 'reference'] as const;
export const ALL_KINDS = [...new Set([...SYMBOL_KINDS, ...REFERENCE_KINDS])].sort();

export const symbolSchema = z
  .object({
    name: z.string(),
    kind: z.enum(ALL_KINDS as [string, ...string[]]).meta({
      description: 'What is defined, or in which way it is referred to.',
    }),
    role: z.enum(ROLES),
    scope: z.string().nullable().meta({ description: 'The names of what a definition stands in, joined by dots.' }),
    repo: z.string().meta({ description: 'org/name' }),
    repo_id: z.uuid(),
    ref: z.string(),
    commit: z.string().meta({ description: 'The commit that it was read from.' }),
    path: z.string(),
    language: z.string().nullable(),
    line: z.int().meta({ description: 'From 1: where the name stands.' }),
    column: z.int().meta({ description: 'UTF-16 offset of the name in its line.' }),
    end_column: z.int(),
    end_line: z.int().meta({ description: 'The last line of what is defined; of a reference its own.' }),
    is_public: z.boolean().meta({ description: 'A definition that is seen outside of its file, by its own words.' }),
    label: z.enum(['syntactic', 'search']).meta({
      description:
        'syntactic: known by the grammar of its language. search: found as a word, in a file whose syntax is not known, ' +
        'or of a name that the syntax knows nowhere.',
    }),
  })
  .meta({ id: 'Symbol' });

export type FoundSymbol = z.infer<typeof symbolSchema>;

export const symbolsResponseSchema = z
  .object({
    items: z.array(symbolSchema),
    next_cursor: z.string().nullable(),
    exact: z.boolean().meta({ description: 'False if there may be more than were looked at.' }),
  })
  .meta({ id: 'SymbolsResponse' });

export type SymbolsResponse = z.infer<typeof symbolsResponseSchema>;

/** Where somebody stands who asks: what is near comes first. */
export interface Place {
  repoId: string;
  path: string;
  /** From 1. */
  line: number | null;
  /** Words of the lines that import something; lowercase. */
  imports: ReadonlySet<string>;
}

/** What ranking knows of a symbol besides. */
export interface Candidate extends FoundSymbol {
  isVendored: boolean;
  isGenerated: boolean;
}
