// The module that the scanning thread loads: it teaches the thread TypeScript, whatever runs the rest of the process.
// Large packages come first: through TypeScript's loader their modules take longer.
import '@secretlint/core';
import '@secretlint/secretlint-rule-preset-recommend';
import { register } from 'tsx/esm/api';
import { timedTasks } from '../../process/worker-task.mjs';

register();
const tasks = await import(new URL('./secretlint-task.ts', import.meta.url).href);

export const { lookAt } = timedTasks(tasks);
