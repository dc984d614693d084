// Reads git's progress lines from stderr as one number that only grows, over all the phases of a transfer.

export interface GitProgress {
  /** Objects that are here and worked off. */
  done: number;
  total: number;
  unit: 'objects';
}

const LINE = /^(Receiving|Unpacking|Resolving) (?:objects|deltas): +\d+% \((\d+)\/(\d+)\)/;
/** Share of the whole; rebuilding objects from their differences takes the rest. */
const RECEIVING_SHARE = 0.9;

/** From here on nothing comes any more: git works on what it has. */
const RECEIVED = /^(?:(?:Receiving|Unpacking) objects: +100%|Resolving deltas)/;

/**
 * A listener for stderr that reports the last progress line of each piece it is given, and that everything has come.
 * What the other side does before it sends is not reported: its counts begin anew with each of its phases.
 */
export function progressReader(
  onProgress: ((progress: GitProgress) => void) | undefined,
  onReceived: () => void = () => {},
): (text: string) => void {
  let rest = '';
  let total = 0;
  let furthest = 0;
  return (text) => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? '').slice(-4096);
    let isNew = false;
    for (const line of lines) {
      if (RECEIVED.test(line)) onReceived();
      const [, word, done, all] = LINE.exec(line) ?? [];
      if (word === undefined) continue;
      isNew = true;
      const share = Number(all) === 0 ? 1 : Number(done) / Number(all);
      if (word !== 'Resolving') total = Math.max(total, Number(all));
      const whole = word === 'Resolving' ? RECEIVING_SHARE + (1 - RECEIVING_SHARE) * share : RECEIVING_SHARE * share;
      furthest = Math.max(furthest, whole);
    }
    if (isNew && total > 0) onProgress?.({ done: Math.floor(furthest * total), total, unit: 'objects' });
  };
}
