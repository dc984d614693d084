// Stock git against our own answers: a server for tests, and a git that talks to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Surroundings } from '@/app/_http/context';
import { boundRequest } from '@/scripts/bound-request.mjs';
import { refuseAddress } from '@/scripts/refuse-address.mjs';
import { refuseRequest } from '@/scripts/refuse-request.mjs';
import { trustPeer } from '@/scripts/trust-peer.mjs';

export interface GitHouse {
  url: string;
  port: number;
  /** Where clones go. */
  folder: string;
  /** Changes the surroundings of the requests that follow. */
  provide: (parts: Partial<Surroundings>) => void;
  close: () => Promise<void>;
}

/** Serves /{org}/{name}.git on loopback within these surroundings. */
export async function startHouse(parts: Surroundings): Promise<GitHouse> {
  // Only now: what they import reads the environment, which a world sets first.
  const { provideSurroundings } = await import('@/app/_http/context');
  const { answerGit } = await import('./answer-git');
  const folder = await mkdtemp(path.join(tmpdir(), 'freshet-house-'));
  provideSurroundings(parts);
  const trust = trustPeer([]);
  const server: Server = createServer((request, response) => {
    // What stands before it in the product (scripts/serve.mjs).
    if (refuseAddress(request, response) || refuseRequest(request, response)) return;
    boundRequest(request, response, 1000);
    trust(request);
    void answerGit(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    folder,
    provide: (changed) => provideSurroundings({ ...parts, ...changed }),
    close: async () => {
      provideSurroundings(undefined);
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface GitSaid {
  code: number | null;
  out: string;
  /** What it said beside that. */
  err: string;
}

/** A git of somebody else, with no settings but these; `version` is of its protocol. Never throws. */
export async function git(cwd: string, args: string[], options: { version?: 0 | 1 | 2 } = {}): Promise<GitSaid> {
  const child = spawn('git', ['-c', `protocol.version=${options.version ?? 2}`, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      NODE_ENV: 'test',
      GIT_AUTHOR_NAME: 'A Person',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A Person',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** As `git`, for what has to go well: its output. */
export async function gitOk(cwd: string, args: string[], options: { version?: 0 | 1 | 2 } = {}): Promise<string> {
  const said = await git(cwd, args, options);
  if (said.code !== 0) throw new Error(`git ${args.join(' ')}: ${said.err}`);
  return said.out.trim();
}
