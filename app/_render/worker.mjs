// The module that rendering threads load: it teaches the thread TypeScript, whatever runs the rest of the process.
// Large packages come first: through TypeScript's loader their hundreds of modules take a second more.
import 'shiki';
import 'rehype-raw';
import 'remark-gfm';
import { register } from 'tsx/esm/api';
import { timedTasks } from '../../lib/process/worker-task.mjs';

register();
const tasks = await import(new URL('./worker-tasks.ts', import.meta.url).href);

export const { colourTexts, markText, renderMarkdown } = timedTasks(tasks, { loading: ['colourTexts'] });
