// Reads a pasted list of addresses: one a line, with comments and blank lines.
import { AppError } from '@/lib/errors';
import { sourceKey } from '@/lib/repos/source-key';
import { type ImportList, MAX_ROWS } from './import-settings';
import { shown } from './shown';

/** Throws `limit` if there are too many; a line that no address can be is said of that line. */
export function readUrls(content: string): ImportList {
  const list: ImportList = { rows: [], unread: [] };
  const seen = new Map<string, number>();
  let count = 0;
  for (const [index, line] of content
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const text = line.replace(/(^|\s)#.*$/, '').trim();
    if (text === '') continue;
    count += 1;
    if (count > MAX_ROWS) {
      throw new AppError(
        'limit',
        `The list has more than ${MAX_ROWS} addresses, which is what is taken at once. Give it in parts.`,
      );
    }
    const row = index + 1;
    const refuse = (reason: string) => list.unread.push({ row, ...shown(text), reason });
    if (/\s/.test(text)) {
      refuse('The line holds more than one word. Give one address a line; a comment begins with #.');
      continue;
    }
    const key = keyOf(text);
    const first = seen.get(key);
    if (first !== undefined) refuse(`Line ${first} names the same source.`);
    else list.rows.push({ row, ...(text.startsWith('/') ? { path: text } : { url: text }) });
    seen.set(key, first ?? row);
  }
  return list;
}

/** One for all spellings of a source; two ports of a host are two servers. */
function keyOf(address: string): string {
  const port = URL.canParse(address) && /^https?:/i.test(address) ? new URL(address).port : '';
  return `${port} ${sourceKey(address) ?? address}`;
}
