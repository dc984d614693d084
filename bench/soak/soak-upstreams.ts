// Many small repositories that move at random: commits, force pushes, branches that come and go, renamed defaults.
import { createRepo, type GitRepo } from '../../e2e/servers/git/git-repo';

export interface SoakUpstream {
  git: GitRepo;
  id: string;
  /** In the default branch's tip and nowhere else. */
  word: string;
  /** In the tip before. */
  wordBefore: string | null;
  moves: number;
}

export async function makeUpstreams(root: string, count: number): Promise<SoakUpstream[]> {
  const upstreams: SoakUpstream[] = [];
  for (let n = 0; n < count; n++) {
    const word = wordOf(n, 0);
    const files: Record<string, string> = { 'last.txt': `${word}\n` };
    for (let i = 0; i < 5 + (n % 20); i++) files[`src/file-${i}.ts`] = source(n, i);
    const git = await createRepo(root, `soak/repo-${n}`, files);
    upstreams.push({ git, id: '', word, wordBefore: null, moves: 0 });
  }
  return upstreams;
}

/** One push: mostly a commit, now and then a rewritten history, now and then other branches with it. */
export async function move(one: SoakUpstream): Promise<void> {
  const n = Number(/(\d+)\.git$/.exec(one.git.name)?.[1] ?? 0);
  one.moves++;
  const word = wordOf(n, one.moves);
  const changed = { 'last.txt': `${word}\n`, [`src/file-${one.moves % 7}.ts`]: source(n, one.moves) };
  const isForced = Math.random() < 0.05;
  if (Math.random() < 0.1) await one.git.commit({ 'side.txt': `${one.moves}\n` }, { branch: `topic-${one.moves % 5}` });
  if (Math.random() < 0.05) await one.git.deleteBranch(`topic-${one.moves % 5}`).catch(() => {});
  await one.git.commit(changed, isForced ? { from: null } : {});
  one.wordBefore = one.word;
  one.word = word;
}

function wordOf(repo: number, move: number): string {
  return `pebble${repo}x${move}end`;
}

function source(repo: number, n: number): string {
  const lines = Array.from(
    { length: 20 },
    (_, i) => `export function f${i}() {\n  return ${repo * 31 + n * 7 + i};\n}`,
  );
  return `// File ${n} of repository ${repo}.\n${lines.join('\n')}\n`;
}
