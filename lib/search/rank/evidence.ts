// What a text shows of a query beyond holding its terms: how near they stand to each other, and which name they define.

import { escapeRegex } from '@/lib/search/query/glob';
import type { TextTerm } from '@/lib/search/query/query';
import { wordAround } from '@/lib/text/tokenize';
import { definesAt, mayEndBefore } from './defines';
import { type NameKind, nameKind } from './name-kind';

/** `adjacent`: side by side, in the order typed; `ordered`: in that order on one line; `lines`: within three lines. */
export type Nearness = 'adjacent' | 'ordered' | 'line' | 'lines' | 'far';

export interface Evidence {
  /** Of all terms; `far` for a query of one. */
  nearness: Nearness;
  /** The terms are, written as one, a whole name that the text defines. */
  defined: NameKind | null;
  /** That name is spelled as it was typed: only a query of one word can say how. */
  isAsTyped: boolean;
  /** The terms are, written as one, a whole name that the text uses. */
  isUsed: boolean;
}

export const NO_EVIDENCE: Evidence = { nearness: 'far', defined: null, isAsTyped: false, isUsed: false };

/** Occurrences looked at in one text. */
const MAX_MATCHES = 4000;
/** Whole names looked at for what defines them. */
const MAX_NAMES = 200;
/** UTF-16 units between the first and the last term that are looked at for line ends. */
const MAX_SPAN = 500;
const MAX_LINE_ENDS = 2;
/** What may stand between words that are side by side. */
const GAP = /^[^\p{L}\p{N}\n]{0,3}(?:\n[^\p{L}\p{N}\n]*)?$/u;
const MAX_GAP = 24;
/** What may stand between the words of one name. */
const NAME_GAP = /^[_-]?$/;
/** As much of a line as tells what defines a name in it. */
const MAX_BEFORE = 200;
const MAX_AFTER = 300;

/** Looks through `text` for the terms of each slot, of which one is enough. */
export function findEvidence(text: string, slots: TextTerm[][]): Evidence {
  const found = { ...NO_EVIDENCE };
  const look = new Look(text, slots, found);
  const { pattern, slotOf } = compile(slots);
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (++count > MAX_MATCHES || look.isSettled()) break;
    const slot = slotOf(match[0]);
    if (slot >= 0) look.at(slot, match.index, match.index + match[0].length);
  }
  return found;
}

/** One pattern for all terms, compiled once for all texts of a search. */
const compiled = new WeakMap<TextTerm[][], ReturnType<typeof compileNew>>();

function compile(slots: TextTerm[][]) {
  const known = compiled.get(slots) ?? compileNew(slots);
  compiled.set(slots, known);
  return known;
}

function compileNew(slots: TextTerm[][]) {
  const words = new Map<string, number>();
  const literals = new Map<string, number>();
  for (const [slot, terms] of slots.entries()) {
    for (const { kind, text } of terms) {
      if (kind === 'word') words.set(text.toLowerCase(), slot);
      else literals.set(text, slot);
    }
  }
  const all = [...words.keys(), ...literals.keys()];
  // Of two that begin alike the longer one is meant.
  const alternatives = all.sort((a, b) => b.length - a.length).map(escapeRegex);
  const isAscii = all.every((text) => /^[\0-\x7f]*$/.test(text));
  return {
    pattern: new RegExp(alternatives.join('|'), isAscii ? 'gi' : 'giu'),
    slotOf: (match: string) => literals.get(match) ?? words.get(match.toLowerCase()) ?? -1,
  };
}

class Look {
  private readonly last: { start: number; end: number }[];
  private readonly chains: { start: number; end: number; isName: boolean }[];
  private names = 0;

  constructor(
    private readonly text: string,
    private readonly slots: TextTerm[][],
    private readonly found: Evidence,
  ) {
    this.last = slots.map(() => ({ start: -1, end: -1 }));
    this.chains = slots.map(() => ({ start: -1, end: -1, isName: false }));
  }

  /** True if nothing better can be found. */
  isSettled(): boolean {
    const { defined, isAsTyped, nearness } = this.found;
    return defined === 'type' && (this.slots.length > 1 ? nearness === 'adjacent' : isAsTyped);
  }

