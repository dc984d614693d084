// Our .proto files, as they are read where the server starts.
import path from 'node:path';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';
import type { ProtoGrpcType } from './types/git_repositories';

/** In the installation's own folder, which is where the server is started. */
export const protoRoot = (): string => path.join(process.cwd(), 'grpc');

export const PROTO_FILE = 'freshet/v1/git_repositories.proto';

/** Names as they are written, and numbers: what is counted here fits into one. */
export const PROTO_OPTIONS: Options = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true };

/** Synchronous: for the start alone. */
export function loadProto(): PackageDefinition {
  return loadSync(PROTO_FILE, { ...PROTO_OPTIONS, includeDirs: [protoRoot()] });
}

/** The service as grpc-js takes it, with the types that are made from the file (`npm run grpc:types`). */
export function gitRepositories(definition: PackageDefinition) {
  return (loadPackageDefinition(definition) as unknown as ProtoGrpcType).freshet.v1.GitRepositories;
}
