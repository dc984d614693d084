// What the forms of a connection mean to the API, in the browser and on the server alike.
import type { ConnectionChanges, NewConnection } from '@/lib/connections/connection-settings';
import { type Fields, isTicked, textOf, wordOf } from '../field/fields';

export function newConnectionOf(form: Fields): NewConnection {
  const org = textOf(form, 'org');
  return {
    host: textOf(form, 'host') ?? '',
    source_type: wordOf(form, 'source_type') as NewConnection['source_type'],
    owner: textOf(form, 'owner') ?? '',
    ...(org === undefined ? {} : { org }),
    ...connectionChangesOf(form),
  };
}

export function connectionChangesOf(form: Fields): ConnectionChanges {
  return {
    credential_id: textOf(form, 'credential') ?? null,
    include: patternsOf(form, 'include'),
    exclude: patternsOf(form, 'exclude'),
    forks: isTicked(form, 'forks'),
    archived: isTicked(form, 'archived'),
    sync_interval_seconds: Number(textOf(form, 'interval') ?? 3600),
    grace_hours: Number(textOf(form, 'grace') ?? 24),
  };
}

/** Separated by commas, spaces or lines: no name has one of these in it. */
function patternsOf(form: Fields, name: string): string[] {
  return [...new Set(wordOf(form, name).split(/[\s,]+/))].filter(Boolean);
}
