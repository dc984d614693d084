// The module that rendering threads load: it teaches the thread TypeScript, whatever runs the rest of the process.
// Large packages come first: through TypeScript's loader their hundreds of modules take a second more.
import 'shiki';
import 'rehype-raw';
import 'remark-gfm';
import { register } from 'tsx/esm/api';

register();
const tasks = new URL('./worker-tasks.ts', import.meta.url);
const { colourTexts, markText, renderMarkdown } = await import(tasks.href);

export { colourTexts, markText, renderMarkdown };
