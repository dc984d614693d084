// One form for many repositories: those that are ticked are synced, or deleted.
import { z } from 'zod';
import { formatPlural } from '@/app/_format';
import { type Context, requireWriter } from '@/lib/context';
import { toAppError } from '@/lib/errors';
import { deleteRepo } from '@/lib/repos/manage/delete-repo';
import { requestSyncs } from '@/lib/repos/manage/request-syncs';
import { allOf, wordOf } from './fields';
import { FieldError, type Form, parseForm } from './form';
import { outcomesText } from './sync-outcomes';

const chosen = z.object({
  ids: z.array(z.string().max(100)).max(500),
  do: z.enum(['sync', 'delete']),
});

export const manyRepos: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(chosen, { ids: [...new Set(allOf(fields, 'repo'))], do: wordOf(fields, 'do') });
    if (input.ids.length === 0) throw new FieldError('Tick the repositories first.', null);
    if (input.do === 'delete') return { text: await deleteAll(ctx, input.ids) };
    return { text: outcomesText(await requestSyncs(ctx, { ids: input.ids }, { trigger: 'manual' })) };
  },
};

async function deleteAll(ctx: Context, ids: string[]): Promise<string> {
  const reasons = new Set<string>();
  let deleted = 0;
  for (const id of ids) {
    try {
      await deleteRepo(ctx, id);
      deleted += 1;
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'internal') ctx.log.error({ err: known, repo: id }, 'a repository could not be deleted');
      // What is gone already is what was asked for.
      if (known.code !== 'not_found') reasons.add(known.message);
    }
  }
  const done = `${formatPlural(deleted, 'repository', 'repositories')} deleted.`;
  return reasons.size === 0 ? done : `${done} Others were not: ${[...reasons].slice(0, 3).join(' ')}`;
}
