// Original file: grpc/freshet/v1/git_repositories.proto


export interface SyncRepositoryRequest {
  'repository_id'?: (number);
}

export interface SyncRepositoryRequest__Output {
  'repository_id': (number);
}
