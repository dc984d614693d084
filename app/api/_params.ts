// What each route reads from its query; the OpenAPI document is made from the same schemas.
import { z } from 'zod';
import { webhookHost } from '@/db/schema';
import { auditFilterSchema } from '@/lib/audit/read/audit-filter';
import { commitFilterSchema } from '@/lib/browse/history/commit-filter';
import { TAG_SORTS } from '@/lib/browse/history/list-tags';
import { BRANCH_SORTS } from '@/lib/browse/list-branches';
import { boardFilterSchema } from '@/lib/deliveries/board/list-board';
import { deliveryFilterSchema } from '@/lib/deliveries/list-deliveries';
import { MAX_PAGE } from '@/lib/repos/page-cursor';
import { repoFilterSchema } from '@/lib/repos/repo-filter';
import { runFilterSchema } from '@/lib/runs/list-all-runs';

const cursor = z.string().max(8192).optional().meta({ description: 'next_cursor of the page before.' });
const limit = (max: number) => z.coerce.number().int().min(1).max(max).optional();

export const idParams = z.object({ id: z.string() });

export const rewriteParams = z.object({ id: z.string(), rewriteId: z.string() });

export const pushMirrorParams = z.object({ id: z.string(), mirrorId: z.string() });

export const exceptionParams = z.object({ id: z.string(), exceptionId: z.string() });

export const hostParams = z.object({ host: z.enum(webhookHost.enumValues) });

export const orgParams = z.object({ slug: z.string() });

export const memberParams = z.object({ slug: z.string(), personId: z.string() });

export const shareParams = z.object({ id: z.string(), personId: z.string() });

export const credentialsQuery = z.strictObject({
  org: z.string().max(100).optional().meta({ description: 'Those of this organisation alone.' }),
});

export const targetsQuery = z.strictObject({
  org: z.string().max(100).optional().meta({ description: 'Those of this organisation alone.' }),
  group: z.string().max(100).optional().meta({ description: 'Those of this group alone, in any case.' }),
});

export const noQuery = z.strictObject({});

export const deleteRepoQuery = z.strictObject({
  purge: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: 'true: for good, also what lies in the bin already.' }),
});

export const endSessionsQuery = z.strictObject({
  which: z.enum(['others', 'all']).default('others').meta({ description: 'others: all but the one that asks.' }),
});

export const pageQuery = z.strictObject({ limit: limit(MAX_PAGE), cursor });

export const boardQuery = pageQuery.extend(boardFilterSchema.shape);

export const secretsQuery = pageQuery.extend({
  scan: z.string().max(64).optional().meta({ description: 'The id of another scan than the newest of all files.' }),
});

export const runsQuery = pageQuery.extend(runFilterSchema.shape);

export const deliveriesQuery = pageQuery.extend(deliveryFilterSchema.shape);

export const reposQuery = pageQuery.extend(repoFilterSchema.shape);

const revision = {
  ref: z.string().max(1024).optional().meta({
    description:
      'Branch or tag, a branch first; refs/heads/… and refs/tags/… say which. Default: the default branch as indexed.',
  }),
  commit: z.string().max(64).optional().meta({ description: 'Full commit id, instead of a ref.' }),
};

const namePart = z.string().max(255).optional().meta({ description: 'A part of the name, in any case.' });

export const branchesQuery = pageQuery.extend({
  q: namePart,
  sort: z.enum(BRANCH_SORTS).optional().meta({ description: 'Default: name. The default branch always comes first.' }),
});

export const tagsQuery = pageQuery.extend({
  q: namePart,
  sort: z.enum(TAG_SORTS).optional().meta({ description: 'Default: version, the newest first.' }),
});

export const limitQuery = z.strictObject({ limit: limit(MAX_PAGE) });

export const commitsQuery = pageQuery.extend({
  ref: revision.ref,
  commit: revision.commit.meta({
    description:
      'Full commit id: its history instead of the default branch; of one on no branch or tag, what none of them has.',
  }),
  path: z.string().max(16_384).optional().meta({ description: 'Only commits that touch this file or folder.' }),
  ...commitFilterSchema.shape,
});

export const treeQuery = z.strictObject({
  ...revision,
  path: z.string().max(16_384).optional().meta({ description: 'Folder; default: the root.' }),
  limit: limit(5000),
  cursor,
});

export const blobQuery = z.strictObject({
  ...revision,
  path: z.string().max(16_384),
  raw: z.enum(['0', '1']).optional().meta({ description: '1: the bytes alone, never as a type that a browser runs.' }),
});

export const syncQuery = z.strictObject({
  wait: z.coerce
    .number()
    .min(0)
    .max(600)
    .optional()
    .meta({ description: 'Seconds to wait for the run to end before answering.' }),
});

export const streamQuery = z.strictObject({
  q: z.string().max(100_000).meta({ description: 'As of a search; count: and timeout: bound it.' }),
  repo_id: z.string().max(100).optional(),
});

export const searchQuery = z.strictObject({
  q: z.string().max(100_000).default('').meta({ description: 'No text is refused; the notice says what was odd.' }),
  limit: limit(100).meta({ description: 'Default 20.' }),
  cursor,
  copies_of: z
    .string()
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "This is git's id of a content, 40 or 64 hex digits.")
    .optional()
    .meta({ description: 'Only files with this content (blob_id of a result), each by itself.' }),
  copies: z.enum(['each', 'folded']).default('each').meta({
    description: 'folded: files that hold the same are one result, which says where else they are.',
  }),
  facets: z.enum(['found', 'alternatives']).default('found').meta({
    description: 'alternatives: a facet also counts what its own filter, repo: or lang:, leaves out.',
  }),
  repo_id: z.string().max(100).optional(),
});

export const auditQuery = auditFilterSchema.extend({
  limit: limit(500).meta({ description: 'Default 100.' }),
  cursor,
  format: z.enum(['json', 'ndjson']).optional().meta({ description: 'ndjson: all of it, one line for each entry.' }),
});
