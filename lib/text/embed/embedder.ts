// What makes vectors of texts, wherever it runs, and how vectors are written for Postgres.
import { halfvecToSql } from 'pgvector/utils';

export interface Embedder {
  modelId: number;
  /** For example `builtin@1`. */
  name: string;
  dimensions: number;
  /** True for a real model, whose vectors may be fused into word ranking. */
  isFused: boolean;
  /** One vector for each text, to be compared by cosine. Throws AppError `upstream` if a remote model fails. */
  embed(texts: string[], options: { kind: 'query' | 'passage'; signal?: AbortSignal }): Promise<Float32Array[]>;
}

/** The largest number up to which half precision has every integer. */
const HALF_INTEGERS = 2047;

/**
 * A vector as a halfvec literal. Cosine does not see length, so components are scaled to integers: exact in half
 * precision and a third of the text.
 */
export function vectorLiteral(vector: Float32Array): string {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  // The cosine with a vector of zeros is not a number.
  if (!(largest > 0) || !Number.isFinite(largest)) return halfvecToSql(Array.from(vector, (_, i) => (i === 0 ? 1 : 0)));
  const scale = HALF_INTEGERS / largest;
  // As an Array: pgvector passes anything else on as it is.
  return halfvecToSql(Array.from(vector, (value) => Math.round(value * scale)));
}
