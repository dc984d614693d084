// What a server sends is text to show, never commands to a terminal.

/**
 * Control characters, those that turn the direction of text, and those that nobody sees. With the C1 range go the
 * sequences that some terminals take in eight bits.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

const named = (character: string) => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** One line of text from elsewhere, with what a terminal would obey written out (`\x1b`). Tabs and newlines as well. */
export function clean(text: string): string {
  return text.replace(UNSAFE, named);
}

/** The same for the text of a file: tabs stay, newlines where `keepsLines` says so, and ends of lines are a newline alone. */
export function cleanText(text: string, options: { keepsLines?: boolean } = {}): string {
  return text
    .replace(/\r(?=\n|$)/g, '')
    .replace(UNSAFE, (found) => (found === '\t' || (options.keepsLines && found === '\n') ? found : named(found)));
}

/** JSON that means the same and holds none of them. */
export function cleanJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (found) =>
    found === '\n' ? found : `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** A sentence from elsewhere, no longer than one reads. */
export function cleanSentence(text: string): string {
  const short = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  return clean(short.replace(/\s+/g, ' ').trim());
}
