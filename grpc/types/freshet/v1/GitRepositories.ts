// Original file: grpc/freshet/v1/git_repositories.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CreateRepositoryRequest as _freshet_v1_CreateRepositoryRequest, CreateRepositoryRequest__Output as _freshet_v1_CreateRepositoryRequest__Output } from '../../freshet/v1/CreateRepositoryRequest';
import type { DeleteRepositoryRequest as _freshet_v1_DeleteRepositoryRequest, DeleteRepositoryRequest__Output as _freshet_v1_DeleteRepositoryRequest__Output } from '../../freshet/v1/DeleteRepositoryRequest';
import type { DeleteRepositoryResponse as _freshet_v1_DeleteRepositoryResponse, DeleteRepositoryResponse__Output as _freshet_v1_DeleteRepositoryResponse__Output } from '../../freshet/v1/DeleteRepositoryResponse';
import type { GetRepositoryRequest as _freshet_v1_GetRepositoryRequest, GetRepositoryRequest__Output as _freshet_v1_GetRepositoryRequest__Output } from '../../freshet/v1/GetRepositoryRequest';
import type { ListRepositoriesRequest as _freshet_v1_ListRepositoriesRequest, ListRepositoriesRequest__Output as _freshet_v1_ListRepositoriesRequest__Output } from '../../freshet/v1/ListRepositoriesRequest';
import type { ListRepositoriesResponse as _freshet_v1_ListRepositoriesResponse, ListRepositoriesResponse__Output as _freshet_v1_ListRepositoriesResponse__Output } from '../../freshet/v1/ListRepositoriesResponse';
import type { MigrateRepositoryRequest as _freshet_v1_MigrateRepositoryRequest, MigrateRepositoryRequest__Output as _freshet_v1_MigrateRepositoryRequest__Output } from '../../freshet/v1/MigrateRepositoryRequest';
import type { MigrationResponse as _freshet_v1_MigrationResponse, MigrationResponse__Output as _freshet_v1_MigrationResponse__Output } from '../../freshet/v1/MigrationResponse';
import type { RepositoryResponse as _freshet_v1_RepositoryResponse, RepositoryResponse__Output as _freshet_v1_RepositoryResponse__Output } from '../../freshet/v1/RepositoryResponse';
import type { RunEvent as _freshet_v1_RunEvent, RunEvent__Output as _freshet_v1_RunEvent__Output } from '../../freshet/v1/RunEvent';
import type { SyncRepositoryRequest as _freshet_v1_SyncRepositoryRequest, SyncRepositoryRequest__Output as _freshet_v1_SyncRepositoryRequest__Output } from '../../freshet/v1/SyncRepositoryRequest';
import type { SyncResponse as _freshet_v1_SyncResponse, SyncResponse__Output as _freshet_v1_SyncResponse__Output } from '../../freshet/v1/SyncResponse';
import type { WatchRunRequest as _freshet_v1_WatchRunRequest, WatchRunRequest__Output as _freshet_v1_WatchRunRequest__Output } from '../../freshet/v1/WatchRunRequest';

