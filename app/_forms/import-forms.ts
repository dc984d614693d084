// The form that adds many repositories at once.
import { requireWriter } from '@/lib/context';
import { importRepos } from '@/lib/imports/import-repos';
import { importSchema, MAX_IMPORT_BYTES } from '@/lib/imports/import-settings';
import { type Form, parseForm } from './field/form';
import { importedText, importOf } from './input/import-input';

const importMany: Form = {
  keeps: ['format', 'content', 'org'],
  maxBytes: MAX_IMPORT_BYTES,
  async take({ ctx, fields }) {
    requireWriter(ctx);
    return { text: importedText(await importRepos(ctx, parseForm(importSchema, importOf(fields)))) };
  },
};

export const importForms = { 'import-repos': importMany };
