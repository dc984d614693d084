// Turns the bytes of a file into text that Postgres takes and people can read, or tells that they are no text.
import { isUtf8 } from 'node:buffer';

/** As much as git looks at. */
const SNIFFED_BYTES = 8000;
/** A file with more of these than one in a hundred bytes is not text in an old encoding. */
const MAX_CONTROL_SHARE = 0.01;

/**
 * The text of a file: UTF-8 and UTF-16 as they are, anything else that looks like text as Windows-1252.
 * A byte order mark and NUL are left out, line ends stay. Returns null for binary content.
 */
export function decodeText(bytes: Buffer): string | null {
  const encoding = encodingOf(bytes);
  if (encoding === null) return null;
  return clean(encoding === 'utf-8' ? bytes.toString('utf8') : new TextDecoder(encoding).decode(bytes));
}

/** What a file's text is written in, by the names that browsers know; null for binary content. */
export function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | null {
  const utf16 = utf16Encoding(bytes);
  if (utf16) return utf16;
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return null;
  if (isUtf8(bytes)) return 'utf-8';
  return controlShare(bytes.subarray(0, SNIFFED_BYTES)) > MAX_CONTROL_SHARE ? null : 'windows-1252';
}

function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length % 2 !== 0 || bytes.length < 2) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

function clean(text: string): string {
  const withoutMark = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return withoutMark.includes('\0') ? withoutMark.replaceAll('\0', '') : withoutMark;
}

function controlShare(bytes: Buffer): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  return bytes.length === 0 ? 0 : controls / bytes.length;
}
