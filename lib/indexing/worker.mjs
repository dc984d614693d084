// The module that worker threads load: it teaches the thread TypeScript, whatever runs the rest of the process.
// Large packages come first: through TypeScript's loader their hundreds of modules take a second more.
import 'linguist-languages';
import 'web-tree-sitter';
import { register } from 'tsx/esm/api';

register();
const tasks = new URL('./worker-tasks.ts', import.meta.url);
const { analyzeFiles, embedChunks, fitModel } = await import(tasks.href);

export { analyzeFiles, embedChunks, fitModel };
