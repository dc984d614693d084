// Forms about where a repository is pushed on to.

import { requireWriter } from '@/lib/context';
import { addPushMirror } from '@/lib/push-mirrors/add-push-mirror';
import { changePushMirror } from '@/lib/push-mirrors/change-push-mirror';
import { newPushMirrorSchema, pushMirrorChangesSchema } from '@/lib/push-mirrors/push-mirror';
import { removePushMirror } from '@/lib/push-mirrors/remove-push-mirror';
import { pushNow } from '@/lib/push-mirrors/request-push';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { type Fields, isTicked, textOf, wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';

const KEEPS = ['url', 'credential', 'refs', 'prune', 'interval', 'after'];
const fieldOf: Form['fieldOf'] = (error) => (error.kind === 'auth' ? 'credential' : 'url');

const add: Form = {
  keeps: KEEPS,
  fieldOf,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    // Whoever may not do it is told so, whatever they typed.
    await visibleRepo(ctx, subjectOf(fields), 'repo.manage');
    await addPushMirror(ctx, subjectOf(fields), parseForm(newPushMirrorSchema, settingsOf(fields)));
    return { text: 'Added.' };
  },
};

const change: Form = {
  keeps: KEEPS,
  fieldOf,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    await visibleRepo(ctx, wordOf(fields, 'repo'), 'repo.manage');
    const changes = parseForm(pushMirrorChangesSchema, settingsOf(fields));
    await changePushMirror(ctx, wordOf(fields, 'repo'), subjectOf(fields), changes);
    return { text: 'Saved.' };
  },
};

function settingsOf(fields: Fields) {
  const names = wordOf(fields, 'refs').split(/\s+/).filter(Boolean);
  const seconds = Number(wordOf(fields, 'interval'));
  return {
    url: textOf(fields, 'url') ?? '',
    credential_id: textOf(fields, 'credential') ?? null,
    refs: names.length === 0 ? null : names,
    prune: isTicked(fields, 'prune'),
    interval: seconds > 0 ? seconds : null,
    after_sync: isTicked(fields, 'after'),
  };
}

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
  'change-push-mirror': change,
  'push-now': push,
  'remove-push-mirror': remove,
} satisfies Record<string, Form>;
