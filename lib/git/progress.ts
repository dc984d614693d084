// Reads git's progress lines from stderr.

export interface GitProgress {
  stage: 'counting' | 'compressing' | 'receiving' | 'resolving';
  done: number;
  total: number | null;
  unit: 'objects' | 'bytes' | 'deltas';
}

const LINE =
  /(Counting|Enumerating|Compressing|Receiving|Unpacking|Resolving) (objects|deltas): +(?:\d+% \((\d+)\/(\d+)\)|(\d+))/;
const STAGES: Record<string, GitProgress['stage']> = {
  Counting: 'counting',
  Enumerating: 'counting',
  Compressing: 'compressing',
  Receiving: 'receiving',
  Unpacking: 'receiving',
  Resolving: 'resolving',
};

/** A listener for stderr that reports the last progress line of each piece it is given. */
export function progressReader(onProgress: (progress: GitProgress) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? '').slice(-4096);
    for (const line of lines.reverse()) {
      const match = LINE.exec(line);
      if (!match) continue;
      const [, word = '', unit, done, total, sole] = match;
      onProgress({
        stage: STAGES[word] ?? 'receiving',
        done: Number(done ?? sole),
        total: total === undefined ? null : Number(total),
        unit: unit === 'deltas' ? 'deltas' : 'objects',
      });
      return;
    }
  };
}
