import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { CreateRepositoryRequest as _freshet_v1_CreateRepositoryRequest, CreateRepositoryRequest__Output as _freshet_v1_CreateRepositoryRequest__Output } from './freshet/v1/CreateRepositoryRequest';
import type { DeleteRepositoryRequest as _freshet_v1_DeleteRepositoryRequest, DeleteRepositoryRequest__Output as _freshet_v1_DeleteRepositoryRequest__Output } from './freshet/v1/DeleteRepositoryRequest';
import type { DeleteRepositoryResponse as _freshet_v1_DeleteRepositoryResponse, DeleteRepositoryResponse__Output as _freshet_v1_DeleteRepositoryResponse__Output } from './freshet/v1/DeleteRepositoryResponse';
import type { GetRepositoryRequest as _freshet_v1_GetRepositoryRequest, GetRepositoryRequest__Output as _freshet_v1_GetRepositoryRequest__Output } from './freshet/v1/GetRepositoryRequest';
import type { GitRepositoriesClient as _freshet_v1_GitRepositoriesClient, GitRepositoriesDefinition as _freshet_v1_GitRepositoriesDefinition } from './freshet/v1/GitRepositories';
import type { ListRepositoriesRequest as _freshet_v1_ListRepositoriesRequest, ListRepositoriesRequest__Output as _freshet_v1_ListRepositoriesRequest__Output } from './freshet/v1/ListRepositoriesRequest';
import type { ListRepositoriesResponse as _freshet_v1_ListRepositoriesResponse, ListRepositoriesResponse__Output as _freshet_v1_ListRepositoriesResponse__Output } from './freshet/v1/ListRepositoriesResponse';
import type { MigrateRepositoryRequest as _freshet_v1_MigrateRepositoryRequest, MigrateRepositoryRequest__Output as _freshet_v1_MigrateRepositoryRequest__Output } from './freshet/v1/MigrateRepositoryRequest';
import type { MigrationResponse as _freshet_v1_MigrationResponse, MigrationResponse__Output as _freshet_v1_MigrationResponse__Output } from './freshet/v1/MigrationResponse';
import type { Repository as _freshet_v1_Repository, Repository__Output as _freshet_v1_Repository__Output } from './freshet/v1/Repository';
import type { RepositoryResponse as _freshet_v1_RepositoryResponse, RepositoryResponse__Output as _freshet_v1_RepositoryResponse__Output } from './freshet/v1/RepositoryResponse';
import type { Run as _freshet_v1_Run, Run__Output as _freshet_v1_Run__Output } from './freshet/v1/Run';
import type { RunEvent as _freshet_v1_RunEvent, RunEvent__Output as _freshet_v1_RunEvent__Output } from './freshet/v1/RunEvent';
import type { SyncRepositoryRequest as _freshet_v1_SyncRepositoryRequest, SyncRepositoryRequest__Output as _freshet_v1_SyncRepositoryRequest__Output } from './freshet/v1/SyncRepositoryRequest';
import type { SyncResponse as _freshet_v1_SyncResponse, SyncResponse__Output as _freshet_v1_SyncResponse__Output } from './freshet/v1/SyncResponse';
import type { WatchRunRequest as _freshet_v1_WatchRunRequest, WatchRunRequest__Output as _freshet_v1_WatchRunRequest__Output } from './freshet/v1/WatchRunRequest';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  freshet: {
    v1: {
      CreateRepositoryRequest: MessageTypeDefinition<_freshet_v1_CreateRepositoryRequest, _freshet_v1_CreateRepositoryRequest__Output>
      DeleteRepositoryRequest: MessageTypeDefinition<_freshet_v1_DeleteRepositoryRequest, _freshet_v1_DeleteRepositoryRequest__Output>
      DeleteRepositoryResponse: MessageTypeDefinition<_freshet_v1_DeleteRepositoryResponse, _freshet_v1_DeleteRepositoryResponse__Output>
      GetRepositoryRequest: MessageTypeDefinition<_freshet_v1_GetRepositoryRequest, _freshet_v1_GetRepositoryRequest__Output>
      GitRepositories: SubtypeConstructor<typeof grpc.Client, _freshet_v1_GitRepositoriesClient> & { service: _freshet_v1_GitRepositoriesDefinition }
      ListRepositoriesRequest: MessageTypeDefinition<_freshet_v1_ListRepositoriesRequest, _freshet_v1_ListRepositoriesRequest__Output>
      ListRepositoriesResponse: MessageTypeDefinition<_freshet_v1_ListRepositoriesResponse, _freshet_v1_ListRepositoriesResponse__Output>
      MigrateRepositoryRequest: MessageTypeDefinition<_freshet_v1_MigrateRepositoryRequest, _freshet_v1_MigrateRepositoryRequest__Output>
      MigrationResponse: MessageTypeDefinition<_freshet_v1_MigrationResponse, _freshet_v1_MigrationResponse__Output>
      Repository: MessageTypeDefinition<_freshet_v1_Repository, _freshet_v1_Repository__Output>
      RepositoryResponse: MessageTypeDefinition<_freshet_v1_RepositoryResponse, _freshet_v1_RepositoryResponse__Output>
      Run: MessageTypeDefinition<_freshet_v1_Run, _freshet_v1_Run__Output>
      RunEvent: MessageTypeDefinition<_freshet_v1_RunEvent, _freshet_v1_RunEvent__Output>
      SyncRepositoryRequest: MessageTypeDefinition<_freshet_v1_SyncRepositoryRequest, _freshet_v1_SyncRepositoryRequest__Output>
      SyncResponse: MessageTypeDefinition<_freshet_v1_SyncResponse, _freshet_v1_SyncResponse__Output>
      WatchRunRequest: MessageTypeDefinition<_freshet_v1_WatchRunRequest, _freshet_v1_WatchRunRequest__Output>
    }
  }
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