export interface GitRepositoriesClient extends grpc.Client {
  CreateRepository(argument: _freshet_v1_CreateRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  CreateRepository(argument: _freshet_v1_CreateRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  CreateRepository(argument: _freshet_v1_CreateRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  CreateRepository(argument: _freshet_v1_CreateRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  createRepository(argument: _freshet_v1_CreateRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  createRepository(argument: _freshet_v1_CreateRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  createRepository(argument: _freshet_v1_CreateRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  createRepository(argument: _freshet_v1_CreateRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  
  DeleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  DeleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  DeleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  DeleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  deleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  deleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  deleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  deleteRepository(argument: _freshet_v1_DeleteRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_DeleteRepositoryResponse__Output>): grpc.ClientUnaryCall;
  
  GetRepository(argument: _freshet_v1_GetRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  GetRepository(argument: _freshet_v1_GetRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  GetRepository(argument: _freshet_v1_GetRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  GetRepository(argument: _freshet_v1_GetRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  getRepository(argument: _freshet_v1_GetRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  getRepository(argument: _freshet_v1_GetRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  getRepository(argument: _freshet_v1_GetRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  getRepository(argument: _freshet_v1_GetRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_RepositoryResponse__Output>): grpc.ClientUnaryCall;
  
  ListRepositories(argument: _freshet_v1_ListRepositoriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  ListRepositories(argument: _freshet_v1_ListRepositoriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  ListRepositories(argument: _freshet_v1_ListRepositoriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  ListRepositories(argument: _freshet_v1_ListRepositoriesRequest, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  listRepositories(argument: _freshet_v1_ListRepositoriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  listRepositories(argument: _freshet_v1_ListRepositoriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  listRepositories(argument: _freshet_v1_ListRepositoriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  listRepositories(argument: _freshet_v1_ListRepositoriesRequest, callback: grpc.requestCallback<_freshet_v1_ListRepositoriesResponse__Output>): grpc.ClientUnaryCall;
  
  MigrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  MigrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  MigrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  MigrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  migrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  migrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  migrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  migrateRepository(argument: _freshet_v1_MigrateRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_MigrationResponse__Output>): grpc.ClientUnaryCall;
  
  SyncRepository(argument: _freshet_v1_SyncRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  SyncRepository(argument: _freshet_v1_SyncRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  SyncRepository(argument: _freshet_v1_SyncRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  SyncRepository(argument: _freshet_v1_SyncRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  syncRepository(argument: _freshet_v1_SyncRepositoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  syncRepository(argument: _freshet_v1_SyncRepositoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  syncRepository(argument: _freshet_v1_SyncRepositoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  syncRepository(argument: _freshet_v1_SyncRepositoryRequest, callback: grpc.requestCallback<_freshet_v1_SyncResponse__Output>): grpc.ClientUnaryCall;
  
  WatchRun(argument: _freshet_v1_WatchRunRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_freshet_v1_RunEvent__Output>;
  WatchRun(argument: _freshet_v1_WatchRunRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_freshet_v1_RunEvent__Output>;
  watchRun(argument: _freshet_v1_WatchRunRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_freshet_v1_RunEvent__Output>;
  watchRun(argument: _freshet_v1_WatchRunRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_freshet_v1_RunEvent__Output>;
  
}

export interface GitRepositoriesHandlers extends grpc.UntypedServiceImplementation {
  CreateRepository: grpc.handleUnaryCall<_freshet_v1_CreateRepositoryRequest__Output, _freshet_v1_RepositoryResponse>;
  
  DeleteRepository: grpc.handleUnaryCall<_freshet_v1_DeleteRepositoryRequest__Output, _freshet_v1_DeleteRepositoryResponse>;
  
  GetRepository: grpc.handleUnaryCall<_freshet_v1_GetRepositoryRequest__Output, _freshet_v1_RepositoryResponse>;
  
  ListRepositories: grpc.handleUnaryCall<_freshet_v1_ListRepositoriesRequest__Output, _freshet_v1_ListRepositoriesResponse>;
  
  MigrateRepository: grpc.handleUnaryCall<_freshet_v1_MigrateRepositoryRequest__Output, _freshet_v1_MigrationResponse>;
  
  SyncRepository: grpc.handleUnaryCall<_freshet_v1_SyncRepositoryRequest__Output, _freshet_v1_SyncResponse>;
  
  WatchRun: grpc.handleServerStreamingCall<_freshet_v1_WatchRunRequest__Output, _freshet_v1_RunEvent>;
  
}

export interface GitRepositoriesDefinition extends grpc.ServiceDefinition {
  CreateRepository: MethodDefinition<_freshet_v1_CreateRepositoryRequest, _freshet_v1_RepositoryResponse, _freshet_v1_CreateRepositoryRequest__Output, _freshet_v1_RepositoryResponse__Output>
  DeleteRepository: MethodDefinition<_freshet_v1_DeleteRepositoryRequest, _freshet_v1_DeleteRepositoryResponse, _freshet_v1_DeleteRepositoryRequest__Output, _freshet_v1_DeleteRepositoryResponse__Output>
  GetRepository: MethodDefinition<_freshet_v1_GetRepositoryRequest, _freshet_v1_RepositoryResponse, _freshet_v1_GetRepositoryRequest__Output, _freshet_v1_RepositoryResponse__Output>
  ListRepositories: MethodDefinition<_freshet_v1_ListRepositoriesRequest, _freshet_v1_ListRepositoriesResponse, _freshet_v1_ListRepositoriesRequest__Output, _freshet_v1_ListRepositoriesResponse__Output>
  MigrateRepository: MethodDefinition<_freshet_v1_MigrateRepositoryRequest, _freshet_v1_MigrationResponse, _freshet_v1_MigrateRepositoryRequest__Output, _freshet_v1_MigrationResponse__Output>
  SyncRepository: MethodDefinition<_freshet_v1_SyncRepositoryRequest, _freshet_v1_SyncResponse, _freshet_v1_SyncRepositoryRequest__Output, _freshet_v1_SyncResponse__Output>
  WatchRun: MethodDefinition<_freshet_v1_WatchRunRequest, _freshet_v1_RunEvent, _freshet_v1_WatchRunRequest__Output, _freshet_v1_RunEvent__Output>
}
