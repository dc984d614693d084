// What the form for an import means to the API, and what came of it in words: in the browser and on the server alike.
import { formatCount, formatPlural } from '@/app/_format';
import type { Imported, NewImport, Skipped } from '@/lib/imports/import-settings';
import { type Fields, textOf, wordOf } from '../field/fields';

/** Of what was skipped, so many are told where there is little room. */
const MOST_TOLD = 5;

export function importOf(fields: Fields): NewImport {
  const org = textOf(fields, 'org');
  return {
    format: wordOf(fields, 'format') as NewImport['format'],
    content: wordOf(fields, 'content'),
    ...(org === undefined ? {} : { org }),
  };
}

/** "12 added, 3 were here already, 1 skipped." */
export function importedCounts({ created, updated, unchanged, skipped }: Imported): string {
  if (created + updated + unchanged + skipped.length === 0) return 'There was nothing in it to import.';
  const counts = [
    created > 0 && `${formatCount(created)} added`,
    updated > 0 && `${formatCount(updated)} changed`,
    unchanged > 0 && `${formatPlural(unchanged, 'was', 'were')} here already`,
    skipped.length > 0 && `${formatCount(skipped.length)} skipped`,
  ].filter(Boolean);
  const isAsBefore = created + updated + skipped.length === 0;
  return `${counts.join(', ')}.${isAsBefore ? ' Nothing has changed.' : ''}`;
}

/** The counts and the first reasons: for a cookie, which holds little. */
export function importedText(imported: Imported): string {
  const told = imported.skipped.slice(0, MOST_TOLD).map((one) => `${whichRow(one)}: ${one.reason.slice(0, 200)}`);
  const more = imported.skipped.length - told.length;
  return [importedCounts(imported), ...told, more > 0 && `And ${formatCount(more)} more.`].filter(Boolean).join(' ');
}

/** "4 (acme/rivers)". */
export function whichRow({ row, name, url }: Skipped): string {
  const what = name ?? url;
  return what === undefined ? `${row}` : `${row} (${what.slice(0, 120)})`;
}
