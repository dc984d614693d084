// Forms that have hosts looked at: those of one delivery, one of them, or all that fit.
import { requireWriter } from '@/lib/context';
import { verifyDeliveries, verifyDeliveriesSchema } from '@/lib/deliveries/verify/verify-deliveries';
import { verifyDelivery, verifyDeliverySchema } from '@/lib/deliveries/verify/verify-delivery';
import { isTicked, textOf } from '../field/fields';
import { type Form, parseForm, subjectOf } from '../field/form';
import { verifiedText } from './verify-outcomes';

const one: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    // Of one host: the delivery, and the host after a colon.
    const [id = '', target] = subjectOf(fields).split(':');
    const input = { deep: isTicked(fields, 'deep'), ...(target ? { target_ids: [target] } : {}) };
    return { text: verifiedText([await verifyDelivery(ctx, id, parseForm(verifyDeliverySchema, input))]) };
  },
};

const many: Form = {
  keeps: [],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const asked = { org: textOf(fields, 'org'), group: textOf(fields, 'group'), repo: textOf(fields, 'repo') };
    const input = Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
    const { items, pending } = await verifyDeliveries(ctx, parseForm(verifyDeliveriesSchema, input));
    return { text: verifiedText(items, pending.length) };
  },
};

export const verifyForms = { 'verify-delivery': one, 'verify-deliveries': many } satisfies Record<string, Form>;
