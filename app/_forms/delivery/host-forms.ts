// Forms about targets, the hosts that trees are delivered to.
import { requireWriter } from '@/lib/context';
import { acceptHostKeySchema } from '@/lib/host-keys/accept-host-key';
import { acceptTargetKey } from '@/lib/targets/accept-target-key';
import { addTarget } from '@/lib/targets/add-target';
import { changeTarget } from '@/lib/targets/change-target';
import { deleteTarget } from '@/lib/targets/delete-target';
import { newTargetSchema, targetChangesSchema } from '@/lib/targets/target-input';
import { testTarget } from '@/lib/targets/test-target';
import { visibleTarget } from '@/lib/targets/visible-targets';
import { wordOf } from '../field/fields';
import { type Form, parseForm, subjectOf } from '../field/form';
import { HOST_NAMES, hostChangesOf, hostKeyOf, newHostOf } from './host-input';

const KEPT = ['org', 'name', 'address', 'path', 'group', 'mode', 'keep', 'enabled'];

const add: Form = {
  keeps: KEPT,
  fieldOf: (error) => (error.kind === 'policy' ? 'address' : error.kind === 'auth' ? 'key' : null),
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { id } = await addTarget(ctx, parseForm(newTargetSchema, newHostOf(fields), HOST_NAMES));
    return { next: `/targets/${id}`, text: 'Added. Let its public key in on the host, then test it.' };
  },
};

const change: Form = {
  keeps: KEPT,
  fieldOf: (error) => (error.kind === 'policy' ? 'address' : null),
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleTarget(ctx, id, 'org.manage-targets');
    await changeTarget(ctx, id, parseForm(targetChangesSchema, hostChangesOf(fields), HOST_NAMES));
    return { text: 'Saved.' };
  },
};

const rotate: Form = {
  fieldOf: () => 'key',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const id = subjectOf(fields);
    await visibleTarget(ctx, id, 'org.manage-targets');
    await changeTarget(ctx, id, parseForm(targetChangesSchema, hostKeyOf(fields), HOST_NAMES));
    return { text: 'It has another key: let its public half in on the host where the old one was.' };
  },
};

const remove: Form = {
  async take({ ctx, fields }) {
    await deleteTarget(ctx, subjectOf(fields));
    return { next: '/targets' };
  },
};

const test: Form = {
  async take({ ctx, fields }) {
    const { findings } = await testTarget(ctx, subjectOf(fields));
    const wrong = (findings ?? []).filter(({ is_ok: isOk }) => !isOk).length;
    return { text: wrong === 0 ? 'Everything that a delivery needs is there.' : 'Something is missing: see below.' };
  },
};

const accept: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { fingerprint } = parseForm(acceptHostKeySchema, { fingerprint: wordOf(fields, 'fingerprint') });
    const { address } = await acceptTargetKey(ctx, subjectOf(fields), fingerprint);
    return { text: `The host of ${address} is known by its new key.` };
  },
};

export const hostForms = {
  'add-host': add,
  'change-host': change,
  'rotate-host': rotate,
  'delete-host': remove,
  'test-host': test,
  'accept-target-key': accept,
};
