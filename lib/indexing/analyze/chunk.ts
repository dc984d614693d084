// Cuts a file into ranges of some tens of lines that end where its syntax, or else a blank line, suggests it.
import { createHash } from 'node:crypto';
import type { Node } from 'web-tree-sitter';
import { lineStarts } from '@/lib/text/lines';

export interface Chunk {
  /** 1-based, inclusive. */
  startLine: number;
  endLine: number;
  /** First 16 bytes of SHA-256 over the text of the lines, written as a uuid. */
  hash: string;
}

const MIN_LINES = 30;
const MAX_LINES = 60;
/** UTF-16 units; a chunk above it has one line. */
const MAX_LENGTH = 6000;

/** How good a cut before a line is: by the depth of the node that begins there, then by blank lines. */
const BLANK = 60;
const ANYWHERE = 100;
const MAX_DEPTH = 12;
const LEADS = /comment|attribute|decorator/;

/**
 * The chunks of `text`, in order and without overlap; ranges without any word are left out. `roots`: of its tree, and of
 * those of what stands in its macros.
 */
export function chunk(text: string, roots: readonly Node[]): Chunk[] {
  const starts = lineStarts(text);
  const lines = starts.length - 1;
  const cuts = cutCosts(text, starts, roots);
  const chunks: Chunk[] = [];
  for (let line = 0; line < lines; ) {
    const end = chooseEnd(line, lines, starts, cuts);
    const lineEnd = text.charCodeAt(starts[end]! - 1) === 10 ? 1 : 0;
    const body = text.slice(starts[line], starts[end]! - lineEnd);
    if (/[\p{L}\p{N}]/u.test(body)) chunks.push({ startLine: line + 1, endLine: end, hash: hashOf(body) });
    line = end;
  }
  return chunks;
}

/** The hash under which a chunk's text, without its last line end, is embedded. */
export function hashOf(body: string): string {
  const hex = createHash('sha256').update(body).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The line before which the chunk beginning at `line` ends: the cheapest cut in reach, the last one among equals. */
function chooseEnd(line: number, lines: number, starts: number[], cuts: Uint8Array): number {
  let reach = line + 1;
  while (reach < lines && reach < line + MAX_LINES && starts[reach + 1]! - starts[line]! <= MAX_LENGTH) reach++;
  if (reach === lines) return lines;
  let best = reach;
  for (let end = reach; end >= Math.min(line + MIN_LINES, reach); end--) if (cuts[end]! < cuts[best]!) best = end;
  return best;
}

function cutCosts(text: string, starts: number[], roots: readonly Node[]): Uint8Array {
  const cuts = new Uint8Array(starts.length).fill(ANYWHERE);
  for (let line = 1; line < starts.length - 1; line++) {
    if (isBlank(text, starts[line - 1]!, starts[line]!)) cuts[line] = BLANK;
  }
  for (const [depth, root] of roots.entries()) markNodes(root, depth, cuts);
  return cuts;
}

/** Marks where nodes begin; only nodes too long for one chunk are looked into. */
function markNodes(node: Node, depth: number, cuts: Uint8Array): void {
  let previous: Node | null = null;
  let previousEnd = -1;
  for (const child of node.namedChildren) {
    const { row } = child.startPosition;
    const end = child.endPosition.row;
    // Two nodes on one line are not cut apart, and a comment or attribute right above is part of what follows it.
    const isJoined = previousEnd === row || (previousEnd === row - 1 && !!previous && LEADS.test(previous.type));
    if (!isJoined && depth < cuts[row]!) cuts[row] = depth;
    if (end - row >= MAX_LINES && depth < MAX_DEPTH) markNodes(child, depth + 1, cuts);
    previous = child;
    previousEnd = end;
  }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 10 && unit !== 13 && unit !== 32 && unit !== 9) return false;
  }
  return true;
}
