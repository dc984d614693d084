// Forms about tokens.
import { requireWriter } from '@/lib/context';
import { makeToken, newTokenSchema } from '@/lib/tokens/make-token';
import { revokeToken } from '@/lib/tokens/revoke-token';
import { type Form, parseForm, subjectOf } from './field/form';
import { newTokenOf } from './input/token-input';

const make: Form = {
  keeps: ['name', 'scope-sync', 'scope-write', 'scope-admin', 'expires', 'for', 'owner'],
  fieldOf: (error) => (error.code === 'not_found' ? 'for' : null),
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(newTokenSchema, newTokenOf(fields, Date.now()), { org: 'for', expires_at: 'expires' });
    const { token, secret } = await makeToken(ctx, input);
    return { shown: { name: token.name, secret } };
  },
};

const revoke: Form = {
  async take({ ctx, fields }) {
    await revokeToken(ctx, subjectOf(fields));
    return { text: 'It is revoked.' };
  },
};

export const tokenForms = { 'make-token': make, 'revoke-token': revoke };
