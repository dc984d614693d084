// Git's patterns for paths, on bytes (as latin1 text) and in time that a hostile pattern cannot stretch: at most the
// path's length times the pattern's.

/** One thing that a pattern asks for, at one place of a path. */
type Part =
  | { kind: 'byte'; byte: number }
  | { kind: 'set'; bytes: Uint8Array }
  /** `*`: anything within a name. */
  | { kind: 'within' }
  /** `**` at the end: anything. */
  | { kind: 'all' }
  /** `**` and the slash behind it: any folders, or none. */
  | { kind: 'folders' };

export type Glob = readonly Part[];

/** Steps taken so far, for callers that have a limit. */
export interface Work {
  steps: number;
}

const SLASH = 47;
const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[^ -~\x80-\xff]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r]/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

/**
 * A pattern as git reads it for whole paths; null for one that matches nothing, because it is malformed. Git cuts off what
 * comes before the first wildcard, so a `**` is alone there as well as between slashes.
 */
export function parseGlob(pattern: string): Glob | null {
  const parts: Part[] = [];
  const first = pattern.search(/[*?[\\]/);
  for (let at = 0; at < pattern.length; ) {
    const character = pattern[at]!;
    if (character === '*') {
      let end = at;
      while (pattern[end] === '*') end++;
      const isAlone =
        end - at > 1 && (at === first || pattern[at - 1] === '/') && (end === pattern.length || pattern[end] === '/');
      parts.push({ kind: !isAlone ? 'within' : end === pattern.length ? 'all' : 'folders' });
      at = isAlone && end < pattern.length ? end + 1 : end;
    } else if (character === '?') {
      parts.push({ kind: 'set', bytes: setOf((byte) => byte !== SLASH) });
      at++;
    } else if (character === '[') {
      const set = parseSet(pattern, at + 1);
      if (!set) return null;
      parts.push({ kind: 'set', bytes: set.bytes });
      at = set.end;
    } else {
      if (character === '\\') at++;
      if (at >= pattern.length) return null;
      parts.push({ kind: 'byte', byte: pattern.charCodeAt(at) });
      at++;
    }
  }
  return parts;
}

/** Whether a pattern matches all of a path. Follows every way through the pattern at once. */
export function matchesGlob(glob: Glob, path: string, work: Work): boolean {
  let active = new Set<number>();
  enter(glob, 0, active);
  for (let i = 0; i < path.length && active.size > 0; i++) {
    const byte = path.charCodeAt(i);
    const next = new Set<number>();
    work.steps += active.size;
    for (const at of active) {
      const part = glob[at];
      if (!part) continue;
      if (part.kind === 'byte') {
        if (part.byte === byte) enter(glob, at + 1, next);
      } else if (part.kind === 'set') {
        if (part.bytes[byte]) enter(glob, at + 1, next);
      } else if (part.kind === 'within') {
        if (byte !== SLASH) enter(glob, at, next);
      } else if (part.kind === 'all') {
        next.add(at);
      } else {
        next.add(at);
        if (byte === SLASH) enter(glob, at + 1, next);
      }
    }
    active = next;
  }
  return active.has(glob.length) || (glob.at(-1)?.kind === 'all' && active.has(glob.length - 1));
}

/** Takes up a place of the pattern, and those behind it that need nothing before them. */
function enter(glob: Glob, at: number, into: Set<number>): void {
  for (let place = at; !into.has(place); place++) {
    into.add(place);
    const kind = glob[place]?.kind;
    if (kind !== 'within' && kind !== 'folders') return;
  }
}

/** A bracket expression, from behind its bracket. It never matches a slash. */
function parseSet(pattern: string, from: number): { bytes: Uint8Array; end: number } | null {
  let at = from;
  const isNegated = pattern[at] === '!' || pattern[at] === '^';
  if (isNegated) at++;
  const bytes = new Uint8Array(256);
  let previous: number | null = null;
  for (let isFirst = true; isFirst || pattern[at] !== ']'; isFirst = false) {
    if (at >= pattern.length) return null;
    const named = pattern.startsWith('[:', at) ? /^\[:([^\]]*):\]/.exec(pattern.slice(at)) : null;
    if (named) {
      const wanted = CLASSES[named[1]!];
      if (!wanted) return null;
      for (let byte = 0; byte < 256; byte++) if (wanted.test(String.fromCharCode(byte))) bytes[byte] = 1;
      previous = null;
      at += named[0].length;
      continue;
    }
    const isRange: boolean =
      pattern[at] === '-' && previous !== null && at + 1 < pattern.length && pattern[at + 1] !== ']';
    if (isRange) at++;
    if (pattern[at] === '\\') at++;
    if (at >= pattern.length) return null;
    const byte = pattern.charCodeAt(at);
    for (let one = isRange ? previous! : byte; one <= byte; one++) bytes[one] = 1;
    previous = isRange ? null : byte;
    at++;
  }
  for (let byte = 0; byte < 256; byte++) if (isNegated) bytes[byte] = bytes[byte] ? 0 : 1;
  bytes[SLASH] = 0;
  return { bytes, end: at + 1 };
}

function setOf(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}
