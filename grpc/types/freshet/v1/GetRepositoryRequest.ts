// Original file: grpc/freshet/v1/git_repositories.proto


export interface GetRepositoryRequest {
  'repository_id'?: (number);
}

export interface GetRepositoryRequest__Output {
  'repository_id': (number);
}
