// What an import takes and answers.
import { z } from 'zod';
import { repoName } from '@/lib/repos/manage/repo-settings';

/** Largest content, in characters, and most rows: what is more is given in parts. */
const MAX_CONTENT = 4 * 1024 ** 2;
export const MAX_ROWS = 5000;
/** Of a whole request that brings a content. */
export const MAX_IMPORT_BYTES = 8 * 1024 ** 2;

export const IMPORT_FORMATS = ['repos.json', 'urls', 'folder'] as const;

export const importSchema = z
  .strictObject({
    format: z.enum(IMPORT_FORMATS).meta({
      description:
        'repos.json: the file of that name of a repo-search installation. urls: addresses, one a line; what follows a # is ' +
        'a comment. folder: the path of a folder under FRESHET_LOCAL_ROOTS; every repository in it is added.',
    }),
    content: z.string().max(MAX_CONTENT, `is longer than ${MAX_CONTENT} characters: give it in parts`),
    org: repoName.optional().meta({
      description:
        'The organisation of all that is added. Default: what each name or address says. Made if there is none.',
    }),
  })
  .meta({ id: 'NewImport' });
export type NewImport = z.infer<typeof importSchema>;

export const skippedSchema = z.object({
  row: z.int().meta({ description: 'Which line, entry or repository of the content, from 1.' }),
  id: z.string().optional(),
  name: z.string().optional(),
  url: z.string().optional().meta({ description: 'As it was given, without credentials; a folder for a local one.' }),
  reason: z.string(),
});
export type Skipped = z.infer<typeof skippedSchema>;

export const importedSchema = z
  .object({
    created: z.int().nonnegative(),
    updated: z.int().nonnegative().meta({ description: 'Were here under their id, with another name or source.' }),
    unchanged: z.int().nonnegative().meta({ description: 'Were here already, just so.' }),
    skipped: z.array(skippedSchema),
  })
  .meta({ id: 'Imported' });
export type Imported = z.infer<typeof importedSchema>;

/** One thing that an import is to add, as it was read. */
export interface ImportRow {
  row: number;
  /** The id that it keeps. */
  id?: string;
  org?: string;
  name?: string;
  url?: string;
  path?: string;
  addedAt?: Date;
}

/** A row that could not be read, with why. */
export type UnreadRow = Skipped;

export interface ImportList {
  rows: ImportRow[];
  unread: UnreadRow[];
}
