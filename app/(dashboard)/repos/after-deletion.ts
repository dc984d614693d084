// What becomes of repositories that are deleted, for whoever is asked whether they mean it.
import { formatPlural } from '@/app/_format';

/** `binDays`: how long they lie in the bin; 0 if there is none. */
export function afterDeletion(binDays: number, which: 'one' | 'many'): string {
  if (binDays === 0) {
    const copies = which === 'one' ? 'Its copy is' : 'Their copies are';
    return `${copies} removed from this server, which cannot be undone here.`;
  }
  const days = binDays < 1 ? 'less than a day' : formatPlural(Math.floor(binDays), 'day', 'days');
  return which === 'one'
    ? `It lies in the bin for ${days}, from where it can be restored, and is then removed from this server.`
    : `They lie in the bin for ${days}, from where they can be restored, and are then removed from this server.`;
}
