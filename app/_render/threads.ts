// The threads that colour and typeset what repositories contain: text that takes for ever costs a reader its colours,
// and nobody else anything.
import path from 'node:path';
import { log } from '@/lib/log';
import { WorkerThreads } from '@/lib/worker-threads';
import type { Token } from './tokenise';
import type { ColourTask, MarkdownTask } from './worker-tasks';

const THREADS = 2;
const TIMEOUT_MS = 5000;
/** Beyond this everybody waits too long for colours. */
const MAX_WAITING = 200;

const holder = globalThis as typeof globalThis & { freshetRenderers?: WorkerThreads };

/** Tokens of each line of each text, or null: the language has no grammar, or the colours took too long. */
export async function colourTexts(task: ColourTask): Promise<Token[][][] | null> {
  return await render<Token[][][]>('colourTexts', task);
}

/** Markdown as HTML that can do no harm, or null where that took too long or too much. */
export async function renderMarkdown(task: MarkdownTask): Promise<string | null> {
  return await render<string>('renderMarkdown', task);
}

export async function closeRenderers(): Promise<void> {
  const threads = holder.freshetRenderers;
  holder.freshetRenderers = undefined;
  await threads?.close();
}

async function render<T>(name: string, task: unknown): Promise<T | null> {
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  const module = path.join(process.cwd(), 'app', '_render', 'worker.mjs');
  holder.freshetRenderers ??= new WorkerThreads(module, THREADS);
  const threads = holder.freshetRenderers;
  if (threads.waiting >= MAX_WAITING) return null;
  try {
    return await threads.run<T | null>(name, task, { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    log.warn({ err: error, task: name }, 'text of a repository is shown plain: it could not be rendered');
    return null;
  }
}
