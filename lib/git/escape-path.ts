// Paths and ref names as text: UTF-8 as it is, any other byte as \xNN, and back to the same bytes.
import { isUtf8 } from 'node:buffer';
import { isDangerousPath } from './dangerous-name';

/** A path that is longer or deeper is listed by nobody: it would not fit an index entry. */
export const MAX_PATH_BYTES = 1024;
export const MAX_PATH_DEPTH = 256;

export type PathProblem = 'path_too_long' | 'path_too_deep' | 'dangerous_name';

/** Why a path (as `escapePath` writes it) is left out of the index; null for nearly all. */
export function pathProblem(path: string): PathProblem | null {
  if (path.length > MAX_PATH_BYTES || Buffer.byteLength(path) > MAX_PATH_BYTES) return 'path_too_long';
  let depth = 1;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth += 1;
  if (depth > MAX_PATH_DEPTH) return 'path_too_deep';
  return isDangerousPath(path) ? 'dangerous_name' : null;
}

/**
 * Bytes as text. Valid UTF-8 stays (line breaks too); bytes outside of it and NUL become \xNN in lower case, and a
 * backslash that would read like such an escape becomes \x5c, so that `unescapePath` gives back the same bytes.
 */
export function escapePath(bytes: Buffer): string {
  if (!bytes.includes(0x5c) && !bytes.includes(0) && isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0 || isEscapeLike(bytes, at)) {
      text += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
      at += 1;
    } else {
      text += bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
  return text;
}

/**
 * The bytes that `escapePath` was given. Text that it would not have written is a name as people type it, and stands for
 * itself: `\x41` is those four characters and never another way to write `A`.
 */
export function unescapePath(path: string): Buffer {
  if (!path.includes('\\x')) return Buffer.from(path, 'utf8');
  const parts = path.split(/(\\x[0-9a-f]{2})/);
  const bytes = Buffer.concat(
    parts.map((part) =>
      /^\\x[0-9a-f]{2}$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part, 'utf8'),
    ),
  );
  return escapePath(bytes) === path ? bytes : Buffer.from(path, 'utf8');
}

/** Bytes of the valid UTF-8 character at `at`; 0 if there is none, and for NUL. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead === 0) return 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

function isEscapeLike(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x5c && /^\\x[0-9a-f]{2}$/.test(bytes.toString('latin1', at, at + 4));
}
