// Tells what a file's text is written in. What most of it says counts: a few damaged bytes change nothing.
import { isUtf8 } from 'node:buffer';
import { type LegacyEncoding, legacyEncodingOf } from './legacy-encoding';
import { isMostlyUtf8 } from './utf-8';
import { type WideEncoding, wideEncodingOf } from './wide-encoding';

/** Names that browsers know, UTF-32 excepted. */
export type Encoding = 'utf-8' | WideEncoding | LegacyEncoding;

/** As much as git looks at. */
const SNIFFED_BYTES = 8000;
/** If it is not UTF-8 and more than one in a hundred bytes are these, it is not text. */
const MAX_CONTROL_SHARE = 0.01;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The encoding of a file's whole content; null for binary content, which is, as for git, what has a NUL in its first
 * 8000 bytes and is neither UTF-16 nor UTF-32.
 */
export function encodingOf(bytes: Buffer): Encoding | null {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  const wide = wideEncodingOf(head);
  if (wide) return wide;
  if (head.includes(0)) return null;
  if (isUtf8(bytes)) return 'utf-8';
  if (controlShare(head) > MAX_CONTROL_SHARE) return null;
  if (head.subarray(0, MARK.length).equals(MARK) || isMostlyUtf8(bytes)) return 'utf-8';
  return legacyEncodingOf(bytes);
}

function controlShare(bytes: Buffer): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  return bytes.length === 0 ? 0 : controls / bytes.length;
}
