// One form for many repositories: those that are ticked are synced, archived, moved to an organisation or deleted.
import { z } from 'zod';
import { formatPlural } from '@/app/_format';
import { type Context, requireWriter } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { archiveRepo } from '@/lib/repos/life/archive-repo';
import { deleteRepo } from '@/lib/repos/life/delete-repo';
import { transferRepo, transferRepoSchema } from '@/lib/repos/life/move-name';
import { requestSyncs } from '@/lib/repos/manage/syncs/request-syncs';
import { allOf, textOf, wordOf } from './field/fields';
import { FieldError, type Form, parseForm } from './field/form';
import { outcomesText } from './input/sync-outcomes';

/** Reasons that are told; there may be one for each repository. */
const MOST_REASONS = 3;

const chosen = z.object({
  ids: z.array(z.string().max(100)).max(500),
  do: z.enum(['sync', 'archive', 'transfer', 'delete']),
});

export const manyRepos: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(chosen, { ids: [...new Set(allOf(fields, 'repo'))], do: wordOf(fields, 'do') });
    if (input.ids.length === 0) throw new FieldError('Tick the repositories first.', null);
    switch (input.do) {
      case 'sync':
        return { text: outcomesText(await requestSyncs(ctx, { ids: input.ids }, { trigger: 'manual' })) };
      case 'archive':
        return { text: await forEach(ctx, input.ids, 'archived', (id) => archiveRepo(ctx, id)) };
      case 'transfer': {
        const into = parseForm(transferRepoSchema, { org: textOf(fields, 'into') ?? '' }, { org: 'into' });
        return { text: await forEach(ctx, input.ids, 'moved', (id) => transferRepo(ctx, id, into)) };
      }
      case 'delete':
        return { text: await forEach(ctx, input.ids, 'deleted', (id) => deleteRepo(ctx, id)) };
    }
  },
};

/** "12 repositories moved. Others were not: …". What is gone already is not counted. */
async function forEach(ctx: Context, ids: string[], done: string, change: (id: string) => Promise<unknown>) {
  const reasons = new Set<string>();
  let count = 0;
  for (const id of ids) {
    try {
      await change(id);
      count += 1;
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'internal') ctx.log.error({ err: known, repo: id }, `a repository could not be ${done}`);
      if (known.message !== 'There is no such repository.') reasons.add(known.message);
    }
  }
  const text = `${formatPlural(count, 'repository', 'repositories')} ${done}.`;
  return reasons.size === 0 ? text : `${text} Others were not: ${[...reasons].slice(0, MOST_REASONS).join(' ')}`;
}
