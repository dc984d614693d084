// Original file: grpc/freshet/v1/git_repositories.proto


export interface DeleteRepositoryResponse {
  'repository_id'?: (number);
  'message'?: (string);
}

export interface DeleteRepositoryResponse__Output {
  'repository_id': (number);
  'message': (string);
}
