// Forms for administrators: people and invitations, the secrets of webhooks, where notifications go.
import { publicOrigin } from '@/app/_http/origin';
import { invitePerson, newInviteSchema } from '@/lib/accounts/invites/invite-person';
import { withdrawInvite } from '@/lib/accounts/invites/withdraw-invite';
import { deletePerson } from '@/lib/accounts/people/delete-person';
import { personChangesSchema, updatePerson } from '@/lib/accounts/people/update-person';
import { requireAdminWriter } from '@/lib/accounts/require-admin';
import { endSessionsOf } from '@/lib/accounts/sessions/end-sessions';
import { addNotificationTarget, newTargetSchema } from '@/lib/notifications/add-target';
import { removeNotificationTarget } from '@/lib/notifications/remove-target';
import { testNotificationTarget } from '@/lib/notifications/test-target';
import { requireHost } from '@/lib/webhooks/payload/hosts';
import { removeWebhookSecret } from '@/lib/webhooks/secrets/remove-secret';
import { setWebhookSecret } from '@/lib/webhooks/secrets/set-secret';
import { wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';
import { newInviteOf } from './input/invite-input';
import { newTargetOf } from './input/target-input';

const invite: Form = {
  keeps: ['email', 'admin', 'org', 'role'],
  fieldOf: () => 'email',
  async take({ ctx, headers, fields }) {
    requireAdminWriter(ctx);
    const input = parseForm(newInviteSchema, newInviteOf(fields));
    const made = await invitePerson(ctx, input);
    const link = new URL(made.path, publicOrigin(ctx.env, headers)).href;
    return { shown: { email: made.invite.email, link } };
  },
};

const withdraw: Form = {
  async take({ ctx, fields }) {
    await withdrawInvite(ctx, subjectOf(fields));
    return {};
  },
};

const changePerson: Form = {
  async take({ ctx, fields }) {
    requireAdminWriter(ctx);
    const changes = { is_disabled: wordOf(fields, 'disabled') === 'true' };
    await updatePerson(ctx, subjectOf(fields), parseForm(personChangesSchema, changes));
    return {};
  },
};

const removePerson: Form = {
  async take({ ctx, fields }) {
    await deletePerson(ctx, subjectOf(fields));
    return {};
  },
};

const endPersonsSessions: Form = {
  async take({ ctx, fields }) {
    await endSessionsOf(ctx, subjectOf(fields));
    return { text: 'Signed out everywhere.' };
  },
};

const makeSecret: Form = {
  async take({ ctx, fields }) {
    requireAdminWriter(ctx, 'webhooks');
    return { shown: { secret: await setWebhookSecret(ctx, requireHost(subjectOf(fields))) } };
  },
};

const removeSecret: Form = {
  async take({ ctx, fields }) {
    requireAdminWriter(ctx, 'webhooks');
    await removeWebhookSecret(ctx, requireHost(subjectOf(fields)));
    return {};
  },
};

const addTarget: Form = {
  // A webhook's address is a secret in itself.
  keeps: ['name'],
  fieldOf: () => 'address',
  async take({ ctx, fields }) {
    requireAdminWriter(ctx, 'notifications');
    const { target, secret } = await addNotificationTarget(
      ctx,
      parseForm(newTargetSchema, newTargetOf(fields), { url: 'address' }),
    );
    return { shown: { called: target.name ?? target.hint, ...(secret === null ? {} : { secret }) } };
  },
};

const removeTarget: Form = {
  async take({ ctx, fields }) {
    await removeNotificationTarget(ctx, subjectOf(fields));
    return {};
  },
};

const testTarget: Form = {
  async take({ ctx, fields }) {
    const { status, message } = await testNotificationTarget(ctx, subjectOf(fields));
    return { text: message, shown: { status } };
  },
};

export const serverForms = {
  invite,
  'withdraw-invite': withdraw,
  'change-person': changePerson,
  'delete-person': removePerson,
  'end-persons-sessions': endPersonsSessions,
  'make-secret': makeSecret,
  'remove-secret': removeSecret,
  'add-target': addTarget,
  'remove-target': removeTarget,
  'test-target': testTarget,
};
