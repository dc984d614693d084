// Cuts an identifier into the words a person would search for: parseHTTPRequest_v2 → parse, http, request, v2.

const CASE_OR_UNDERSCORE = /_+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const DIGIT_EDGE = /(?<=\p{N})(?=[^\p{N}])|(?<=[^\p{N}])(?=\p{N})/u;
/** More edges than this between letters and digits in one part mean a hash, not words. */
const MAX_DIGIT_EDGES = 2;

/**
 * The lowercase parts of an identifier, without the identifier itself and without parts of one ASCII character.
 * Parts with digits are given whole and cut (`sha256` → `sha256`, `sha`, `256`). Returns [] for a plain word.
 */
export function splitIdentifier(identifier: string): string[] {
  const whole = identifier.toLowerCase();
  const parts = new Set<string>();
  for (const part of identifier.split(CASE_OR_UNDERSCORE)) {
    if (!part) continue;
    addPart(parts, part);
    const pieces = part.split(DIGIT_EDGE);
    if (pieces.length > 1 && pieces.length <= MAX_DIGIT_EDGES + 1) for (const piece of pieces) addPart(parts, piece);
  }
  parts.delete(whole);
  return [...parts];
}

function addPart(parts: Set<string>, part: string): void {
  if (part.length > 1 || part.charCodeAt(0) > 127) parts.add(part.toLowerCase());
}
