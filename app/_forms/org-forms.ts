// Forms about organisations, who is in them, and whom repositories are shared with.
import { orgHref } from '@/app/_links';
import { requireWriter } from '@/lib/context';
import { createOrg } from '@/lib/orgs/create-org';
import { deleteOrg } from '@/lib/orgs/delete-org';
import { memberRoleSchema, newMemberSchema } from '@/lib/orgs/members/member';
import { removeMember } from '@/lib/orgs/members/remove-member';
import { addMember, setMember } from '@/lib/orgs/members/set-member';
import { newOrgSchema, orgChangesSchema } from '@/lib/orgs/org-settings';
import { updateOrg } from '@/lib/orgs/update-org';
import { newShareSchema, shareKindSchema, shareRepo, shareWith } from '@/lib/repos/manage/shares/share-repo';
import { unshareRepo } from '@/lib/repos/manage/shares/unshare-repo';
import { isTicked, textOf, wordOf } from './field/fields';
import { FieldError, type Form, parseForm, subjectOf } from './field/form';

const add: Form = {
  keeps: ['slug', 'name', 'description', 'open'],
  fieldOf: (error) => (error.code === 'conflict' ? 'slug' : null),
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = {
      slug: textOf(fields, 'slug') ?? '',
      name: textOf(fields, 'name'),
      description: textOf(fields, 'description'),
      is_open: isTicked(fields, 'open'),
    };
    const org = await createOrg(ctx, parseForm(newOrgSchema, input));
    return { next: orgHref(org.slug) };
  },
};

const settings: Form = {
  keeps: ['name', 'description', 'open'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const changes = {
      name: textOf(fields, 'name') ?? null,
      description: textOf(fields, 'description') ?? '',
      is_open: isTicked(fields, 'open'),
    };
    await updateOrg(ctx, subjectOf(fields), parseForm(orgChangesSchema, changes));
    return { text: 'Saved.' };
  },
};

const quota: Form = {
  keeps: ['gibibytes'],
  fieldOf: () => 'gibibytes',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const typed = textOf(fields, 'gibibytes');
    const number = Number(typed);
    if (typed !== undefined && !(number > 0 && number < 1e6)) {
      throw new FieldError('Give a number of GiB, such as 20 or 0.5, or nothing.', 'gibibytes');
    }
    const changes = { quota_bytes: typed === undefined ? null : Math.max(1, Math.round(number * 1024 ** 3)) };
    await updateOrg(ctx, subjectOf(fields), parseForm(orgChangesSchema, changes));
    return { text: 'Saved.' };
  },
};

const remove: Form = {
  keeps: ['typed'],
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const slug = subjectOf(fields);
    if (textOf(fields, 'typed') !== slug) {
      throw new FieldError(`Type ${slug} to confirm that it is to be deleted.`, 'typed');
    }
    await deleteOrg(ctx, slug);
    return { next: '/orgs' };
  },
};

const invite: Form = {
  keeps: ['email', 'role'],
  fieldOf: () => 'email',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(newMemberSchema, { email: wordOf(fields, 'email'), role: wordOf(fields, 'role') });
    const member = await addMember(ctx, subjectOf(fields), input);
    return { text: `${member.email} is in: ${member.role}.` };
  },
};

const change: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { role } = parseForm(memberRoleSchema, { role: wordOf(fields, 'role') });
    const member = await setMember(ctx, wordOf(fields, 'org'), subjectOf(fields), role);
    return { text: `Now ${member.role}.` };
  },
};

const dismiss: Form = {
  async take({ ctx, fields }) {
    const slug = wordOf(fields, 'org');
    await removeMember(ctx, slug, subjectOf(fields));
    // Whoever has left may not see the page any more.
    const hasLeft = ctx.actor.kind === 'user' && ctx.actor.userId === subjectOf(fields);
    return hasLeft ? { next: '/orgs' } : {};
  },
};

const share: Form = {
  keeps: ['email', 'can'],
  fieldOf: () => 'email',
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(newShareSchema, { email: wordOf(fields, 'email'), can: wordOf(fields, 'can') });
    const { email } = await shareWith(ctx, subjectOf(fields), input);
    return { text: `It is shared with ${email}.` };
  },
};

const changeShare: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const { can } = parseForm(shareKindSchema, { can: wordOf(fields, 'can') });
    await shareRepo(ctx, wordOf(fields, 'repo'), subjectOf(fields), can);
    return { text: 'Saved.' };
  },
};

const unshare: Form = {
  async take({ ctx, fields }) {
    await unshareRepo(ctx, wordOf(fields, 'repo'), subjectOf(fields));
    return {};
  },
};

export const orgForms = {
  'add-org': add,
  'org-settings': settings,
  'org-quota': quota,
  'delete-org': remove,
  'add-member': invite,
  'change-member': change,
  'remove-member': dismiss,
  'share-repo': share,
  'change-share': changeShare,
  'unshare-repo': unshare,
};
