// Reads the lines that rsync writes of files: what about each is another, and its name, which is any bytes.
import { AppError } from '@/lib/errors';

export interface Item {
  /** `<f.st......` or `*deleting`. */
  item: string;
  /** As rsync writes it, folders with a slash at their end. */
  name: Buffer;
}

/** Of what stands before a name, filled up with spaces. */
const WIDTH = 11;
const LONGEST_LINE = 16 * 1024;

export class ItemLines {
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly take: (item: Item) => void) {}

  /** Throws AppError for a line without end, which stops whoever says it. */
  read(chunk: Buffer): void {
    let text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      this.#line(text.subarray(0, end));
      text = text.subarray(end + 1);
    }
    if (text.length > LONGEST_LINE)
      throw new AppError('upstream', 'The host answers with names that have no end.', { kind: 'too_large' });
    this.#rest = Buffer.from(text);
  }

  end(): void {
    if (this.#rest.length > 0) this.#line(this.#rest);
    this.#rest = Buffer.alloc(0);
  }

  /** Other lines say nothing of files. */
  #line(line: Buffer): void {
    const found = /^(\*deleting|[<>ch.][fdLDS][^ ]{9,10}) +/.exec(line.toString('latin1'));
    if (!found) return;
    const [, item = ''] = found;
    this.take({ item, name: unescapeName(line.subarray(Math.max(WIDTH, item.length) + 1)) });
  }
}

/** rsync writes what is not printable as \#012. */
function unescapeName(name: Buffer): Buffer {
  if (!name.includes('\\#')) return name;
  return Buffer.from(
    name
      .toString('latin1')
      .replaceAll(/\\#([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    'latin1',
  );
}
