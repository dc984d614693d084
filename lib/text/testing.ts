// For tests: writes text in old encodings, which Node only reads, and makes random numbers that are the same each time.

/** Encodes text in an encoding of at most two bytes a character, by trying what its decoder makes of all of them. */
export function encodeAs(text: string, encoding: string): Buffer {
  const table = tableOf(encoding);
  const parts = Array.from(text, (character) => {
    const bytes = table.get(character);
    if (!bytes) throw new Error(`${encoding} has no ${character}.`);
    return bytes;
  });
  return Buffer.concat(parts);
}

/** UTF-16 or UTF-32, without a byte order mark unless the text has one. */
export function encodeWide(text: string, encoding: 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  const bytes = Buffer.alloc(codes.length * 4);
  codes.forEach((code, i) => {
    if (encoding === 'utf-32le') bytes.writeUInt32LE(code, i * 4);
    else bytes.writeUInt32BE(code, i * 4);
  });
  return bytes;
}

/** Whole numbers below a bound, in an order that `seed` decides. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % below;
  };
}

const tables = new Map<string, Map<string, Buffer>>();
/** The first 0x80 to 0x9f of Windows-1252, which not every Node decodes. */
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function tableOf(encoding: string): Map<string, Buffer> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, Buffer>();
  const note = (bytes: Buffer) => {
    const text = new TextDecoder(encoding).decode(bytes);
    if (Array.from(text).length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  if (encoding === 'windows-1252') {
    for (let byte = 0; byte < 256; byte++) {
      const isOther = byte >= 0x80 && byte < 0xa0;
      table.set(isOther ? WESTERN[byte - 0x80]! : String.fromCharCode(byte), Buffer.from([byte]));
    }
  } else {
    for (let byte = 0; byte < 256; byte++) note(Buffer.from([byte]));
    for (let lead = 0x81; lead < 0xff; lead++) {
      for (let trail = 0x40; trail < 0xff; trail++) note(Buffer.from([lead, trail]));
    }
  }
  tables.set(encoding, table);
  return table;
}
