// What a backup is made of: frames of a kind and some bytes, so that text and bundles of any size go through in pieces.
import { AppError } from '@/lib/errors';

/**
 * `H` what it is of (JSON) · `K` a key's file: its name, a line end, its bytes · `T` a table begins: name and columns
 * (JSON) · `R` some of its rows, a line of JSON each · `B` a repository begins (JSON) · `D` bytes of its bundle · `X` its
 * bundle broke off: it is not in here · `E` the end, with what there should be (JSON).
 */
export type FrameKind = 'H' | 'K' | 'T' | 'R' | 'B' | 'D' | 'X' | 'E';

export interface Frame {
  kind: FrameKind;
  bytes: Buffer;
}

const KINDS: ReadonlySet<string> = new Set<FrameKind>(['H', 'K', 'T', 'R', 'B', 'D', 'X', 'E']);
const HEAD_BYTES = 5;
/** Larger than any row can be: what says to be more is no frame. */
const MOST_BYTES = 512 * 1024 ** 2;

export function packFrame(kind: FrameKind, bytes: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Reads frames until the input ends. Throws AppError `invalid` for anything that is no whole frame. */
export async function* unpackFrames(input: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, undefined> {
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = HEAD_BYTES;
  let kind: FrameKind | null = null;
  for await (const piece of input) {
    pieces.push(piece);
    held += piece.length;
    while (held >= wanted) {
      const all: Buffer = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces);
      const part = all.subarray(0, wanted);
      pieces = [all.subarray(wanted)];
      held -= wanted;
      if (kind === null) {
        kind = kindOf(part);
        wanted = part.readUInt32BE(1);
        if (wanted > MOST_BYTES) throw notWhole();
      } else {
        yield { kind, bytes: part };
        kind = null;
        wanted = HEAD_BYTES;
      }
    }
  }
  if (held > 0 || kind !== null) throw notWhole();
}

function kindOf(head: Buffer): FrameKind {
  const kind = head.toString('latin1', 0, 1);
  if (!KINDS.has(kind)) throw notWhole();
  return kind as FrameKind;
}

export function notWhole(): AppError {
  return new AppError('invalid', 'The backup is damaged: what is in it does not belong together.');
}
