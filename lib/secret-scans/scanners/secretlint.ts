// Scans with secretlint where no gitleaks is installed: in a thread of its own, as some of its patterns may take long for
// texts that were made for that.
import path from 'node:path';
import { AppError } from '@/lib/errors';
import { WorkerThreads } from '@/lib/process/worker-threads';
import type { Piece } from './pieces';
import {
  plainWords,
  type RawFinding,
  type ScanEntry,
  type Scanner,
  type ScanOptions,
  type ScanSession,
} from './scanner';
import type { FoundText, LookAt } from './secretlint-task';

/** Of secretlint and its rules, which are of one version. */
export const SECRETLINT_VERSION = '12.0.0';
const MOST_TEXTS = 400;
const MOST_BYTES = 2 * 1024 ** 2;
/** For as much as is looked at at once, which takes half a second. */
const BATCH_MS = 60_000;
/** For one piece of a file, if that was too long. */
const PIECE_MS = 15_000;

const holder = globalThis as typeof globalThis & { freshetSecretlint?: WorkerThreads };

export const secretlintScanner: Scanner = {
  name: 'secretlint',
  version: SECRETLINT_VERSION,
  // With what follows from how it is used here.
  key: `${SECRETLINT_VERSION} without comments`,
  async open(options) {
    return new SecretlintSession(options);
  },
};

/** Ends the thread; the next scan starts one. */
export async function closeSecretlint(): Promise<void> {
  const threads = holder.freshetSecretlint;
  holder.freshetSecretlint = undefined;
  await threads?.close();
}

class SecretlintSession implements ScanSession {
  #entries: ScanEntry[] = [];
  #texts: { entry: ScanEntry; firstLine: number | null; text: string }[] = [];
  #bytes = 0;
  #found: RawFinding[] = [];

  constructor(private readonly options: ScanOptions) {}

  async add(entry: ScanEntry, pieces: AsyncIterable<Piece>): Promise<void> {
    for await (const { text, firstLine } of pieces) {
      this.#texts.push({ entry, firstLine, text: text.toString('utf8') });
      this.#bytes += text.length;
      if (this.#texts.length >= MOST_TEXTS || this.#bytes >= MOST_BYTES) await this.#look();
    }
    this.#entries.push(entry);
    if (this.#texts.length === 0) this.#tell();
  }

  async finish(): Promise<void> {
    await this.#look();
    this.#tell();
  }

  async close(): Promise<void> {
    this.#entries = [];
    this.#texts = [];
  }

  #tell(): void {
    this.options.onScanned(this.#entries, this.#found);
    this.#entries = [];
    this.#found = [];
  }

  async #look(): Promise<void> {
    const texts = this.#texts;
    this.#texts = [];
    this.#bytes = 0;
    if (texts.length === 0) return;
    const found = await this.#inThread(texts, BATCH_MS).catch(async (error: unknown) => {
      if (!isLate(error) || this.options.signal.aborted) throw error;
      // One by one, to name the one that is to blame.
      const each: FoundText[] = [];
      for (const [index, text] of texts.entries()) {
        const its = await this.#inThread([text], PIECE_MS).catch((again: unknown) => {
          throw isLate(again) && !this.options.signal.aborted ? takesTooLong(text.entry) : again;
        });
        each.push(...its.map((one) => ({ ...one, text: index })));
      }
      return each;
    });
    for (const one of found) {
      const of = texts[one.text];
      if (!of) continue;
      const line = of.firstLine === null ? null : of.firstLine + one.line - 1;
      const { rule, fingerprint } = one;
      this.#found.push({ entry: of.entry, rule, title: plainWords(one.title, 300), line, fingerprint });
    }
  }

  async #inThread(texts: { entry: ScanEntry; text: string }[], timeoutMs: number): Promise<FoundText[]> {
    // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
    const module = path.join(process.cwd(), 'lib', 'secret-scans', 'scanners', 'worker.mjs');
    holder.freshetSecretlint ??= new WorkerThreads(module, 1);
    const given = texts.map(({ entry, text }) => ({ path: entry.path, text }));
    const task: LookAt = { key: this.options.key, texts: given };
    const { signal } = this.options;
    return await holder.freshetSecretlint.run<FoundText[]>('lookAt', task, { timeoutMs, signal }).catch((error) => {
      signal.throwIfAborted();
      if (isLate(error)) throw error;
      // What a rule throws may quote the text.
      throw new AppError('internal', 'secretlint failed, so it is not known whether there are secrets.', {
        kind: 'internal',
      });
    });
  }
}

function isLate(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function takesTooLong(entry: ScanEntry): AppError {
  const seconds = PIECE_MS / 1000;
  return new AppError(
    'limit',
    `secretlint took longer than ${seconds} s for a piece of ${plainWords(entry.path, 200)} and was stopped, so it is not known whether there are secrets.`,
    { kind: 'timeout' },
  );
}
