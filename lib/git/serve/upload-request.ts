// What another git asks for in one request of a clone or a fetch.
import { packetsOf } from './packets';

export interface UploadRequest {
  /** True if it asks for the list of refs alone. */
  isList: boolean;
  /** The objects that it wants, by their ids. */
  wants: Set<string>;
  /** The objects that it says it has. */
  haves: Set<string>;
}

const OBJECT = /^(want|have) ([0-9a-f]{64}|[0-9a-f]{40})/i;
/** The longest line that begins with an id. */
const SHOWN = 'want '.length + 64;

/**
 * Reads a request of any version of the protocol. Every line that begins with `want` counts, wherever it stands: more
 * than git itself would count, and nothing less. Throws AppError `invalid`.
 */
export function readUploadRequest(body: Buffer): UploadRequest {
  const request: UploadRequest = { isList: false, wants: new Set(), haves: new Set() };
  for (const { line } of packetsOf(body)) {
    if (line === null) continue;
    const text = line.toString('latin1', 0, SHOWN);
    const [, verb, id = ''] = OBJECT.exec(text) ?? [];
    if (verb !== undefined) (verb === 'want' ? request.wants : request.haves).add(id.toLowerCase());
    else if (/^command=ls-refs\n?$/.test(text)) request.isList = true;
  }
  if (request.wants.size > 0) request.isList = false;
  return request;
}

/** The same request, without these objects among those that it says it has. */
export function withoutHaves(body: Buffer, dropped: ReadonlySet<string>): Buffer {
  if (dropped.size === 0) return body;
  const kept: Buffer[] = [];
  for (const { start, end, line } of packetsOf(body)) {
    const [, verb, id = ''] = OBJECT.exec(line?.toString('latin1', 0, SHOWN) ?? '') ?? [];
    if (verb !== 'have' || !dropped.has(id.toLowerCase())) kept.push(body.subarray(start, end));
  }
  return Buffer.concat(kept);
}