  at(slot: number, start: number, end: number): void {
    const isWord = this.slots[slot]![0]?.kind === 'word';
    if (isWord && !isPart(this.text, start, end)) return;
    const before = slot > 0 ? this.chains[slot - 1]! : null;
    const gap = before && before.end >= 0 && before.end <= start ? this.gapBetween(before.end, start) : null;
    if (slot === 0) this.chains[0] = { start, end, isName: isWord };
    else if (before && gap !== null)
      this.chains[slot] = { start: before.start, end, isName: before.isName && isWord && NAME_GAP.test(gap) };
    this.last[slot] = { start, end };
    const chain = this.chains[slot]!;
    if (slot === this.slots.length - 1 && chain.end === end) {
      if (slot > 0) this.found.nearness = 'adjacent';
      if (chain.isName) this.nameAt(chain.start, chain.end);
    }
    if (this.slots.length > 1 && this.found.nearness !== 'adjacent') this.measure();
  }

  private gapBetween(from: number, to: number): string | null {
    if (to - from > MAX_GAP) return null;
    const gap = this.text.slice(from, to);
    return GAP.test(gap) ? gap : null;
  }

  private measure(): void {
    let first = this.last[0]!.start;
    let end = this.last[0]!.end;
    let isOrdered = true;
    for (const [i, place] of this.last.entries()) {
      if (place.start < 0) return;
      if (i > 0 && place.start < this.last[i - 1]!.start) isOrdered = false;
      first = Math.min(first, place.start);
      end = Math.max(end, place.end);
    }
    if (end - first > MAX_SPAN) return;
    let lineEnds = 0;
    for (let at = this.text.indexOf('\n', first); at >= 0 && at < end; at = this.text.indexOf('\n', at + 1)) lineEnds++;
    if (lineEnds > MAX_LINE_ENDS) return;
    const nearness = lineEnds > 0 ? 'lines' : isOrdered ? 'ordered' : 'line';
    if (NEARNESS.indexOf(nearness) < NEARNESS.indexOf(this.found.nearness)) this.found.nearness = nearness;
  }

  private nameAt(start: number, end: number): void {
    const [from, to] = wordAround(this.text, start, end);
    if (from !== start || to !== end) return;
    this.found.isUsed = true;
    if (++this.names > MAX_NAMES) return;
    if (start > 0 && !mayEndBefore(this.text.charCodeAt(start - 1))) return;
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1;
    if (start - lineStart > MAX_BEFORE) return;
    const before = this.text.slice(lineStart, start);
    const rest = this.text.slice(end, end + MAX_AFTER);
    const lineEnd = rest.indexOf('\n');
    const after = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
    if (!definesAt(before, after)) return;
    const typed = this.slots[0]![0]!.text;
    const isAsTyped = this.slots.length === 1 && this.text.slice(start, end) === typed;
    const kind = nameKind(before, after);
    const { defined } = this.found;
    if (defined !== null && (this.found.isAsTyped || !isAsTyped) && KINDS.indexOf(kind) >= KINDS.indexOf(defined))
      return;
    if (defined !== null && this.found.isAsTyped && !isAsTyped) return;
    this.found.defined = kind;
    this.found.isAsTyped = isAsTyped;
  }
}

const NEARNESS: readonly Nearness[] = ['adjacent', 'ordered', 'line', 'lines', 'far'];
const KINDS: readonly NameKind[] = ['type', 'function', 'value'];

/** True if a range is an identifier, or a part of one as indexing cuts it. */
function isPart(text: string, start: number, end: number): boolean {
  return isEdge(text, start) && isEdge(text, end);
}

function isEdge(text: string, at: number): boolean {
  if (at === 0 || at >= text.length) return true;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  if (!isLetter(before) || !isLetter(after)) return true;
  if (!isUpper(before) && isUpper(after)) return true;
  // The last capital of several begins the next word: HTTPServer.
  const next = text.charCodeAt(at + 1);
  return isUpper(before) && isUpper(after) && isLetter(next) && !isUpper(next);
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit > 127;
}

function isUpper(unit: number): boolean {
  return unit >= 65 && unit <= 90;
}
