// Forms about runs: cancelled, tried again, and all that failed for one reason tried again.
import { formatPlural } from '@/app/_format';
import { requireWriter } from '@/lib/context';
import { retryFailed, retryFailedSchema } from '@/lib/repos/manage/syncs/retry-failed';
import { cancelRun } from '@/lib/sync/request/cancel-run';
import { retryRun } from '@/lib/sync/request/retry-run';
import { isTicked, wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';
import { outcomesText } from './input/sync-outcomes';

const cancel: Form = {
  async take({ ctx, fields }) {
    await cancelRun(ctx, subjectOf(fields));
    return {};
  },
};

const retry: Form = {
  async take({ ctx, fields }) {
    const run = await retryRun(ctx, subjectOf(fields), { trigger: 'manual' });
    return isTicked(fields, 'stay') ? { text: 'Started again.' } : { next: `/runs/${run.id}` };
  },
};

const retryAll: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(retryFailedSchema, { error_kind: wordOf(fields, 'error_kind') });
    const { outcomes, remaining } = await retryFailed(ctx, input, { trigger: 'manual' });
    const more = `${formatPlural(remaining, 'repository is', 'repositories are')} left: press it again for the others.`;
    return { text: remaining > 0 ? `${outcomesText(outcomes)} ${more}` : outcomesText(outcomes) };
  },
};

export const runForms = { 'cancel-run': cancel, 'retry-run': retry, 'retry-failed': retryAll };
