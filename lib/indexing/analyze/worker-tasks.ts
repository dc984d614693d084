// What worker threads do: the CPU work of indexing and embedding, away from the event loop that serves pages.
import { BuiltinModel, fitBuiltin } from '@/lib/text/embed/builtin';
import { vectorLiteral } from '@/lib/text/embed/embedder';
import { linesOf } from '@/lib/text/lines';
import type { Analysis } from './analysis';
import { analyze } from './analyze';

export interface AnalyzeTask {
  pathClass: string;
  bytes: Uint8Array;
  /** Without its syntax. */
  isPlain?: boolean;
}

export interface EmbedTask {
  state: Uint8Array;
  files: { content: string; ranges: [startLine: number, endLine: number][] }[];
}

let current: { state: Uint8Array; model: BuiltinModel } | undefined;

/** Analyses files one after the other; the answer has one entry for each. */
export async function analyzeFiles(files: AnalyzeTask[]): Promise<Analysis[]> {
  const analyses: Analysis[] = [];
  for (const { pathClass, bytes, isPlain = false } of files) {
    analyses.push(await analyze(pathClass, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { isPlain }));
  }
  return analyses;
}

/** Halfvec literals, by the built-in model, of all ranges of all files in order. */
export function embedChunks({ state, files }: EmbedTask): string[] {
  if (!current || Buffer.compare(current.state, state) !== 0) current = { state, model: new BuiltinModel(state) };
  const { model } = current;
  return files.flatMap(({ content, ranges }) =>
    linesOf(content, ranges).map((text) => vectorLiteral(model.embed(text))),
  );
}

/** The state of a built-in model fitted on these texts. */
export function fitModel(texts: string[]): Uint8Array {
  return fitBuiltin(texts);
}
