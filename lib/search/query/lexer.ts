// Cuts a query into its tokens: runs without spaces, quoted phrases, and either of them after a field or a minus.

export interface Token {
  /** Without the quotes, the minus and the field. */
  text: string;
  quoted: boolean;
  negated: boolean;
  /** Lowercase name before the colon if it is one that queries know, else null. */
  field: string | null;
  /** The name as it was typed. */
  rawField: string;
}

const FIELD = /^(repo|repository|file|path|lang|language|branch|case|mode):(?!:)/i;
const SPACE = /\s/;
/** Of an open phrase, in the sentence about it. */
const MAX_SHOWN = 60;

/** Cuts `text`; `notes` takes a sentence when a quote stays open. */
export function lex(text: string, notes: string[]): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at]!)) {
      at++;
      continue;
    }
    const negated = startsNegation(text, at);
    if (negated) at++;
    const name = FIELD.exec(text.slice(at, at + 12));
    const rawField = name ? name[1]! : '';
    if (name) at += name[0].length;
    const body = text[at] === '"' ? cutQuoted(text, at, notes) : cutBare(text, at);
    at = body.end;
    tokens.push({
      text: body.text,
      quoted: body.quoted,
      negated,
      field: name ? rawField.toLowerCase() : null,
      rawField,
    });
  }
  return tokens;
}

/** A minus negates before a word, a quote or a field; `->`, `-=` and `--flag` are code. */
function startsNegation(text: string, at: number): boolean {
  return text[at] === '-' && /^[\p{L}\p{M}\p{N}\p{So}_"@#$./*]/u.test(text.slice(at + 1, at + 3));
}

function cutBare(text: string, from: number) {
  let end = from;
  while (end < text.length && !SPACE.test(text[end]!)) end++;
  return { text: text.slice(from, end), quoted: false, end };
}

/**
 * Within quotes a backslash escapes only a quote: `"\d"` is a backslash and a d. It does not escape the last quote of
 * all, or the phrase would stay open.
 */
function cutQuoted(text: string, from: number, notes: string[]) {
  let value = '';
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '"') return { text: value, quoted: true, end: i + 1 };
    if (text[i] === '\\' && text[i + 1] === '"' && text.includes('"', i + 2)) i++;
    value += text[i];
  }
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
  notes.push(`A quote was not closed: “${shown}”, everything after it, was taken as one phrase.`);
  return { text: value, quoted: true, end: text.length };
}
