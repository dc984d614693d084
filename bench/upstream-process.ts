// Upstreams in a process of their own: what serving and pushing cost there does not count as waiting here.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startGitServer } from '../e2e/servers/git/git-http';
import { createRepo, type GitRepo } from '../e2e/servers/git/git-repo';

/** Ask for the `n`-th repository's next commit with `text`; the answer is its id. */
interface Push {
  call: number;
  n: number;
  text: string;
}

export interface UpstreamProcess {
  /** Where the git server is; its repositories are `names` below it. */
  url: string;
  names: string[];
  /** Resolves with the commit. */
  push: (n: number, text: string) => Promise<string>;
  close: () => Promise<void>;
}

/** Starts a git server with `repos` repositories of one file. */
export async function startUpstreams(repos: number): Promise<UpstreamProcess> {
  const child = fork(import.meta.filename, [String(repos)], { execArgv: ['--import', 'tsx'] });
  const [{ url, names }] = (await once(child, 'message')) as [{ url: string; names: string[] }];
  let calls = 0;
  return {
    url,
    names,
    push: async (n, text) => {
      const call = calls++;
      child.send({ call, n, text } satisfies Push);
      return await answerTo(child, call);
    },
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

function answerTo(child: ChildProcess, call: number): Promise<string> {
  return new Promise((resolve) => {
    child.on('message', function listen(answer: { call: number; commit: string }) {
      if (answer.call !== call) return;
      child.off('message', listen);
      resolve(answer.commit);
    });
  });
}

async function serve(repos: number): Promise<void> {
  // It stands for other machines, whose work is not done by ours.
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  const root = await mkdtemp(path.join(os.tmpdir(), 'freshet-bench-upstreams-'));
  const server = await startGitServer({ root });
  const all: GitRepo[] = [];
  for (let n = 0; n < repos; n++) all.push(await createRepo(root, `acme/storm-${n}`, { 'a.txt': `calm ${n}\n` }));
  process.on('message', async ({ call, n, text }: Push) => {
    process.send?.({ call, commit: await all[n]?.commit({ 'a.txt': text }) });
  });
  process.once('disconnect', async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });
  process.send?.({ url: server.url, names: all.map((one) => one.name.replace(/\.git$/, '')) });
}

if (process.argv[1] === import.meta.filename && process.send) await serve(Number(process.argv[2]));
