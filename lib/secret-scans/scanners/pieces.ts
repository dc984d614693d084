// Cuts a file into pieces that overlap: no scanner has to hold a large file, and what lies on a cut is whole in the next
// piece. UTF-16 and UTF-32 become UTF-8; of binary files the bytes are given with a line break for each NUL.
import { decodeWide, type WideEncoding, wideEncodingOf } from '@/lib/text/wide-encoding';

export interface Piece {
  text: Buffer;
  /** Line of the file that it begins in, 1-based; null for a binary file, which has no lines. */
  firstLine: number | null;
}

/**
 * gitleaks reads 100,000 bytes at a time and then up to 25,000 more, as far as the next empty line. What stands between
 * two empty lines is never cut by it if it is shorter than that.
 */
const PIECE_BYTES = 24_000;
/** A private key of 8192 bits takes 6.4 kB; most others a line. */
const OVERLAP_BYTES = 7000;
/** A piece ends with a line if one ends in its last bytes: half of a secret would look like another one. */
const SLACK_BYTES = 3500;
/** As much as git looks at. */
const SNIFFED_BYTES = 8000;
/** A character of UTF-32. */
const WIDEST = 4;
const LINE_FEED = 10;

/** The pieces of what `chunks` are when joined. Memory is bounded by the largest chunk. */
export async function* piecesOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Piece> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isBinary = false;
  for await (const { text, binary } of texts(chunks)) {
    isBinary = binary;
    rest = rest.length === 0 ? text : Buffer.concat([rest, text]);
    while (rest.length > PIECE_BYTES) {
      const end = lineEnd(rest, PIECE_BYTES, SLACK_BYTES);
      yield { text: rest.subarray(0, end), firstLine: isBinary ? null : line };
      const step = lineEnd(rest, end - OVERLAP_BYTES, OVERLAP_BYTES);
      line += countLines(rest, step);
      rest = rest.subarray(step);
    }
  }
  yield { text: rest, firstLine: isBinary ? null : line };
}

/** Where a line ends in the `slack` bytes before `most`, or `most`. */
function lineEnd(text: Buffer, most: number, slack: number): number {
  const end = text.lastIndexOf(LINE_FEED, most - 1) + 1;
  return end > most - slack ? end : most;
}

function countLines(text: Buffer, end: number): number {
  let lines = 0;
  for (let at = text.indexOf(LINE_FEED); at >= 0 && at < end; at = text.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

async function* texts(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<{ text: Buffer; binary: boolean }> {
  let head: Buffer | null = Buffer.alloc(0);
  let wide: WideEncoding | null = null;
  let binary = false;
  let odd: Buffer = Buffer.alloc(0);
  const turn = (bytes: Buffer, isLast: boolean) => {
    if (wide === null) return { text: withoutNul(bytes, binary ? LINE_FEED : 0x20), binary };
    const all = Buffer.concat([odd, bytes]);
    const whole = isLast ? all.length : all.length - (all.length % WIDEST);
    odd = all.subarray(whole);
    return { text: Buffer.from(decodeWide(all.subarray(0, whole), wide), 'utf8'), binary };
  };
  for await (const chunk of chunks) {
    if (head === null) {
      yield turn(chunk, false);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < SNIFFED_BYTES) continue;
    [wide, binary] = sniff(head);
    yield turn(head, false);
    head = null;
  }
  if (head !== null) {
    [wide, binary] = sniff(head);
    yield turn(head, true);
  } else if (odd.length > 0) yield turn(Buffer.alloc(0), true);
}

function sniff(start: Buffer): [wide: WideEncoding | null, isBinary: boolean] {
  const head = start.subarray(0, SNIFFED_BYTES);
  const wide = wideEncodingOf(head);
  return [wide, wide === null && head.includes(0)];
}

/** Of the same length, so that what is counted stays right. */
function withoutNul(bytes: Buffer, instead: number): Buffer {
  if (!bytes.includes(0)) return bytes;
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(0); at >= 0; at = copy.indexOf(0, at + 1)) copy[at] = instead;
  return copy;
}
