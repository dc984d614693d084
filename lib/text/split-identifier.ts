// Cuts an identifier into the words a person would search for: parseHTTPRequest_v2 → parse, http, request, v2.

const CASE_OR_UNDERSCORE = /_+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const DIGIT = /\p{N}/u;
const DIGIT_EDGE = /(?<=\p{N})(?=[^\p{N}])|(?<=[^\p{N}])(?=\p{N})/u;
/** More edges than this between letters and digits in one part mean a hash, not words. */
const MAX_DIGIT_EDGES = 2;

/**
 * The lowercase parts of an identifier, without the identifier itself and without parts of one ASCII character.
 * Parts with digits are given whole and cut (`sha256` → `sha256`, `sha`, `256`). Returns [] for a plain word and for a
 * number, whatever its base and unit.
 */
export function splitIdentifier(identifier: string): string[] {
  if (isDigit(identifier.charCodeAt(0)) && !identifier.includes('_')) return [];
  const cuts = cutsOf(identifier);
  if (cuts.length === 0) return [];
  const whole = identifier.toLowerCase();
  const parts: string[] = [];
  for (let i = 0; i < cuts.length; i += 2) {
    const part = identifier.slice(cuts[i], cuts[i + 1]);
    addPart(parts, part, whole);
    if (isDigit(part.charCodeAt(0)) || !DIGIT.test(part)) continue;
    const pieces = part.split(DIGIT_EDGE);
    if (pieces.length > 1 && pieces.length <= MAX_DIGIT_EDGES + 1)
      for (const piece of pieces) addPart(parts, piece, whole);
  }
  return parts;
}

/** Where the parts between underscores and changes of case begin and end; [] if the whole is one part without digits. */
function cutsOf(identifier: string): number[] {
  const cuts: number[] = [];
  let start = 0;
  let hasDigit = false;
  for (let i = 0; i < identifier.length; i++) {
    const unit = identifier.charCodeAt(i);
    if (unit > 127) return cutsByPattern(identifier);
    hasDigit ||= isDigit(unit);
    if (unit === UNDERSCORE) {
      if (i > start) cuts.push(start, i);
      start = i + 1;
    } else if (isUpper(unit) && i > start) {
      const isCut = !isUpper(identifier.charCodeAt(i - 1)) || isLower(identifier.charCodeAt(i + 1));
      if (!isCut) continue;
      cuts.push(start, i);
      start = i;
    }
  }
  if (cuts.length === 0 && start === 0 && !hasDigit) return [];
  if (start < identifier.length) cuts.push(start, identifier.length);
  return cuts;
}

/** The same for any script; several times slower. */
function cutsByPattern(identifier: string): number[] {
  const cuts: number[] = [];
  let from = 0;
  for (const part of identifier.split(CASE_OR_UNDERSCORE)) {
    if (!part) continue;
    from = identifier.indexOf(part, from);
    cuts.push(from, from + part.length);
    from += part.length;
  }
  return cuts;
}

const UNDERSCORE = 95;
const isDigit = (unit: number) => unit >= 48 && unit <= 57;
const isUpper = (unit: number) => unit >= 65 && unit <= 90;
const isLower = (unit: number) => unit >= 97 && unit <= 122;

function addPart(parts: string[], part: string, whole: string): void {
  if (part.length === 1 && part.charCodeAt(0) < 128) return;
  const lower = part.toLowerCase();
  if (lower !== whole && !parts.includes(lower)) parts.push(lower);
}
