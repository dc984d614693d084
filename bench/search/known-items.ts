// Known items: queries as people type them for a file that they remember, and that file.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export const CLASSES = [
  'name',
  'name_lower',
  'name_words',
  'error_words',
  'error_quoted',
  'path_words',
  'path_suffix',
  'doc_words',
] as const;
export type ItemClass = (typeof CLASSES)[number];

export interface KnownItem {
  cls: ItemClass;
  q: string;
  /** `repository/path`, without the organisation. */
  target: string;
}

const file = z.object({
  items: z.array(z.object({ cls: z.enum(CLASSES), q: z.string(), target: z.string() })),
});

/** Reads an items file; throws if it is none. */
export async function readItems(name: string): Promise<KnownItem[]> {
  return file.parse(JSON.parse(await readFile(name, 'utf8'))).items;
}
