// Forms about secrets that were found in a repository.
import { requireWriter } from '@/lib/context';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { changeSecretSettings } from '@/lib/secret-scans/change-settings';
import { addException, withdrawException } from '@/lib/secret-scans/exceptions';
import { scanNow } from '@/lib/secret-scans/request-scan';
import { newExceptionSchema, secretSettingsSchema } from '@/lib/secret-scans/scan';
import { isTicked, textOf, wordOf } from '../field/fields';
import { type Form, parseForm, subjectOf } from '../field/form';

const scan: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    await scanNow(ctx, subjectOf(fields));
    return { text: 'The scan was asked for. What it finds is shown here once it has ended.' };
  },
};

const settings: Form = {
  keeps: ['every', 'config_path'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    await visibleRepo(ctx, subjectOf(fields), 'repo.manage-deliveries');
    const input = { scans_every_sync: isTicked(fields, 'every'), config_path: textOf(fields, 'config_path') ?? null };
    await changeSecretSettings(ctx, subjectOf(fields), parseForm(secretSettingsSchema, input));
    return { text: 'Saved.' };
  },
};

const except: Form = {
  keeps: ['reason'],
  fieldOf: () => 'reason',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const repo = wordOf(fields, 'repo');
    await visibleRepo(ctx, repo, 'repo.manage-deliveries');
    const input = { fingerprint: subjectOf(fields), reason: textOf(fields, 'reason') ?? '' };
    await addException(ctx, repo, parseForm(newExceptionSchema, input));
    return { text: 'It is an exception now, and blocks no delivery any more.' };
  },
};

const withdraw: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    await withdrawException(ctx, wordOf(fields, 'repo'), subjectOf(fields));
    return { text: 'Withdrawn. It counts as a secret again.' };
  },
};

export const secretForms = {
  'scan-secrets': scan,
  'secret-settings': settings,
  'except-secret': except,
  'withdraw-secret-exception': withdraw,
} satisfies Record<string, Form>;
