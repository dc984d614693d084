// Turns the bytes of a file into text that Postgres takes and people can read, or tells that they are no text. All who
// show, search or hand out a file's text decode it here.
import { type Encoding, encodingOf } from './encoding';
import { decodeWide } from './wide-encoding';
import { decodeWindows1252 } from './windows-1252';

/**
 * The text of a file, whatever it is written in: what does not decode becomes U+FFFD. A byte order mark and NUL are left
 * out, line ends stay. Returns null for binary content.
 */
export function decodeText(bytes: Buffer): string | null {
  const encoding = encodingOf(bytes);
  return encoding === null ? null : clean(decodeAs(bytes, encoding));
}

function decodeAs(bytes: Buffer, encoding: Encoding): string {
  switch (encoding) {
    case 'utf-8':
      return bytes.toString('utf8');
    case 'windows-1252':
      return decodeWindows1252(bytes);
    case 'utf-16le':
    case 'utf-16be':
    case 'utf-32le':
    case 'utf-32be':
      return decodeWide(bytes, encoding);
    default:
      return new TextDecoder(encoding).decode(bytes);
  }
}

function clean(text: string): string {
  const withoutMark = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return withoutMark.includes('\0') ? withoutMark.replaceAll('\0', '') : withoutMark;
}
