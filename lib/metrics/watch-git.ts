// Counts git's processes as Node announces each child it makes: whoever starts git need not know of it.
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import path from 'node:path';
import { instruments } from './instruments';

const VERBS = new Set([
  'update-ref',
  'pack-refs',
  'rev-list',
  'rev-parse',
  'init',
  'merge-base',
  'cat-file',
  'for-each-ref',
  'ls-tree',
  'diff-tree',
  'log',
  'repack',
  'commit-graph',
  'ls-remote',
  'clone',
  'fetch',
]);

/** Begins to count. Call it once in a process. */
export function watchGit(): void {
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    // What it runs is not known before it has been started.
    child.once('spawn', () => {
      const verb = gitVerb(child);
      if (verb !== null) instruments().gitStarted.inc({ verb });
    });
    child.once('close', (code) => {
      const verb = gitVerb(child);
      if (verb !== null && code !== null && code !== 0) instruments().gitFailed.inc({ verb });
    });
  });
}

/** Null for other programs than git; `other` for what is not a verb of ours. */
function gitVerb(child: ChildProcess): string | null {
  if (path.basename(child.spawnfile ?? '') !== 'git') return null;
  const verb = child.spawnargs[1] ?? '';
  return VERBS.has(verb) ? verb : 'other';
}
