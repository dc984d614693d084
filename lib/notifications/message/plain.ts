// Text that others wrote, made fit for a message.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** One line of text: a name or a message never begins a line, or a header, of its own. */
export function plain(text: string): string {
  return text.replace(CONTROL, ' ').trim();
}
