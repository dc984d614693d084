// The module that worker threads load: it teaches the thread TypeScript, whatever runs the rest of the process.
// Large packages come first: through TypeScript's loader their hundreds of modules take a second more.
import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import 'linguist-languages';
import 'web-tree-sitter';
import { register } from 'tsx/esm/api';
import { timedTasks } from '../../process/worker-task.mjs';

giveWay();
register();
const tasks = await import(new URL('./worker-tasks.ts', import.meta.url).href);

/** What is asked goes before what is indexed, if threads have a priority of their own: on Linux. */
function giveWay() {
  const { PRIORITY_BELOW_NORMAL } = os.constants.priority;
  try {
    const thread = Number(path.basename(readlinkSync('/proc/thread-self')));
    if (os.getPriority(thread) < PRIORITY_BELOW_NORMAL) os.setPriority(thread, PRIORITY_BELOW_NORMAL);
  } catch {
    // It is as quick as all the others.
  }
}

export const { analyzeFiles, embedChunks, fitModel } = timedTasks(tasks);
