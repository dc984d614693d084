// What a stream of all matches is made of: one line of JSON each.
import { z } from 'zod';

const match = z.object({
  line: z.int().meta({ description: 'From 1.' }),
  text: z.string().meta({ description: 'The line; of a long one the pieces around its matches.' }),
  ranges: z.array(z.tuple([z.int(), z.int()])).meta({ description: 'UTF-16 offsets into text: start, end.' }),
});

const file = z.object({
  kind: z.literal('file'),
  repo: z.string().meta({ description: 'org/name' }),
  repo_id: z.string(),
  ref: z.string(),
  path: z.string(),
  language: z.string().nullable(),
  commit: z.string().meta({ description: 'The commit that the matches were read from.' }),
  matches: z.array(match).meta({ description: 'Every line with a match, in order.' }),
  match_count: z.int().meta({ description: 'Matches in the file.' }),
});

const progress = z.object({
  kind: z.literal('progress'),
  looked_at: z.int().meta({ description: 'Contents looked at so far.' }),
  to_look_at: z.int().meta({ description: 'Contents that may match, by the indexes.' }),
  files: z.int(),
  matches: z.int(),
});

const end = z.object({
  kind: z.literal('end'),
  files: z.int(),
  matches: z.int(),
  exact: z.boolean().meta({ description: 'True: these are all.' }),
  reason: z.string().nullable().meta({ description: 'Why they are not, or may not be.' }),
  notices: z.array(
    z.object({
      message: z.string(),
      start: z.int().optional(),
      end: z.int().optional(),
      suggestion: z.string().optional(),
    }),
  ),
  took_ms: z.int().meta({ description: 'Of work, not of waiting for the reader.' }),
});

export const streamEventSchema = z.discriminatedUnion('kind', [file, progress, end]).meta({
  id: 'SearchStreamEvent',
  description: 'One line of a stream of matches.',
});

export type StreamEvent = z.infer<typeof streamEventSchema>;
