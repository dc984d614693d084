// Starts what every request needs, in order: environment, database, engine, first administrator.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerGit } from '@/app/_git/answer-git';
import { isGitAddress } from '@/app/_git/git-address';
import { admit } from '@/app/_http/admission';
import { answerDirectly, isAnsweredDirectly } from '@/app/_http/answer-directly';
import { closeRenderers } from '@/app/_render/threads';
import { closeDatabase, database, openDatabase } from '@/db/client';
import type { OnTrouble } from '@/db/embedded';
import type { OnUpgrade } from '@/db/migrate';
import type { GrpcServer } from '@/grpc/start';
import { systemContext } from '@/inngest/context';
import { functions } from '@/inngest/functions';
import { engine, startEngine } from '@/inngest/start';
import { firstAdministrator } from '@/lib/accounts/first-administrator';
import { refuseUnfinished } from '@/lib/backup/unfinished';
import type { AppEvent } from '@/lib/context';
import { type Env, env } from '@/lib/env';
import { closeWorkers } from '@/lib/indexing/analyze/worker-pool';
import { log } from '@/lib/log';
import { logConsole } from '@/lib/log-console';
import { startMetrics } from '@/lib/metrics/start-metrics';
import { warmLauncher } from '@/lib/process/launch';
import { whichScanner } from '@/lib/secret-scans/scanners/choose-scanner';
import { closeSecretlint } from '@/lib/secret-scans/scanners/secretlint';
import { deliveryPrograms } from '@/lib/ssh/programs';
import { startWatching } from '@/lib/sync/request/watch';
import { sweep } from '@/lib/sync/upkeep/sweep';
import { requestReembed } from '@/lib/text/embed/request-reembed';
import { replayJournal } from '@/lib/webhooks/replay-journal';
import { webhooksSettled } from '@/lib/webhooks/tasks/background-tasks';

/** How long a stop waits for what only looks and asks. */
const STOP_MS = 5000;

export interface RunningFreshet {
  /** Path of the one-time link that makes the first administrator; null if none is needed. */
  setupPath: string | null;
  /** Calls `answer` in the turn of whoever asks, or refuses the request itself. What gits ask is answered at once. */
  admit: (request: IncomingMessage, response: ServerResponse, answer: () => void) => void;
  /** Lets steps under way end for some seconds, then closes the database. */
  stop: () => Promise<void>;
}

const holder = globalThis as typeof globalThis & {
  freshetRunning?: RunningFreshet;
  /** Set by a server of our own, which says itself what it has to say and stops us; `next dev` does neither. */
  freshetHost?: boolean;
};

/** A start that fails ends the process with one sentence; the stack is for those who ask for it. */
export async function startFreshet(): Promise<void> {
  if (holder.freshetRunning) return;
  if (holder.freshetHost) logConsole();
  try {
    holder.freshetRunning = await start();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Freshet did not start: ${message}\n`);
    if (process.env.FRESHET_LOG_LEVEL === 'debug') console.error(error);
    await closeDatabase().catch(() => {});
    process.exit(1);
  }
  const { setupPath } = holder.freshetRunning;
  if (!holder.freshetHost && setupPath) {
    const { host, port, publicUrl } = env();
    const url = publicUrl ?? `http://${host}:${port}`;
    process.stdout.write(`Open this link to make yourself the administrator: ${url}${setupPath}\n`);
  }
}

async function start(): Promise<RunningFreshet> {
  const parsed = env();
  await refuseUnfinished(parsed.dataDir);
  warmLauncher();
  startMetrics();
  void deliveryPrograms().then(({ missing }) => missing !== null && log.warn(missing));
  const onTrouble: OnTrouble = (message, details) => log.error(details, message);
  // Nothing is served until it is over, and whoever waits should know for what.
  const onUpgrade: OnUpgrade = (steps) =>
    log.info({ steps }, 'Bringing the database up to this version; with much code that takes minutes. Let it end.');
  const db = await openDatabase(parsed, { onTrouble, onUpgrade });
  // A read-only server beside a writing one shows what there is and drives nothing.
  const driver = parsed.readOnly ? null : await startEngine({ db, env: parsed, log, functions });
  const grpc = parsed.grpc ? await serveGrpc(parsed.grpc) : null;
  const setupPath = await firstAdministrator({ db, env: parsed });
  const watching = driver && parsed.localRoots.length > 0 ? startWatching(systemContext()) : null;
  if (driver) void tellScanner();
  let isStopping = false;
  // What a crash left behind is repaired while the server already answers.
  if (driver) {
    const repair = replayJournal(systemContext(), { isStart: true })
      .then(() => sweep(systemContext()))
      .then(() => requestReembed(systemContext()));
    repair.catch((error) => {
      if (!isStopping) log.error({ err: error }, 'The repair at the start failed.');
    });
  }
  return {
    setupPath,
    admit: (request, response, answer) => {
      if (isGitAddress(request.url ?? '')) return void answerGit(request, response);
      const isDirect = isAnsweredDirectly(request.method ?? '', request.url ?? '');
      const lost = (error: unknown) => log.error({ err: error }, 'a request was lost');
      const direct = () =>
        void answerDirectly(request, response).catch((error) => {
          lost(error);
          response.destroy();
        });
      void admit(parsed, request, response, isDirect ? direct : answer).catch(lost);
    },
    stop: async () => {
      isStopping = true;
      // A file system that hangs, or an engine elsewhere that does, does not keep us from stopping.
      await Promise.race([Promise.all([watching?.stop(), webhooksSettled(), grpc?.stop()]), sleep(STOP_MS)]);
      await driver?.stop();
      await closeWorkers();
      await closeRenderers();
      await closeSecretlint();
      await closeDatabase();
    },
  };
}

/** Whoever runs the server learns by what repositories are scanned for secrets, and that it does not work before it is needed. */
async function tellScanner(): Promise<void> {
  const { name, version, problem } = await whichScanner();
  if (problem === null) log.info({ scanner: name, version }, 'repositories are scanned for secrets by this');
  else log.warn(problem);
}

/** Its packages are loaded by those alone who serve it. */
async function serveGrpc(settings: NonNullable<Env['grpc']>): Promise<GrpcServer> {
  const { startGrpc } = await import('@/grpc/start');
  const parts = { db: database(), env: env(), log, send: (event: AppEvent) => engine().send(event) };
  const server = await startGrpc(parts, settings);
  log.info({ host: server.host, port: server.port, tls: settings.tls !== undefined }, 'gRPC is served');
  return server;
}
