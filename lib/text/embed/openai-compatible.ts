// Vectors from any endpoint that speaks OpenAI's embeddings protocol, within the limits that it states.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { ask } from '@/lib/net/request';
import { askedSeconds } from '@/lib/net/retry-after';

export interface EndpointOptions {
  /** With or without `/embeddings` at its end. */
  url: string;
  model: string;
  dimensions: number;
  key?: string | undefined;
  /** See `Outbound`. */
  authorities?: string | undefined;
  proxy?: string | undefined;
  /** Texts a request; default 64. */
  maxInputs?: number;
  /** First pause between attempts in milliseconds; default 1000, doubled each time. */
  pauseMs?: number;
}

const MAX_REQUEST_LENGTH = 100_000;
/** UTF-16 units of one text: what is longer is cut, as the model would. */
const MAX_TEXT_LENGTH = 12_000;
const MAX_ATTEMPTS = 6;
const MAX_PAUSE_MS = 60_000;
const REQUEST_TIMEOUT_MS = 60_000;

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()) })),
});

/** Thrown inside for an answer that a smaller or shorter request may avoid. */
class TooLarge extends Error {}

/** A client for one endpoint and model. The key is sent as a bearer token and appears in no error and no log. */
export class EmbeddingEndpoint {
  private readonly url: string;
  private maxInputs: number;
  private sendsDimensions = true;

  constructor(private readonly options: EndpointOptions) {
    const base = options.url.replace(/\/+$/, '');
    this.url = base.endsWith('/embeddings') ? base : `${base}/embeddings`;
    this.maxInputs = options.maxInputs ?? 64;
  }

  /**
   * One vector for each text. Waits and tries again if the endpoint is busy, for as long as it asks.
   * Throws AppError `upstream` (retryable if waiting may help).
   */
  async embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; ) {
      const batch = this.nextBatch(texts, at);
      vectors.push(...(await this.embedBatch(batch, signal)));
      at += batch.length;
    }
    return vectors;
  }

  private nextBatch(texts: string[], at: number): string[] {
    const batch: string[] = [];
    let length = 0;
    for (const text of texts.slice(at, at + this.maxInputs)) {
      // Endpoints refuse an empty text.
      const input = wellFormed(text.slice(0, MAX_TEXT_LENGTH)) || ' ';
      if (batch.length > 0 && length + input.length > MAX_REQUEST_LENGTH) break;
      batch.push(input);
      length += input.length;
    }
    return batch;
  }

  /** Halves a request, then a text, that the endpoint finds too large. */
  private async embedBatch(batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    try {
      return await this.request(batch, signal);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      if (batch.length > 1) {
        const middle = batch.length >> 1;
        this.maxInputs = Math.max(1, Math.min(this.maxInputs, batch.length - middle));
        return [
          ...(await this.embedBatch(batch.slice(0, middle), signal)),
          ...(await this.embedBatch(batch.slice(middle), signal)),
        ];
      }
      const [text = ''] = batch;
      if (text.length < 200) throw this.failure('it refuses even a short text', false, error);
      return await this.embedBatch([wellFormed(text.slice(0, text.length >> 1))], signal);
    }
  }

  private async request(batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    let failure: AppError | undefined;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const answer = await this.post(batch, signal);
      if (answer instanceof Response) {
        if (answer.ok) return this.read(await answer.text(), batch.length);
        const said = await this.excerpt(answer);
        if (answer.status === 400 || answer.status === 413 || answer.status === 422) {
          if (this.sendsDimensions && /dimension/i.test(said)) {
            this.sendsDimensions = false;
            continue;
          }
          throw new TooLarge(`${answer.status} ${said}`);
        }
        const isBusy = answer.status === 429 || answer.status === 408 || answer.status >= 500;
        failure = this.failure(`it answered ${answer.status}`, isBusy, new Error(said));
        if (!isBusy) throw failure;
        await this.pause(attempt, answer.headers.get('retry-after'), signal);
      } else {
        failure = this.failure('it cannot be reached', true, answer);
        await this.pause(attempt, null, signal);
      }
    }
    throw failure;
  }

  /** The response, or the error of a connection that failed. */
  private async post(batch: string[], signal: AbortSignal | undefined): Promise<Response | Error> {
    const { model, dimensions, key } = this.options;
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      // No redirect is followed: it would take the key elsewhere.
      const question = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
        body: JSON.stringify({
          model,
          input: batch,
          encoding_format: 'float',
          ...(this.sendsDimensions ? { dimensions } : {}),
        }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      };
      return await ask(this.url, question, this.options);
    } catch (error) {
      signal?.throwIfAborted();
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private read(body: string, expected: number): Float32Array[] {
    const parsed = answerSchema.safeParse(parseJson(body));
    if (!parsed.success) throw this.failure('its answer is not of the embeddings protocol', false, parsed.error);
    const vectors: Float32Array[] = [];
    for (const { index, embedding } of parsed.data.data) {
      if (embedding.length !== this.options.dimensions) {
        throw this.failure(
          `its vectors have ${embedding.length} dimensions, but FRESHET_EMBEDDINGS_DIMENSIONS is ${this.options.dimensions}`,
          false,
        );
      }
      vectors[index] = Float32Array.from(embedding);
    }
    const isWhole = vectors.length === expected && Object.keys(vectors).length === expected;
    if (!isWhole) throw this.failure('it answered with too few or too many vectors', true);
    return vectors;
  }

  /** The beginning of what the endpoint said, for the log; some repeat the key. */
  private async excerpt(response: Response): Promise<string> {
    const { key } = this.options;
    const text = await response.text().catch(() => '');
    return (key ? text.replaceAll(key, '[key]') : text).replace(/\s+/g, ' ').slice(0, 300);
  }

  private async pause(attempt: number, retryAfter: string | null, signal: AbortSignal | undefined): Promise<void> {
    if (attempt === MAX_ATTEMPTS - 1) return;
    const own = (this.options.pauseMs ?? 1000) * 2 ** attempt;
    const theirs = askedSeconds(retryAfter);
    const ms = Math.min(MAX_PAUSE_MS, theirs === null ? own : theirs * 1000);
    await sleep(ms, undefined, signal ? { signal } : {});
  }

  private failure(what: string, retryable: boolean, cause?: unknown): AppError {
    return new AppError(
      'upstream',
      `The embeddings endpoint does not work: ${what}. Files are searchable; vectors follow with the next sync.`,
      { retryable, cause },
    );
  }
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
