// Forms about repositories: added, changed, synced, confirmed, forgotten, deleted.
import { z } from 'zod';
import { repoHref } from '@/app/_links';
import { sourceType } from '@/db/schema';
import { requireWriter } from '@/lib/context';
import type { AppError } from '@/lib/errors';
import { getRepo } from '@/lib/repos/get-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { listRepos } from '@/lib/repos/list-repos';
import { addRepo } from '@/lib/repos/manage/add/add-repo';
import { deepenRepo, deepenRepoSchema } from '@/lib/repos/manage/deepen-repo';
import { confirmationSchema, confirmLosses } from '@/lib/repos/manage/losses/confirm-losses';
import { forgetRewrite } from '@/lib/repos/manage/losses/forget-rewrite';
import { migrateRepo, migrateRepoSchema } from '@/lib/repos/manage/migrate-repo';
import { newRepoSchema, repoChangesSchema } from '@/lib/repos/manage/repo-settings';
import { requestSyncs, type SyncOutcome } from '@/lib/repos/manage/syncs/request-syncs';
import { updateRepo } from '@/lib/repos/manage/update-repo';
import { requestSync } from '@/lib/sync/request/request-sync';
import { textOf, wordOf } from './field/fields';
import { FieldError, type Form, parseForm, subjectOf } from './field/form';
import { changesOf, hostedRepoOf, migrationOf, newRepoOf } from './input/repo-input';
import { outcomesText } from './input/sync-outcomes';
import { manyRepos } from './many-repos';

const NAMES = {
  path: 'url',
  branch_patterns: 'patterns',
  is_public: 'public',
  sync_interval_seconds: 'interval',
  holds_back_losses: 'holds',
};
const KEPT = [
  'url',
  'path',
  'source_type',
  'credential',
  'org',
  'name',
  'branches',
  'patterns',
  'depth',
  'interval',
  'public',
  'again',
  'holds',
  'open',
];

/** An error with a kind is one of the source. */
const addressOf = (error: AppError) => (error.kind ? 'url' : null);

const add: Form = {
  keeps: KEPT,
  fieldOf: addressOf,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const repo = await addRepo(ctx, parseForm(newRepoSchema, newRepoOf(fields), NAMES));
    return { next: `/repos/${repo.id}` };
  },
};

const create: Form = {
  keeps: ['org', 'name', 'description', 'branch', 'public'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(newRepoSchema, hostedRepoOf(fields), { default_branch: 'branch', is_public: 'public' });
    const { org, name } = await addRepo(ctx, input);
    return { next: repoHref(`${org}/${name}`) };
  },
};

const settingsBefore = z.object({
  org: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  path: z.string().nullable(),
  source_type: z.enum(sourceType.enumValues).nullable(),
  credential_id: z.string().nullable(),
  branches: z.array(z.string()).nullable(),
  branch_patterns: z.array(z.string()).nullable(),
  sync_interval_seconds: z.number().nullable(),
  holds_back_losses: z.boolean(),
  is_public: z.boolean(),
});

const settings: Form = {
  keeps: KEPT,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    const { data: before } = settingsBefore.safeParse(parseOrNull(wordOf(fields, 'before')));
    const changes = changesOf(before ?? (await getRepo(ctx, id)), fields);
    await updateRepo(ctx, id, parseForm(repoChangesSchema, changes, { ...NAMES, path: 'path' }));
    return { text: 'Saved.' };
  },
};

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const migrate: Form = {
  keeps: ['source_url', 'source_type', 'credential', 'force', 'again'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    await migrateRepo(ctx, subjectOf(fields), parseForm(migrateRepoSchema, migrationOf(fields)));
    return { text: 'Started.' };
  },
};

const deepen: Form = {
  keeps: ['depth'],
  fieldOf: () => 'depth',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const depth = textOf(fields, 'depth');
    const input = depth === undefined ? { full: true } : { depth: Number(depth) };
    await deepenRepo(ctx, subjectOf(fields), parseForm(deepenRepoSchema, input));
    return { text: 'Started.' };
  },
};

const sync: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    await requestSync(ctx, subjectOf(fields), { trigger: 'manual' });
    return {};
  },
};

const syncAll: Form = {
  async take({ ctx }) {
    requireWriter(ctx);
    const outcomes: SyncOutcome[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listRepos>> = await listRepos(ctx, cursor ? { cursor } : {});
      const ids = page.repos
        .filter((repo) => repo.kind !== 'hosted' && repo.status !== 'archived' && repo.you_may.includes('sync'))
        .map(({ id }) => id);
      if (ids.length > 0) outcomes.push(...(await requestSyncs(ctx, { ids }, { trigger: 'manual' })));
      cursor = page.next_cursor;
    }
    return { text: outcomesText(outcomes) };
  },
};

const follow: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    await confirmLosses(ctx, subjectOf(fields), parseForm(confirmationSchema, { commit: wordOf(fields, 'commit') }));
    return {};
  },
};

const forget: Form = {
  async take({ ctx, fields }) {
    await forgetRewrite(ctx, wordOf(fields, 'repo'), subjectOf(fields));
    return {};
  },
};

const remove: Form = {
  keeps: ['typed'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { id, org, name } = await getRepo(ctx, subjectOf(fields));
    if (textOf(fields, 'typed') !== `${org}/${name}`) {
      throw new FieldError(`Type ${org}/${name} to confirm that it is to be deleted.`, 'typed');
    }
    await deleteRepo(ctx, id);
    return { next: '/repos' };
  },
};

export const repoForms = {
  'many-repos': manyRepos,
  'add-repo': add,
  'create-repo': create,
  'repo-settings': settings,
  'migrate-repo': migrate,
  'deepen-repo': deepen,
  sync,
  'sync-all': syncAll,
  'follow-upstream': follow,
  'forget-rewrite': forget,
  'delete-repo': remove,
};
