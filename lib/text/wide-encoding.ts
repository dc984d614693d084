// Finds and decodes text in units of two or four bytes: UTF-16 and UTF-32, with a byte order mark and without.

const ALL = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;
export type WideEncoding = (typeof ALL)[number];

/** Characters that no text has, of all that there are: with a mark half a file may be damaged, without it hardly any. */
const MAX_ODD_SHARE_MARKED = 0.1;
const MAX_ODD_SHARE = 0.01;
/** Without a mark: so many characters have to be ASCII, and there have to be so many. */
const MIN_ASCII_SHARE = 0.02;
const MIN_CHARACTERS = 2;
/** A smaller share has to come with spaces, and from this many characters on. */
const MANY_ASCII_SHARE = 0.5;
const MANY_CHARACTERS = 32;

/** NULs that have to stand at the wrong offsets for characters to be cut anew. */
const MIN_SLIPPED = 4;
/** Characters that are put together at once. */
const RUN = 4096;

const ODD = /(?!\s)\p{Cc}|[\ufffd\p{Cn}\p{Co}\p{Cs}]/gu;
const SPACE = /[ \t\n\u3000-\u3002]/;

/** The encoding of a file whose first bytes these are; null if it is none of these. */
export function wideEncodingOf(head: Buffer): WideEncoding | null {
  const marked = markedAs(head);
  if (marked.length > 0)
    return marked.find((encoding) => isText(decodeHead(head, encoding), MAX_ODD_SHARE_MARKED)) ?? null;
  return head.includes(0) ? (ALL.find((encoding) => isPlainly(decodeHead(head, encoding))) ?? null) : null;
}

/** The text, with its byte order mark. What is left over, or is no character, becomes U+FFFD. */
export function decodeWide(bytes: Buffer, encoding: WideEncoding): string {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return decodeUtf32(bytes, encoding);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const slip = slipIn(bytes, encoding === 'utf-16le' ? 1 : 0);
  if (slip === null) return decoder.decode(bytes);
  return `${decoder.decode(bytes.subarray(0, slip))}\ufffd${decoder.decode(bytes.subarray(slip + 1))}`;
}

/**
 * Where a byte too many or too few moves all that follows by one: ASCII's NULs, which stand at odd or even offsets
 * (`parity`), stand at the others from there on. Null if none does.
 */
function slipIn(bytes: Buffer, parity: 0 | 1): number | null {
  if (bytes.length % 2 === 0) return null;
  let balance = 0;
  let best = 0;
  let slip = 2;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) {
    balance += at % 2 === parity ? 1 : -1;
    if (balance <= best) continue;
    best = balance;
    slip = at + 2 - parity;
  }
  return best - balance >= MIN_SLIPPED ? Math.min(slip, bytes.length - 1) : null;
}

function decodeUtf32(bytes: Buffer, encoding: 'utf-32le' | 'utf-32be'): string {
  let text = '';
  let run: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const isWhole = at + 4 <= bytes.length;
    const code = !isWhole ? 0xfffd : encoding === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    run.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? 0xfffd : code);
    if (run.length < RUN) continue;
    text += String.fromCodePoint(...run);
    run = [];
  }
  return text + String.fromCodePoint(...run);
}

/** What a byte order mark can stand for, the likelier first: UTF-32's begins like UTF-16's. */
function markedAs(head: Buffer): WideEncoding[] {
  const mark = head.toString('hex', 0, 4);
  if (mark === 'fffe0000') return ['utf-32le', 'utf-16le'];
  if (mark === '0000feff') return ['utf-32be'];
  if (mark.startsWith('fffe')) return ['utf-16le'];
  return mark.startsWith('feff') ? ['utf-16be'] : [];
}

/** Whether this is text beyond doubt: in another encoding it would be a row of rare characters, and data is full of odd ones. */
function isPlainly(text: string): boolean {
  if (text.length < MIN_CHARACTERS || !isText(text, MAX_ODD_SHARE)) return false;
  const ascii = text.match(/[\t\n\r -~]/g)?.length ?? 0;
  if (ascii >= text.length * MANY_ASCII_SHARE) return true;
  return ascii >= text.length * MIN_ASCII_SHARE && text.length >= MANY_CHARACTERS && SPACE.test(text);
}

function isText(text: string, maxOddShare: number): boolean {
  return (text.match(ODD)?.length ?? 0) <= text.length * maxOddShare;
}

/** Without a character that is cut off, and without the mark. */
function decodeHead(head: Buffer, encoding: WideEncoding): string {
  const unit = encoding.startsWith('utf-16') ? 2 : 4;
  const text = decodeWide(head.subarray(0, head.length - (head.length % unit)), encoding);
  return text.replace(/^\ufeff/, '').replace(/\ufffd$/, '');
}
