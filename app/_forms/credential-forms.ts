// Forms about what repositories sign in with elsewhere, and about the hosts that they meet there.
import { requireWriter } from '@/lib/context';
import { changeCredential } from '@/lib/credentials/change-credential';
import { createCredential } from '@/lib/credentials/create-credential';
import { credentialChangesSchema, newCredentialSchema } from '@/lib/credentials/credential-input';
import { deleteCredential } from '@/lib/credentials/delete-credential';
import { acceptHostKey, acceptHostKeySchema } from '@/lib/host-keys/accept-host-key';
import { forgetHostKey } from '@/lib/host-keys/forget-host-key';
import { type Fields, textOf, wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';

/** A password is taken as it was typed; a field that is empty was not filled in. */
function secretsOf(fields: Fields) {
  const [token, user, password] = [textOf(fields, 'token'), textOf(fields, 'user'), wordOf(fields, 'password')];
  return { ...(token ? { token } : {}), ...(user ? { user } : {}), ...(password ? { password } : {}) };
}

const add: Form = {
  keeps: ['name', 'kind', 'user'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const given = { name: textOf(fields, 'name') ?? '', kind: wordOf(fields, 'kind'), ...secretsOf(fields) };
    const made = await createCredential(ctx, parseForm(newCredentialSchema, { org: subjectOf(fields), ...given }));
    return { text: `${made.name} is stored.` };
  },
};

const rotate: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const isKey = wordOf(fields, 'new_key') !== '';
    const changes = { ...secretsOf(fields), ...(isKey ? { new_key: true } : {}) };
    await changeCredential(ctx, subjectOf(fields), parseForm(credentialChangesSchema, changes));
    return { text: isKey ? 'It has a new key: let this one in where the old one was.' : 'It has a new secret.' };
  },
};

const rename: Form = {
  keeps: ['name'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const changes = parseForm(credentialChangesSchema, { name: textOf(fields, 'name') ?? '' });
    await changeCredential(ctx, subjectOf(fields), changes);
    return { text: 'Saved.' };
  },
};

const remove: Form = {
  async take({ ctx, fields }) {
    await deleteCredential(ctx, subjectOf(fields));
    return {};
  },
};

const accept: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { fingerprint } = parseForm(acceptHostKeySchema, { fingerprint: wordOf(fields, 'fingerprint') });
    const { host } = await acceptHostKey(ctx, subjectOf(fields), fingerprint);
    return { text: `${host} is known by its new key. Sync what failed.` };
  },
};

const forget: Form = {
  async take({ ctx, fields }) {
    await forgetHostKey(ctx, subjectOf(fields));
    return {};
  },
};

export const credentialForms = {
  'add-credential': add,
  'rotate-credential': rotate,
  'rename-credential': rename,
  'delete-credential': remove,
  'accept-host-key': accept,
  'forget-host-key': forget,
};
