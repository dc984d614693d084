// Asks the real search all the time while something is wrong, and keeps every answer that was not allowed.
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Question, Tree } from './see-tree';

export interface Watched extends Question {
  /** What is searchable as the watch begins. */
  tree: Tree;
}

export interface SearchWatch {
  /** From now on this tree may be found as well, all of it; once it was, none before it. */
  may: (repoId: string, tree: Tree) => void;
  /** Whoever asks from now on finds this tree and nothing else. */
  must: (repoId: string, tree: Tree) => void;
  /** From now on these errors are answers too; null for none. */
  mayFail: (isClear: ((error: unknown) => boolean) | null) => void;
  /** Does `work`, and returns once a few questions that were asked after it began have their answers. */
  during: <T>(work: () => Promise<T>) => Promise<T>;
  /** Asks once more, which has to find the last tree; returns what was not allowed since the beginning. */
  stop: () => Promise<string[]>;
}

const PAUSE_MS = 50;
const FEW = 3;

/** Watches repositories until `stop` or the end of the test, one question at a time. */
export function watchSearch(ask: (question: Question) => Promise<Tree>, ...repos: Watched[]): SearchWatch {
  const watched = repos.map(({ tree, ...question }) => ({ question, trees: [print(tree)], first: 0 }));
  const wrong = new Set<string>();
  let isClear: ((error: unknown) => boolean) | null = null;
  /** In which every question was answered. */
  let rounds = 0;
  let isOver = false;
  let isAwaited = false;

  /** True if there was an answer, right or wrong. */
  const question = async (repo: (typeof watched)[number]): Promise<boolean> => {
    const { first } = repo;
    const wasClear = isClear;
    try {
      const seen = print(await ask(repo.question));
      const at = repo.trees.findIndex((tree, i) => i >= first && tree === seen);
      if (at < 0) wrong.add(`${repo.question.q}: ${seen}, where it was to be ${repo.trees.slice(first).join(', or ')}`);
      repo.first = Math.max(repo.first, at);
      return true;
    } catch (error) {
      if (!wasClear?.(error) && !isClear?.(error)) wrong.add(`${repo.question.q}: ${error}`);
      return false;
    }
  };
  const loop = async () => {
    while (!isOver) {
      let isAnswered = true;
      for (const repo of watched) isAnswered = (await question(repo)) && isAnswered;
      if (isAnswered) rounds += 1;
      await sleep(isAwaited ? 0 : PAUSE_MS);
    }
  };
  const looping = loop();
  const end = async () => {
    isOver = true;
    await looping;
  };
  onTestFinished(end);

  const find = (repoId: string) => {
    const repo = watched.find((one) => one.question.repoId === repoId);
    if (!repo) throw new Error(`The repository ${repoId} is not watched.`);
    return repo;
  };
  return {
    may: (repoId, tree) => void find(repoId).trees.push(print(tree)),
    must: (repoId, tree) => {
      const repo = find(repoId);
      repo.first = repo.trees.push(print(tree)) - 1;
    },
    mayFail: (isOne) => {
      isClear = isOne;
    },
    during: async (work) => {
      // The round under way began before.
      const enough = rounds + 1 + FEW;
      const result = await work();
      isAwaited = true;
      while (!isOver && rounds < enough) await sleep(5);
      isAwaited = false;
      return result;
    },
    stop: async () => {
      await end();
      for (const repo of watched) {
        repo.first = repo.trees.length - 1;
        await question(repo);
      }
      return [...wrong];
    },
  };
}

function print(tree: Tree): string {
  const files = Object.entries(tree).map(([path, content]) => `${path} "${content.trim()}"`);
  return files.length === 0 ? 'nothing' : files.sort().join(' and ');
}
