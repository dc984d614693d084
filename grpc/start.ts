// Serves GitRepositories beside HTTP, with health and reflection as gRPC's own tools expect them.
import { type ChannelOptions, Server, ServerCredentials, setLogger } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import { type Surroundings, streaming, unary } from './handle';
import { createRepository, createRequest } from './methods/create-repository';
import { deleteRepository, deleteRequest } from './methods/delete-repository';
import { migrateRepository, migrateRequest } from './methods/migrate-repository';
import { getRepository, getRequest, listRepositories, listRequest } from './methods/read-repositories';
import { syncRepository, syncRequest } from './methods/sync-repository';
import { watchRequest, watchRun } from './methods/watch-run';
import { gitRepositories, loadProto } from './proto';
import type { GitRepositoriesHandlers } from './types/freshet/v1/GitRepositories';

const SERVICE = 'freshet.v1.GitRepositories';
/** How long calls under way may take after a stop. */
const DRAIN_MS = 4000;
/** A request names a repository and a source: nothing in it is large. */
const OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': 64 * 1024,
  'grpc.max_send_message_length': 4 * 1024 * 1024,
  'grpc.max_concurrent_streams': 100,
  // A caller that went without a word is noticed within a minute and a half.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_connection_idle_ms': 300_000,
};

export interface GrpcServer {
  host: string;
  port: number;
  /** Takes no more calls, lets those under way end for some seconds, and cuts off what is left. */
  stop: () => Promise<void>;
}

export interface GrpcSettings {
  port: number;
  /** Where it listens. */
  host: string;
  /** Certificate chain and key (PEM); undefined: plain text, for this machine alone. */
  tls: { cert: Buffer; key: Buffer } | undefined;
}

/** Throws an Error in plain words if the port is taken, or the certificate and the key do not fit. */
export async function startGrpc(parts: Surroundings, { port, host, tls }: GrpcSettings): Promise<GrpcServer> {
  const definition = loadProto();
  const stopping = new AbortController();
  // It says little, and nothing that a caller does not hear as well.
  const say = (...words: unknown[]) => parts.log.debug({ grpc: words.map(String).join(' ') }, 'gRPC says');
  setLogger({ error: say, info: say, debug: say });
  const handlers: GitRepositoriesHandlers = {
    CreateRepository: unary(parts, 'change', createRequest, createRepository),
    MigrateRepository: unary(parts, 'change', migrateRequest, migrateRepository),
    SyncRepository: unary(parts, 'change', syncRequest, syncRepository),
    GetRepository: unary(parts, 'read', getRequest, getRepository),
    ListRepositories: unary(parts, 'read', listRequest, listRepositories),
    DeleteRepository: unary(parts, 'change', deleteRequest, deleteRepository),
    WatchRun: streaming(parts, watchRequest, watchRun, stopping.signal),
  };
  const server = new Server(OPTIONS);
  server.addService(gitRepositories(definition).service, handlers);
  const health = new HealthImplementation({ '': 'SERVING', [SERVICE]: 'SERVING' });
  health.addToServer(server);
  new ReflectionService({ ...definition, ...loadSync(healthProto) }).addToServer(server);
  const bound = await listen(server, `${host.includes(':') ? `[${host}]` : host}:${port}`, credentialsOf(tls));
  return {
    host,
    port: bound,
    stop: async () => {
      stopping.abort();
      health.setStatus('', 'NOT_SERVING');
      health.setStatus(SERVICE, 'NOT_SERVING');
      const drained = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      const timer = setTimeout(() => server.forceShutdown(), DRAIN_MS);
      await drained;
      clearTimeout(timer);
    },
  };
}

function credentialsOf(tls: GrpcSettings['tls']): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  try {
    return ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]);
  } catch (cause) {
    throw new Error('FRESHET_GRPC_TLS_CERT and FRESHET_GRPC_TLS_KEY do not fit together, or one of them is no PEM.', {
      cause,
    });
  }
}

async function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return await new Promise((resolve, reject) =>
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(new Error(`The gRPC server cannot listen at ${address} (FRESHET_GRPC_PORT). ${error.message}`));
    }),
  );
}
