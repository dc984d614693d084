// Forms about where a repository is pushed on to.

import { requireWriter } from '@/lib/context';
import { addPushMirror } from '@/lib/push-mirrors/add-push-mirror';
import { removePushMirror } from '@/lib/push-mirrors/change-push-mirror';
import { newPushMirrorSchema } from '@/lib/push-mirrors/push-mirror';
import { pushNow } from '@/lib/push-mirrors/request-push';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { isTicked, textOf, wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';

const add: Form = {
  keeps: ['url', 'credential', 'refs', 'prune', 'interval', 'after'],
  fieldOf: (error) => (error.kind === 'auth' ? 'credential' : 'url'),
  async take({ ctx, fields }) {
    requireWriter(ctx);
    // Whoever may not do it is told so, whatever they typed.
    await visibleRepo(ctx, subjectOf(fields), 'repo.manage');
    const names = wordOf(fields, 'refs').split(/\s+/).filter(Boolean);
    const seconds = Number(wordOf(fields, 'interval'));
    const input = {
      url: textOf(fields, 'url') ?? '',
      credential_id: textOf(fields, 'credential') ?? null,
      refs: names.length === 0 ? null : names,
      prune: isTicked(fields, 'prune'),
      interval: seconds > 0 ? seconds : null,
      after_sync: isTicked(fields, 'after'),
    };
    await addPushMirror(ctx, subjectOf(fields), parseForm(newPushMirrorSchema, input));
    return { text: 'Added.' };
  },
};

const push: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    await pushNow(ctx, wordOf(fields, 'repo'), subjectOf(fields));
    return { text: 'The push has begun.' };
  },
};

const remove: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    await removePushMirror(ctx, wordOf(fields, 'repo'), subjectOf(fields));
    return { text: 'Removed. What was pushed stays there.' };
  },
};

export const pushMirrorForms = {
  'add-push-mirror': add,
  'push-now': push,
  'remove-push-mirror': remove,
} satisfies Record<string, Form>;
