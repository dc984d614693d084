// Forms about connections to code hosts.
import { addConnection } from '@/lib/connections/add-connection';
import { connectionChangesSchema, newConnectionSchema } from '@/lib/connections/connection-settings';
import { removeConnection } from '@/lib/connections/remove-connection';
import { requestConnectionSync } from '@/lib/connections/sync/request-connection-sync';
import { updateConnection } from '@/lib/connections/update-connection';
import { visibleConnection } from '@/lib/connections/visible-connection';
import { requireWriter } from '@/lib/context';
import { type Form, parseForm, subjectOf } from './field/form';
import { connectionChangesOf, newConnectionOf } from './input/connection-input';

const NAMES = { credential_id: 'credential', sync_interval_seconds: 'interval', grace_hours: 'grace' };
const KEPT = [
  'host',
  'source_type',
  'owner',
  'org',
  'credential',
  'include',
  'exclude',
  'forks',
  'archived',
  'interval',
  'grace',
];

const add: Form = {
  keeps: KEPT,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { id } = await addConnection(ctx, parseForm(newConnectionSchema, newConnectionOf(fields), NAMES));
    // Nothing is added before somebody has seen what would be.
    return { next: `/connections/${id}?preview=1` };
  },
};

const change: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleConnection(ctx, id);
    await updateConnection(ctx, id, parseForm(connectionChangesSchema, connectionChangesOf(fields), NAMES));
    return { text: 'Saved.' };
  },
};

const sync: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await requestConnectionSync(ctx, id, { trigger: 'manual' });
    return { next: `/connections/${id}`, text: 'Started.' };
  },
};

const remove: Form = {
  async take({ ctx, fields }) {
    await removeConnection(ctx, subjectOf(fields));
    return { next: '/connections' };
  },
};

export const connectionForms = {
  'add-connection': add,
  'change-connection': change,
  'sync-connection': sync,
  'delete-connection': remove,
};
