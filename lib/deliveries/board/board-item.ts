// One host of one delivery as the board, the API and the pages share it.
import { z } from 'zod';
import { deliveryStatus, hostState } from '@/db/schema';

const instant = z.iso.datetime().nullable();

export const boardItemSchema = z
  .object({
    delivery_id: z.uuid(),
    repo: z.object({ id: z.uuid(), org: z.string(), name: z.string() }),
    ref: z.string().nullable().meta({ description: 'Branch or tag; null: the default branch.' }),
    target: z.object({
      id: z.uuid(),
      name: z.string(),
      address: z.string().meta({ description: 'user@host:port' }),
      path: z.string(),
      group: z.string().nullable(),
      is_enabled: z.boolean(),
    }),
    state: z.enum(hostState.enumValues).meta({
      description:
        'As the last check or delivery saw it. One that was in sync is behind as soon as its branch or tag moves here; by how ' +
        'much is counted by the next check.',
    }),
    state_text: z.string().nullable(),
    behind_by: z.int().nullable(),
    seen_commit: z.string().nullable().meta({ description: 'The commit that it said it has.' }),
    wanted_commit: z.string().nullable().meta({ description: 'The commit that its branch or tag has here now.' }),
    changed_count: z.int().nullable().meta({ description: 'Files that differed, if the files were compared.' }),
    upstream_checked_at: instant.meta({ description: 'When the repository’s own source answered last.' }),
    delivered_at: instant,
    verified_at: instant,
    in_sync_at: instant.meta({ description: 'When it last was what it should be.' }),
    differs_since: instant,
    is_enabled: z.boolean().meta({ description: 'The delivery is switched on.' }),
    active_run_id: z.uuid().nullable(),
    last_run: z
      .object({ id: z.uuid(), status: z.enum(deliveryStatus.enumValues), ended_at: instant })
      .nullable()
      .meta({ description: 'Of the delivery. partial: some of its hosts got it and some did not.' }),
    you_may: z.array(z.enum(['deliver'])),
  })
  .meta({ id: 'BoardItem' });
export type BoardItem = z.infer<typeof boardItemSchema>;

export const boardCountsSchema = z
  .record(z.enum(hostState.enumValues), z.int())
  .meta({ description: 'Hosts by how they stand, whatever state was asked for.' });
export type BoardCounts = z.infer<typeof boardCountsSchema>;

export const boardSchema = z
  .object({ items: z.array(boardItemSchema), counts: boardCountsSchema, next_cursor: z.string().nullable() })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof boardSchema>;

/** The worst first: what is half done, then what nobody meant to be so, then what is merely late. */
export const WORST_FIRST = [
  'interrupted',
  'changed',
  'foreign',
  'diverged',
  'unreachable',
  'behind',
  'ahead',
  'never',
  'unknown',
  'in_sync',
] as const satisfies readonly (typeof hostState.enumValues)[number][];
