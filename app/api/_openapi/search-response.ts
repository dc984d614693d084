// What search answers, as a schema; the compiler holds it to the type that search returns.
import { z } from 'zod';
import { STANDINGS } from '@/lib/repos/standing';
import type { SearchResponse } from '@/lib/search/search';

const facet = z.object({ value: z.string(), count: z.int() });

const matchSchema = z
  .object({
    line: z.int().meta({ description: 'From 1.' }),
    text: z.string(),
    ranges: z.array(z.tuple([z.int(), z.int()])).meta({ description: 'UTF-16 offsets into text: start, end.' }),
  })
  .meta({ id: 'SearchMatch' });

const noteSchema = z
  .object({
    message: z.string(),
    start: z.int().optional().meta({ description: 'Of the part of q that it is about: UTF-16 offset.' }),
    end: z.int().optional(),
    suggestion: z.string().optional().meta({ description: 'A whole query that says what may have been meant.' }),
  })
  .meta({ id: 'SearchNote' });

const resultSchema = z
  .object({
    kind: z.enum(['file', 'directory', 'repo']).meta({ description: 'Not file if select: asks for something else.' }),
    repo: z.string().meta({ description: 'org/name' }),
    repo_id: z.string(),
    path: z.string(),
    ref: z.string(),
    language: z.string().nullable(),
    blob_id: z.string().nullable().meta({ description: 'git’s id of what the file holds.' }),
    commit: z.string().meta({ description: 'The commit that the match was read from.' }),
    indexed_at: z.string(),
    checked_at: z.string().nullable().meta({ description: 'When upstream last answered.' }),
    standing: z.enum(STANDINGS).meta({ description: 'How its repository stands, as in the repository itself.' }),
    is_stale: z.boolean().meta({ description: 'Upstream has not answered for more than twice the interval.' }),
    score: z.number(),
    matches: z.array(matchSchema),
    match_count: z.int(),
    also_in: z
      .array(z.object({ repo: z.string(), repo_id: z.string(), path: z.string(), ref: z.string(), commit: z.string() }))
      .meta({
        description:
          'With copies=folded: other files that were found and hold the same, byte for byte; the first of them.',
      }),
    also_in_count: z.int().meta({ description: 'How many there are of those; count counts them, too.' }),
  })
  .meta({ id: 'SearchResult' });

export const searchResponseSchema: z.ZodType<SearchResponse> = z
  .object({
    results: z.array(resultSchema),
    count: z.int().meta({ description: 'Files found, copies among them.' }),
    exact: z.boolean().meta({ description: 'False: count is a lower bound.' }),
    took_ms: z.number(),
    next_cursor: z.string().nullable(),
    facets: z.object({ repos: z.array(facet), languages: z.array(facet) }),
    notice: z.string().nullable().meta({ description: 'Help, or what of the query was ignored.' }),
    notices: z.array(noteSchema).meta({ description: 'The same, sentence by sentence.' }),
  })
  .meta({ id: 'SearchResponse' });
