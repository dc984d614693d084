// Original file: grpc/freshet/v1/git_repositories.proto


export interface DeleteRepositoryRequest {
  'repository_id'?: (number);
}

export interface DeleteRepositoryRequest__Output {
  'repository_id': (number);
}
