// The threads that colour and typeset what repositories contain. If a text takes too long, its reader sees it without
// colours, and others wait no more than a moment.
import path from 'node:path';
import { whoAsks } from '@/lib/asking';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import { NotBegun, WorkerThreads } from '@/lib/process/worker-threads';
import type { FileMarks } from '@/lib/search/show/mark-file';
import { inShare } from '@/lib/shares';
import type { Rendered } from './memory';
import type { Token } from './tokenise';
import type { ColourTask, MarkdownTask, MarkTask } from './worker-tasks';

const THREADS = 2;
const RUN_MS = 3000;
/** Nobody waits longer for a thread than this: text without colours can be read. */
const WAIT_MS = 2000;

const holder = globalThis as typeof globalThis & { freshetRenderers?: WorkerThreads };

/** Tokens of each line of each text, or null: the language has no grammar, or the colours take too long. */
export async function colourTexts(task: ColourTask): Promise<Rendered<Token[][][]>> {
  return await render('colourTexts', task);
}

/** Markdown as HTML that can do no harm, or null if that takes too long or becomes too much. */
export async function renderMarkdown(task: MarkdownTask): Promise<Rendered<{ html: string }>> {
  const html = await render<string>('renderMarkdown', task);
  return html === null || html === 'busy' ? html : { html };
}

/** What a query finds in a text, or null if that takes too long. */
export async function markText(task: MarkTask): Promise<FileMarks | null> {
  const marks = await render<FileMarks>('markText', task);
  return marks === 'busy' ? null : marks;
}

export async function closeRenderers(): Promise<void> {
  const threads = holder.freshetRenderers;
  holder.freshetRenderers = undefined;
  await threads?.close();
}

async function render<T>(name: string, task: unknown): Promise<Rendered<T>> {
  // Found from the working directory: bundles and test runners move the modules that call this, the sources stay.
  const module = path.join(process.cwd(), 'app', '_render', 'worker.mjs');
  holder.freshetRenderers ??= new WorkerThreads(module, THREADS);
  const { freshetRenderers: threads } = holder;
  const run = () => threads.run<T | null>(name, task, { timeoutMs: RUN_MS, waitMs: WAIT_MS });
  const late = AbortSignal.timeout(WAIT_MS);
  try {
    return await inShare('rendering', whoAsks(), run, { signal: late });
  } catch (error) {
    if (error === late.reason || error instanceof NotBegun || isRefused(error)) return 'busy';
    log.warn({ err: error, task: name }, 'text of a repository is shown plain: it could not be rendered');
    return null;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === 'limit';
}
