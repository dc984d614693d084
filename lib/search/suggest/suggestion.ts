// What the search field offers to complete: the shape that pages and the API share.
import { z } from 'zod';
import { escapeRegex, isPlainName } from '@/lib/search/query/glob';

export const SUGGESTION_KINDS = ['filter', 'value', 'repo', 'path', 'language', 'branch', 'org', 'symbol'] as const;

export const suggestionSchema = z
  .object({
    kind: z.enum(SUGGESTION_KINDS),
    text: z.string().meta({ description: 'What is offered, as people read it.' }),
    detail: z.string().nullable().meta({ description: 'What it is for, if that is not plain.' }),
    insert: z.string().meta({ description: 'What to write between start and end.' }),
  })
  .meta({ id: 'Suggestion' });

export const suggestionsSchema = z
  .object({
    start: z.int().meta({ description: 'Of the part of q that is completed: UTF-16 offset.' }),
    end: z.int(),
    suggestions: z.array(suggestionSchema).meta({ description: 'The likeliest first; none if nothing fits.' }),
  })
  .meta({ id: 'Suggestions' });

export type Suggestion = z.infer<typeof suggestionSchema>;
export type Suggestions = z.infer<typeof suggestionsSchema>;

/** What one source has to offer: the name itself, and how its filter's value is written. */
export interface Offer {
  kind: Suggestion['kind'];
  text: string;
  detail?: string;
  /** The field that it is a value of; null for a word by itself. */
  field: string | null;
  /** Set if there is more to write after it: no space follows. */
  isOpen?: boolean;
  /** True for a value that is written as it stands, whatever signs it has. */
  isVerbatim?: boolean;
}

/** How a name is written as a filter's value, so that it is found as it stands. */
export function writeValue(name: string): string {
  const value = isPlainName(name) ? name : escapeRegex(name);
  return /[\s"]/.test(value) ? `"${value.replaceAll('"', '\\"')}"` : value;
}
