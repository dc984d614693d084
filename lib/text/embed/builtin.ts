// The embedding that needs nothing: words and their letters hashed into 256 dimensions, rare words weighing more.
import { eachWord, normaliseWord } from '../tokenize';

export const BUILTIN_DIMENSIONS = 256;
/** Words share a weight if their hashes share a bucket. */
const BUCKETS = 1 << 14;
/** Places of the vector that one feature adds to: fewer are quicker, more tell features better apart. */
const PLACES = 4;
const NGRAM = 3;
/** What a word's letters weigh beside the word itself. */
const NGRAM_SHARE = 0.7;
const MAX_CACHED_WORDS = 20_000;
/** Words that are looked at; more add nothing to a chunk's meaning. */
const MAX_WORDS = 2000;

/** Header of a fitted state: how many texts it was fitted on. */
const HEADER_BYTES = 4;

interface Feature {
  places: Uint8Array;
  values: Float32Array;
}

/** Counts in how many of the texts each word occurs; the result is a model's whole state, the same for the same texts. */
export function fitBuiltin(texts: Iterable<string>): Buffer {
  const counts = new Uint32Array(BUCKETS);
  let total = 0;
  for (const text of texts) {
    total++;
    for (const bucket of new Set(Array.from(countWords(text).keys(), bucketOf))) counts[bucket]!++;
  }
  const state = Buffer.alloc(HEADER_BYTES + BUCKETS);
  state.writeUInt32LE(total);
  const rarest = Math.log(total + 1);
  for (let i = 0; i < BUCKETS; i++) {
    const rarity = Math.log((total + 1) / (counts[i]! + 1)) / (rarest || 1);
    state[HEADER_BYTES + i] = Math.round(rarity * 255);
  }
  return state;
}

/** How many texts a state was fitted on. */
export function fittedTexts(state: Uint8Array): number {
  return Buffer.from(state.buffer, state.byteOffset, state.byteLength).readUInt32LE();
}

/** Makes vectors with a fitted state: deterministic, the same on every machine. */
export class BuiltinModel {
  private readonly features = new Map<string, Feature>();

  constructor(private readonly state: Uint8Array) {}

  /** A vector of length 1; all zero for a text without words. */
  embed(text: string): Float32Array {
    const vector = new Float32Array(BUILTIN_DIMENSIONS);
    for (const [word, count] of countWords(text)) {
      const { places, values } = this.featureOf(word);
      const weight = 1 + Math.log(count);
      for (let i = 0; i < places.length; i++) vector[places[i]!]! += values[i]! * weight;
    }
    let square = 0;
    for (const value of vector) square += value * value;
    if (square > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= Math.sqrt(square);
    return vector;
  }

  private featureOf(word: string): Feature {
    const known = this.features.get(word);
    if (known) return known;
    const rarity = 0.05 + this.state[HEADER_BYTES + bucketOf(word)]! / 255;
    const padded = `^${word}$`;
    const grams = Math.max(0, word.length > 3 ? padded.length - NGRAM + 1 : 0);
    const places = new Uint8Array((1 + grams) * PLACES);
    const values = new Float32Array(places.length);
    scatter(word, rarity, places, values, 0);
    const share = (rarity * NGRAM_SHARE) / Math.sqrt(grams || 1);
    for (let i = 0; i < grams; i++) scatter(padded.slice(i, i + NGRAM), share, places, values, (1 + i) * PLACES);
    const feature = { places, values };
    if (this.features.size >= MAX_CACHED_WORDS) this.features.clear();
    this.features.set(word, feature);
    return feature;
  }
}

/** Parts of identifiers, not identifiers: `getUserName` is to be near `user_name`. */
function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const known = new Map<string, string[]>();
  let words = 0;
  eachWord(text, (start, end) => {
    if (++words > MAX_WORDS) return;
    const raw = text.slice(start, end);
    let parts = known.get(raw);
    if (!parts) {
      const normal = normaliseWord(raw);
      parts = normal.parts.length > 0 ? normal.parts : [normal.word];
      known.set(raw, parts);
    }
    for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
  });
  return counts;
}

/** A sparse random projection: the feature's hash decides the places and the signs. */
function scatter(feature: string, value: number, places: Uint8Array, values: Float32Array, at: number): void {
  let hash = hashOf(feature);
  for (let i = 0; i < PLACES; i++) {
    hash = mix(hash + 0x9e3779b9);
    places[at + i] = hash & 0xff;
    values[at + i] = hash & 0x100 ? value : -value;
  }
}

function bucketOf(word: string): number {
  return hashOf(word) & (BUCKETS - 1);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
