// Original file: grpc/freshet/v1/git_repositories.proto


export interface ListRepositoriesRequest {
  'organisation_id'?: (number);
  'page_size'?: (number);
  'page_token'?: (string);
}

export interface ListRepositoriesRequest__Output {
  'organisation_id': (number);
  'page_size': (number);
  'page_token': (string);
}
