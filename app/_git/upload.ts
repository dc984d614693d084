// Clones and fetches: what there is, and what of it another git wants.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '@/lib/context';
import { FLUSH, packet } from '@/lib/git/serve/packets';
import { advertiseRefs, answerFetch, type ServeOptions } from '@/lib/git/serve/serve-fetch';
import { readUploadRequest } from '@/lib/git/serve/upload-request';
import { servedDir } from '@/lib/hosting/served-dir';
import type { RepoRow } from '@/lib/repos/repo';
import { inTurn } from '@/lib/shares';
import { UNCACHED } from './refuse-git';
import { readAsked, requireBody } from './request-body';
import { sendGit } from './send-git';
import { watchClient } from './watch-client';

/** A request for a repository that the caller may read. */
export interface GitCall {
  ctx: Context;
  repo: RepoRow;
  request: IncomingMessage;
  response: ServerResponse;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

const RESULT = 'application/x-git-upload-pack-result';

/** The first answer of every clone and fetch. Throws AppError. */
export async function sendRefs({ ctx, repo, request, response, signal }: GitCall): Promise<void> {
  const { actor, env } = ctx;
  const options: ServeOptions = { protocol: protocolOf(request), signal, timeoutMs: env.gitServing.timeoutMs };
  const dir = await servedDir(ctx, repo);
  await inTurn(
    'refs',
    actor,
    async () => {
      const git = await advertiseRefs(dir, options);
      await sendGit(git, request, response, {
        type: 'application/x-git-upload-pack-advertisement',
        // Its second version begins with a line of its own.
        prefix: options.protocol === 2 ? '' : packet('# service=git-upload-pack\n') + FLUSH,
        slowMs: env.gitServing.slowMs,
      });
    },
    { signal },
  );
}

/** One request of a clone or a fetch: all of it is read before git is started, because it says what may be sent. */
export async function upload({ ctx, repo, request, response, signal }: GitCall): Promise<void> {
  const { actor, env } = ctx;
  const { timeoutMs, slowMs } = env.gitServing;
  const encoding = requireBody(request, 'application/x-git-upload-pack-request');
  const body = await inTurn('refs', actor, () => readSoon(request, response, encoding, slowMs), { signal });
  const isList = readUploadRequest(body).isList;
  const dir = await servedDir(ctx, repo);
  await inTurn(
    isList ? 'refs' : 'clones',
    actor,
    async () => {
      const answer = await answerFetch(dir, body, { protocol: protocolOf(request), signal, timeoutMs });
      if (typeof answer === 'string') response.writeHead(200, { ...UNCACHED, 'content-type': RESULT }).end(answer);
      else await sendGit(answer, request, response, { type: RESULT, slowMs });
    },
    { signal },
  );
}

async function readSoon(
  request: IncomingMessage,
  response: ServerResponse,
  encoding: { isCompressed: boolean },
  slowMs: number,
): Promise<Buffer> {
  const onSlow = () => response.destroy();
  const unwatch = watchClient(request, response, { ms: slowMs, isGitBusy: () => false, onSlow });
  try {
    return await readAsked(request, encoding);
  } finally {
    unwatch();
  }
}

/** No other word of this header reaches git. */
export function protocolOf(request: IncomingMessage): 0 | 1 | 2 {
  const [, version] = /^version=([12])$/.exec(String(request.headers['git-protocol'] ?? '').trim()) ?? [];
  return version === '2' ? 2 : version === '1' ? 1 : 0;
}
