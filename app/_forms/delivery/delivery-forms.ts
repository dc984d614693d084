// Forms about deliveries and their runs.
import { requireWriter } from '@/lib/context';
import { addDelivery } from '@/lib/deliveries/add-delivery';
import { changeDelivery } from '@/lib/deliveries/change-delivery';
import { deleteDelivery } from '@/lib/deliveries/delete-delivery';
import {
  deliveryChangesSchema,
  newDeliverySchema,
  rollBackSchema,
  runDeliverySchema,
} from '@/lib/deliveries/delivery-input';
import { cancelDeliveryRun } from '@/lib/deliveries/run/cancel-delivery-run';
import { runDelivery } from '@/lib/deliveries/run/request-delivery';
import { rollBackHost } from '@/lib/deliveries/run/roll-back-host';
import { visibleDelivery } from '@/lib/deliveries/visible-delivery';
import { visibleRepo } from '@/lib/repos/visible-repo';
import { allOf, isTicked, textOf } from '../field/fields';
import { type Form, parseForm, subjectOf } from '../field/form';
import { deliveryChangesOf, newDeliveryOf } from './delivery-input';

const NAMES = {
  target_ids: 'target',
  config_path: 'config',
  verify_interval_seconds: 'verify',
  repo_id: 'id',
};
const KEPT = [
  'ref',
  'subfolder',
  'group',
  'target',
  'excludes',
  'dot_git',
  'delete',
  'owner',
  'modes',
  'hook',
  'after_sync',
  'fallback',
  'block',
  'commits',
  'config',
  'repair',
  'verify',
];

const add: Form = {
  keeps: KEPT,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const repo = await visibleRepo(ctx, subjectOf(fields), 'repo.manage-deliveries');
    const { id } = await addDelivery(ctx, parseForm(newDeliverySchema, newDeliveryOf(fields, repo.id), NAMES));
    return { next: `/deliveries/${id}`, text: 'Added. Nothing is sent before you press "Deliver now".' };
  },
};

const change: Form = {
  keeps: KEPT,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleDelivery(ctx, id, 'repo.manage-deliveries');
    await changeDelivery(ctx, id, parseForm(deliveryChangesSchema, deliveryChangesOf(fields), NAMES));
    return { text: 'Saved.' };
  },
};

const remove: Form = {
  async take({ ctx, fields }) {
    await deleteDelivery(ctx, subjectOf(fields));
    return { next: '/deliveries' };
  },
};

const run: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleDelivery(ctx, id, 'repo.deliver');
    const targets = allOf(fields, 'target').filter(Boolean);
    const input = { force: isTicked(fields, 'force'), ...(targets.length > 0 ? { target_ids: targets } : {}) };
    const begun = await runDelivery(ctx, id, parseForm(runDeliverySchema, input), 'manual');
    return { next: `/deliveries/runs/${begun.id}` };
  },
};

const rollBack: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleDelivery(ctx, id, 'repo.deliver');
    const release = textOf(fields, 'release');
    const input = { target_id: textOf(fields, 'target') ?? '', ...(release === undefined ? {} : { release }) };
    const begun = await rollBackHost(ctx, id, parseForm(rollBackSchema, input));
    return { next: `/deliveries/runs/${begun.id}` };
  },
};

const cancel: Form = {
  async take({ ctx, fields }) {
    await cancelDeliveryRun(ctx, subjectOf(fields));
    return {};
  },
};

export const deliveryForms = {
  'add-delivery': add,
  'change-delivery': change,
  'delete-delivery': remove,
  'run-delivery': run,
  'roll-back': rollBack,
  'cancel-delivery': cancel,
} satisfies Record<string, Form>;
