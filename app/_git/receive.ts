// Pushes: what may be pushed to, and what comes.
import { FLUSH, packet } from '@/lib/git/serve/packets';
import { advertisePush, type PushLimits, receivePush } from '@/lib/git/serve/receive-push';
import { ReceiveReport } from '@/lib/git/serve/receive-report';
import { expectPush, followPush, forgetPush } from '@/lib/hosting/follow-push';
import { servedDir } from '@/lib/hosting/served-dir';
import { refuseFullFolder, roomFor } from '@/lib/repos/space/room';
import { inTurn } from '@/lib/shares';
import { feedGit } from './feed-git';
import { requireBody } from './request-body';
import { sendGit } from './send-git';
import { type GitCall, protocolOf } from './upload';

/** The first answer of a push, or the push itself, of a caller who may push. Throws AppError. */
export async function receive(call: GitCall): Promise<void> {
  if (call.request.method === 'POST') await take(call);
  else await sendRefs(call);
}

async function sendRefs({ ctx, repo, request, response, signal }: GitCall): Promise<void> {
  const { timeoutMs, slowMs } = ctx.env.gitServing;
  const dir = await servedDir(ctx, repo);
  // git shows what it is told here, and not what it is told once it has sent everything.
  await refuseFullFolder(ctx, repo.id, dir);
  await inTurn(
    'refs',
    ctx.actor,
    async () => {
      const git = await advertisePush(dir, limitsOf(ctx.env, repo), {
        protocol: 0,
        signal,
        timeoutMs,
      });
      await sendGit(git, request, response, {
        type: 'application/x-git-receive-pack-advertisement',
        prefix: packet('# service=git-receive-pack\n') + FLUSH,
        slowMs,
      });
    },
    { signal },
  );
}

async function take({ ctx, repo, request, response, signal }: GitCall): Promise<void> {
  const { timeoutMs, slowMs } = ctx.env.gitServing;
  const encoding = requireBody(request, 'application/x-git-receive-pack-request');
  const dir = await servedDir(ctx, repo);
  const room = await roomFor(ctx, repo.id);
  await inTurn(
    'pushes',
    ctx.actor,
    async () => {
      const protocol = protocolOf(request) === 1 ? 1 : 0;
      const mark = await expectPush(ctx, repo.id);
      const report = new ReceiveReport();
      try {
        const git = await receivePush(
          dir,
          { ...limitsOf(ctx.env, repo), maxRepoBytes: room.bytes, full: room.full },
          { protocol, signal, timeoutMs },
        );
        git.stdout.on('data', (chunk: Buffer) => report.read(chunk));
        const sent = sendGit(git, request, response, {
          type: 'application/x-git-receive-pack-result',
          slowMs,
          isGitBusy: () => git.stdin.writableNeedDrain || (request.complete && !response.headersSent),
        });
        feedGit(git, request, encoding);
        await sent;
      } finally {
        if (report.mayHaveMoved) await followPush(ctx, repo, report.moved);
        else await forgetPush(ctx, repo.id, mark);
      }
    },
    { signal },
  );
}

function limitsOf(env: GitCall['ctx']['env'], repo: GitCall['repo']): PushLimits {
  return {
    maxBytes: env.gitServing.maxPushBytes,
    maxRepoBytes: env.maxRepoBytes,
    full: null,
    maxFiles: env.maxFiles,
    allowsForcedPushes: repo.allowsForcedPushes,
  };
}
