// A server of ours over a world, and a client for it as anybody makes one from the .proto.
import { once } from 'node:events';
import {
  type ChannelCredentials,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
import type { World } from '@/e2e/servers/world';
import type { Env } from '@/lib/env';
import { gitRepositories, PROTO_FILE, PROTO_OPTIONS, protoRoot } from './proto';
import { type GrpcServer, type GrpcSettings, startGrpc } from './start';
import type { CreateRepositoryRequest } from './types/freshet/v1/CreateRepositoryRequest';
import type { DeleteRepositoryRequest } from './types/freshet/v1/DeleteRepositoryRequest';
import type { DeleteRepositoryResponse__Output } from './types/freshet/v1/DeleteRepositoryResponse';
import type { GetRepositoryRequest } from './types/freshet/v1/GetRepositoryRequest';
import type { GitRepositoriesClient } from './types/freshet/v1/GitRepositories';
import type { ListRepositoriesRequest } from './types/freshet/v1/ListRepositoriesRequest';
import type { ListRepositoriesResponse__Output } from './types/freshet/v1/ListRepositoriesResponse';
import type { MigrateRepositoryRequest } from './types/freshet/v1/MigrateRepositoryRequest';
import type { MigrationResponse__Output } from './types/freshet/v1/MigrationResponse';
import type { RepositoryResponse__Output } from './types/freshet/v1/RepositoryResponse';
import type { SyncRepositoryRequest } from './types/freshet/v1/SyncRepositoryRequest';
import type { SyncResponse__Output } from './types/freshet/v1/SyncResponse';

/** Starts a server in this world, with other settings than the world's if they are given. */
export async function serve(
  world: World,
  { env = {}, settings = {} }: { env?: Partial<Env>; settings?: Partial<GrpcSettings> } = {},
): Promise<GrpcServer> {
  const { actor: _, ...parts } = world.as({ kind: 'system' });
  return await startGrpc(
    { ...parts, env: { ...parts.env, ...env } },
    { port: 0, host: '127.0.0.1', tls: undefined, ...settings },
  );
}

/** A client that was made from the file in the repository, with options that any caller may choose. */
export function connect(
  server: Pick<GrpcServer, 'host' | 'port'>,
  how: ChannelCredentials = credentials.createInsecure(),
) {
  const Client = gitRepositories(loadSync(PROTO_FILE, { ...PROTO_OPTIONS, includeDirs: [protoRoot()] }));
  return new Client(`${server.host}:${server.port}`, how);
}

export interface How {
  metadata?: Record<string, string>;
  deadline?: Date;
}

type Unary = (
  request: object,
  metadata: Metadata,
  options: { deadline?: Date },
  done: (error: ServiceError | null, value?: unknown) => void,
) => unknown;

/** The methods with one answer, as promises that reject with the ServiceError. */
export function promised(client: GitRepositoriesClient) {
  const method =
    <In extends object, Out>(name: keyof GitRepositoriesClient) =>
    async (request: In, { metadata = {}, deadline }: How = {}): Promise<Out> =>
      await new Promise((resolve, reject) => {
        const sent = new Metadata();
        for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
        (client[name] as unknown as Unary).call(client, request, sent, deadline ? { deadline } : {}, (error, value) =>
          error ? reject(error) : resolve(value as Out),
        );
      });
  return {
    create: method<CreateRepositoryRequest, RepositoryResponse__Output>('CreateRepository'),
    migrate: method<MigrateRepositoryRequest, MigrationResponse__Output>('MigrateRepository'),
    sync: method<SyncRepositoryRequest, SyncResponse__Output>('SyncRepository'),
    get: method<GetRepositoryRequest, RepositoryResponse__Output>('GetRepository'),
    list: method<ListRepositoriesRequest, ListRepositoriesResponse__Output>('ListRepositories'),
    remove: method<DeleteRepositoryRequest, DeleteRepositoryResponse__Output>('DeleteRepository'),
  };
}

/** All messages of a stream, and the error that it ended with; null if it ended well. */
export async function readAll<T>(
  stream: ClientReadableStream<T>,
): Promise<{ messages: T[]; error: ServiceError | null }> {
  const messages: T[] = [];
  let error: ServiceError | null = null;
  stream.on('data', (message: T) => messages.push(message));
  stream.on('error', (reason: ServiceError) => {
    error = reason;
  });
  await once(stream, 'close').catch(() => {});
  return { messages, error };
}

/** The google.rpc.ErrorInfo and RetryInfo of an error, read as any client reads them. */
export function detailsOf(error: ServiceError): Record<string, unknown>[] {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const root = new protobuf.Root().loadSync(`${protoRoot()}/google/rpc/status.proto`, { keepCase: true });
  const status = root.lookupType('google.rpc.Status').decode(bytes as Buffer) as unknown as {
    details: { type_url: string; value: Uint8Array }[];
  };
  return status.details.map((detail) => {
    const type = root.lookupType(detail.type_url.replace('type.googleapis.com/', ''));
    return type.toObject(type.decode(detail.value), { longs: Number });
  });
}
