// Reads a regular expression in RE2's syntax as a tree, for what the indexes can be asked and what Postgres can prove.

export type RegexNode =
  /** One character. */
  | { kind: 'char'; text: string; fold: boolean }
  /** Code points that match, from and to included; null if they are not listed here (`\pL`). */
  | { kind: 'class'; ranges: [from: number, to: number][] | null; negated: boolean; fold: boolean }
  | { kind: 'any'; newline: boolean }
  | { kind: 'at'; place: 'line-start' | 'line-end' | 'text-start' | 'text-end' | 'word-edge' | 'no-word-edge' }
  | { kind: 'concat' | 'alt'; parts: RegexNode[] }
  /** `max` is null for any number. */
  | { kind: 'repeat'; part: RegexNode; min: number; max: number | null };

interface Flags {
  fold: boolean;
  newline: boolean;
  lines: boolean;
}

const DIGIT: [number, number][] = [[48, 57]];
const WORD: [number, number][] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: [number, number][] = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const CONTROL: Readonly<Record<string, string>> = { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' };
const NAMED: Readonly<Record<string, [number, number][]>> = {
  digit: DIGIT,
  word: WORD,
  space: [...SPACE, [11, 11]],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

class NotRead extends Error {}

/**
 * The tree of `pattern`, which RE2 has taken already; null for what is not read here. `lines`: `^` and `$` stand at
 * every line, as (?m) says.
 */
export function parseRegex(pattern: string, flags: { fold: boolean; lines: boolean }): RegexNode | null {
  try {
    const reader = new Reader([...pattern], { ...flags, newline: false });
    const node = reader.alternatives();
    return reader.isAtEnd() ? node : null;
  } catch (error) {
    if (error instanceof NotRead || error instanceof RangeError) return null;
    throw error;
  }
}

class Reader {
  private at = 0;

  constructor(
    private readonly chars: string[],
    private flags: Flags,
  ) {}

  isAtEnd(): boolean {
    return this.at >= this.chars.length;
  }

  alternatives(): RegexNode {
    const before = { ...this.flags };
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    this.flags = before;
    return parts.length === 1 ? parts[0]! : { kind: 'alt', parts };
  }

  private sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (!this.isAtEnd() && this.peek() !== '|' && this.peek() !== ')') {
      const atom = this.atom();
      if (atom) parts.push(...(Array.isArray(atom) ? atom : [this.repeated(atom)]));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'concat', parts };
  }

  /** Null for what stands for nothing, such as flags; an array for quoted text. */
  private atom(): RegexNode | RegexNode[] | null {
    const char = this.next();
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return this.bracket();
      case '.':
        return { kind: 'any', newline: this.flags.newline };
      case '^':
        return { kind: 'at', place: this.flags.lines ? 'line-start' : 'text-start' };
      case '$':
        return { kind: 'at', place: this.flags.lines ? 'line-end' : 'text-end' };
      case '\\':
        return this.escape();
      default:
        return this.char(char);
    }
  }

  private group(): RegexNode | null {
    let before: Flags | null = null;
    if (this.take('?')) {
      if (this.peek() === 'P' || this.peek() === '<') {
        while (this.next() !== '>');
      } else {
        before = { ...this.flags };
        let on = true;
        for (let flag = this.next(); flag !== ':'; flag = this.next()) {
          // Flags alone count to the end of the group that they stand in.
          if (flag === ')') return null;
          if (flag === '-') on = false;
          else if (flag === 'i') this.flags.fold = on;
          else if (flag === 's') this.flags.newline = on;
          else if (flag === 'm') this.flags.lines = on;
          else if (flag !== 'U') throw new NotRead();
        }
      }
    }
    const node = this.alternatives();
    if (this.next() !== ')') throw new NotRead();
    if (before) this.flags = before;
    return node;
  }

  private escape(): RegexNode | RegexNode[] {
    const char = this.next();
    if (char === 'b' || char === 'B') return { kind: 'at', place: char === 'b' ? 'word-edge' : 'no-word-edge' };
    if (char === 'A') return { kind: 'at', place: 'text-start' };
    if (char === 'z') return { kind: 'at', place: 'text-end' };
    if (char === 'Q') return this.quoted();
    const perl = PERL[char.toLowerCase()];
    if (perl) return { kind: 'class', ranges: perl, negated: char !== char.toLowerCase(), fold: false };
    if (char === 'p' || char === 'P') {
      if (this.next() === '{') while (this.next() !== '}');
      return { kind: 'class', ranges: null, negated: false, fold: false };
    }
    return this.char(this.escaped(char));
  }

  private quoted(): RegexNode[] {
    const parts: RegexNode[] = [];
    while (!this.isAtEnd()) {
      const char = this.next();
      if (char === '\\' && this.take('E')) break;
      parts.push(this.char(char));
    }
    return parts;
  }

  /** What a backslash before `char` stands for, in and out of brackets. */
  private escaped(char: string): string {
    if (char === 'x') {
      let hex = '';
      if (this.take('{')) for (let digit = this.next(); digit !== '}'; digit = this.next()) hex += digit;
      else hex = this.next() + this.next();
      return String.fromCodePoint(Number.parseInt(hex, 16));
    }
    const control = CONTROL[char];
    if (control !== undefined) return control;
    if (/[\p{L}\p{N}]/u.test(char)) throw new NotRead();
    return char;
  }

  private bracket(): RegexNode {
    const negated = this.take('^');
    const ranges: [number, number][] = [];
    let isListed = true;
    for (let isFirst = true; isFirst || this.peek() !== ']'; isFirst = false) {
      let char = this.next();
      if (char === '[' && this.peek() === ':') {
        let name = '';
        for (this.next(); this.peek() !== ':'; ) name += this.next();
        this.next();
        if (this.next() !== ']') throw new NotRead();
        const named = NAMED[name];
        if (named) ranges.push(...named);
        else isListed = false;
        continue;
      }
      if (char === '\\') {
        char = this.next();
        const perl = PERL[char.toLowerCase()];
        if (perl) {
          if (char === char.toLowerCase()) ranges.push(...perl);
          else isListed = false;
          continue;
        }
        if (char === 'p' || char === 'P') {
          if (this.next() === '{') while (this.next() !== '}');
          isListed = false;
          continue;
        }
        char = this.escaped(char);
      }
      const from = char.codePointAt(0)!;
      let to = from;
      if (this.peek() === '-' && this.chars[this.at + 1] !== ']') {
        this.next();
        let last = this.next();
        if (last === '\\') last = this.escaped(this.next());
        to = last.codePointAt(0)!;
      }
      ranges.push([from, to]);
    }
    this.next();
    return { kind: 'class', ranges: isListed ? ranges : null, negated, fold: this.flags.fold };
  }

  private repeated(atom: RegexNode): RegexNode {
    let node = atom;
    for (;;) {
      const start = this.at;
      const range = this.isAtEnd() ? null : this.quantity(this.next());
      if (!range) {
        this.at = start;
        return node;
      }
      this.take('?');
      node = { kind: 'repeat', part: node, min: range[0], max: range[1] };
    }
  }

  private quantity(char: string): [number, number | null] | null {
    if (char === '*') return [0, null];
    if (char === '+') return [1, null];
    if (char === '?') return [0, 1];
    if (char !== '{') return null;
    const rest = this.chars.slice(this.at, this.at + 12).join('');
    const [all, min, comma, max] = /^(\d+)(,?)(\d*)\}/.exec(rest) ?? [];
    if (all === undefined) return null;
    this.at += all.length;
    return [Number(min), comma ? (max ? Number(max) : null) : Number(min)];
  }

  private char(text: string): RegexNode {
    return { kind: 'char', text, fold: this.flags.fold };
  }

  private peek(): string {
    return this.chars[this.at] ?? '';
  }

  private next(): string {
    const char = this.chars[this.at++];
    if (char === undefined) throw new NotRead();
    return char;
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }
}

const PERL: Readonly<Record<string, [number, number][] | undefined>> = { d: DIGIT, w: WORD, s: SPACE };
