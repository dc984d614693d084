// What the threads load that match patterns: see match.ts.
import { timedTasks } from '../../process/worker-task.mjs';
import { compileEngine, matchRanges } from './engine.mjs';

/**
 * A pattern that was found good before it came here.
 * @typedef {{ pattern: string, ignoreCase: boolean }} Asked
 */

export const { testTexts, findRanges } = timedTasks({
  /** @param {Asked & { texts: string[] }} task */
  testTexts({ pattern, ignoreCase, texts }) {
    const regex = compileEngine(pattern, ignoreCase);
    return texts.map((text) => regex.test(text));
  },
  /** @param {Asked & { text: string, max: number }} task */
  findRanges({ pattern, ignoreCase, text, max }) {
    return matchRanges(compileEngine(pattern, ignoreCase), text, max);
  },
});
