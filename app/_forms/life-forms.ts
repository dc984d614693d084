// Forms about the life of a repository: archived, converted, deleted, taken back.
import { requireWriter } from '@/lib/context';
import { archiveRepo, unarchiveRepo } from '@/lib/repos/life/archive-repo';
import { convertRepo, convertRepoSchema } from '@/lib/repos/life/convert-repo';
import { purgeRepo } from '@/lib/repos/life/purge-repo';
import { restoreRepo } from '@/lib/repos/life/restore-repo';
import { wordOf } from './field/fields';
import { type Form, parseForm, subjectOf } from './field/form';

const archive: Form = {
  async take({ ctx, fields }) {
    await archiveRepo(ctx, subjectOf(fields));
    return { text: 'It is archived.' };
  },
};

const unarchive: Form = {
  async take({ ctx, fields }) {
    await unarchiveRepo(ctx, subjectOf(fields));
    return { text: 'It is followed again.' };
  },
};

const convert: Form = {
  async take({ ctx, fields }) {
    requireWriter(ctx);
    const input = parseForm(convertRepoSchema, { kind: wordOf(fields, 'kind') });
    const { convert_to: wanted } = await convertRepo(ctx, subjectOf(fields), input);
    return { text: wanted === null ? 'It stays what it is.' : 'The next run does it.' };
  },
};

const restore: Form = {
  async take({ ctx, fields }) {
    const { id } = await restoreRepo(ctx, subjectOf(fields));
    return { next: `/repos/${id}` };
  },
};

const purge: Form = {
  async take({ ctx, fields }) {
    // Not as its subject: what came of it is told when it is no longer in the list.
    await purgeRepo(ctx, wordOf(fields, 'repo'));
    return { text: 'It is being removed for good.' };
  },
};

export const lifeForms = {
  'archive-repo': archive,
  'unarchive-repo': unarchive,
  'convert-repo': convert,
  'restore-repo': restore,
  'purge-repo': purge,
};
