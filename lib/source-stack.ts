// Says where in the sources a stack trace points to. Node would do so for every trace, and read 90 MB of maps at the
// start for it: a fifth of the start, and 130 MB for as long as the server lives.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AnyMap, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';

/** A frame of what was built: file, line and column, both from 1. */
const BUILT = /(\/[^\s():]*\/\.next\/server\/[^\s():]+\.js):(\d{1,9}):(\d{1,9})/g;
/** Reading a map holds all else up for hundredths of a second: whoever causes errors must not do that at will. */
const PAUSE_MS = 1000;
const MAX_MAP_BYTES = 32 * 1024 ** 2;
const MAX_KNOWN = 2000;

const known = new Map<string, string>();
let readAt = Number.NEGATIVE_INFINITY;

/** `stack` with places in the sources, or as it is where no map says more and where one was read a moment ago. */
export function sourceStack(stack: string): string {
  const frames = [...stack.matchAll(BUILT)].filter(([frame]) => !known.has(frame));
  if (frames.length > 0 && performance.now() - readAt >= PAUSE_MS) {
    const maps = new Map<string, TraceMap | null>();
    for (const [frame, file = '', line, column] of frames) {
      if (!maps.has(file)) maps.set(file, readMap(file));
      keep(frame, placeOf(maps.get(file) ?? null, file, Number(line), Number(column)) ?? frame);
    }
    readAt = performance.now();
  }
  return stack.replace(BUILT, (frame) => known.get(frame) ?? frame);
}

function keep(frame: string, place: string): void {
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(frame, place);
}

function readMap(file: string): TraceMap | null {
  try {
    const map = `${file}.map`;
    return statSync(map).size > MAX_MAP_BYTES ? null : new AnyMap(readFileSync(map, 'utf8'));
  } catch {
    return null;
  }
}

/** A path in this project, line and column; traces count columns from 1, maps from 0. */
function placeOf(map: TraceMap | null, file: string, line: number, column: number): string | null {
  if (map === null || line < 1 || column < 1) return null;
  const found = originalPositionFor(map, { line, column: column - 1 });
  if (found.source === null) return null;
  const source = path.resolve(path.dirname(file), decodeURI(found.source.replace(/^turbopack:\/\/\/\[project\]/, '.')));
  return `${path.relative(process.cwd(), source)}:${found.line}:${found.column + 1}`;
}
