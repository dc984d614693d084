// Which pieces of text surely stand in whatever a regular expression matches: what the indexes are asked first.
import type { RegexNode } from './parse-regex';

/** A condition that every text with a match fulfils; null if nothing is known. */
export type Required = { kind: 'has'; text: string; fold: boolean } | { kind: 'all' | 'any'; parts: Required[] } | null;

/** More alternatives than these narrow nothing and cost a look each. */
const MAX_ALTERNATIVES = 12;
const MAX_LENGTH = 60;

interface Known {
  /** All texts that the node can match, if these are few. */
  exact: Exact[] | null;
  required: Required;
}

interface Exact {
  text: string;
  fold: boolean;
}

/** What the tree requires of a text that it matches somewhere in. */
export function requiredText(node: RegexNode): Required {
  const known = analyse(node);
  return known.exact ? anyOfTexts(known.exact) : known.required;
}

function analyse(node: RegexNode): Known {
  switch (node.kind) {
    case 'char':
      // How other letters fold differs between databases.
      if (node.fold && node.text > '\x7f') return { exact: null, required: null };
      return { exact: [{ text: node.text, fold: node.fold && /[a-z]/i.test(node.text) }], required: null };
    case 'class':
      return { exact: fewCharacters(node), required: null };
    case 'any':
      return { exact: null, required: null };
    case 'at':
      return { exact: [{ text: '', fold: false }], required: null };
    case 'concat':
      return analyseConcat(node.parts);
    case 'alt':
      return analyseAlternatives(node.parts.map(analyse));
    case 'repeat':
      return analyseRepeat(node);
  }
}

function fewCharacters({ ranges, negated, fold }: RegexNode & { kind: 'class' }): Exact[] | null {
  if (negated || !ranges) return null;
  if (ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0) > 4) return null;
  if (fold && ranges.some(([, to]) => to > 0x7f)) return null;
  return ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ text: String.fromCodePoint(from + i), fold })),
  );
}

function analyseConcat(parts: RegexNode[]): Known {
  const required: Required[] = [];
  let run: Exact[] = [{ text: '', fold: false }];
  let isExact = true;
  const flush = () => {
    required.push(anyOfTexts(run));
    run = [{ text: '', fold: false }];
  };
  for (const part of parts) {
    const known = analyse(part);
    if (!known.exact) {
      isExact = false;
      const repeated = repeatedText(part);
      const before = repeated && joinAll(run, repeated);
      if (before) run = before;
      flush();
      if (before) run = repeated;
      else required.push(known.required);
      continue;
    }
    const joined = joinAll(run, known.exact);
    if (joined) run = joined;
    else {
      isExact = false;
      flush();
      run = known.exact;
    }
  }
  if (isExact) return { exact: run, required: null };
  flush();
  return { exact: null, required: allOf(required) };
}

/** What is repeated, if it is there once at least: it stands after what is before it, and before what comes next. */
function repeatedText(node: RegexNode): Exact[] | null {
  return node.kind === 'repeat' && node.min > 0 ? analyse(node.part).exact : null;
}

/** Null if that makes too many, or too long ones. */
function joinAll(run: Exact[], next: Exact[]): Exact[] | null {
  const joined = run.flatMap((before) => next.map((after) => join(before, after)));
  return joined.length <= MAX_ALTERNATIVES && joined.every(({ text }) => text.length <= MAX_LENGTH) ? joined : null;
}

function join(before: Exact, after: Exact): Exact {
  return { text: before.text + after.text, fold: before.fold || after.fold };
}

function analyseAlternatives(parts: Known[]): Known {
  const exact = parts.flatMap((part) => part.exact ?? []);
  if (parts.every((part) => part.exact) && exact.length <= MAX_ALTERNATIVES) return { exact, required: null };
  return {
    exact: null,
    required: anyOf(parts.map((part) => (part.exact ? anyOfTexts(part.exact) : part.required))),
  };
}

function analyseRepeat({ part, min, max }: RegexNode & { kind: 'repeat' }): Known {
  const known = analyse(part);
  if (min === 0) {
    const isOptional = max === 1 && known.exact && known.exact.length < MAX_ALTERNATIVES;
    return { exact: isOptional ? [...known.exact!, { text: '', fold: false }] : null, required: null };
  }
  if (min === 1 && max === 1) return known;
  return { exact: null, required: known.exact ? anyOfTexts(known.exact) : known.required };
}

function anyOfTexts(texts: Exact[]): Required {
  return anyOf(texts.map(({ text, fold }) => (text === '' ? null : { kind: 'has', text, fold })));
}

function anyOf(parts: Required[]): Required {
  if (parts.length === 0 || parts.includes(null)) return null;
  return parts.length === 1 ? parts[0]! : { kind: 'any', parts };
}

function allOf(parts: Required[]): Required {
  const known = parts.filter((part) => part !== null);
  if (known.length < 2) return known[0] ?? null;
  return { kind: 'all', parts: known };
}
