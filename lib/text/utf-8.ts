// Tells damaged UTF-8 from text in another encoding.

/**
 * True if at least as many characters beyond ASCII are whole as are damaged. By chance few are: in other encodings a
 * letter is seldom followed by what UTF-8 asks for. A character cut off at the end counts as whole if two of its bytes
 * are there, and not at all if one is.
 */
export function isMostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let damaged = 0;
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at]! < 0x80) {
      at++;
      continue;
    }
    const wanted = lengthOf(bytes[at]!);
    const length = wanted === 0 ? 1 : validLength(bytes, at, wanted);
    if (length === wanted) whole++;
    else if (at + length < bytes.length || wanted === 0) damaged++;
    else if (length > 1) whole++;
    at += length;
  }
  return whole > 0 && whole >= damaged;
}

/** Bytes of the character that begins with this one; 0 if none does. */
function lengthOf(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** How many of a character's bytes are as they should be: no overlong forms, no surrogates, nothing past U+10FFFF. */
function validLength(bytes: Uint8Array, at: number, wanted: number): number {
  const lead = bytes[at]!;
  const second = bytes[at + 1];
  if (second === undefined) return 1;
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 1;
  let length = 2;
  while (length < wanted && (bytes[at + length]! & 0xc0) === 0x80) length++;
  return length;
}
